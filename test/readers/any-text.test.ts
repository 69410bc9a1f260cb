// What holds for every configuration reader and any text at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNRESOLVED } from '../../src/model/tree.ts';
import { readBlocks } from '../../src/readers/blocks.ts';
import { readEnv } from '../../src/readers/env.ts';
import { readFluentBit } from '../../src/readers/fluent-bit.ts';
import { readFluentd } from '../../src/readers/fluentd.ts';
import { readIni } from '../../src/readers/ini.ts';
import { readSystemd } from '../../src/readers/systemd.ts';
import { readToml } from '../../src/readers/toml.ts';
import { expectTruePlaces } from './tree-checks.ts';

const READERS = { readBlocks, readEnv, readFluentBit, readFluentd, readIni, readSystemd, readToml };

/** Pieces of all the languages at once, so that texts come near to being something. */
const PIECE = fc.constantFrom(
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '\\',
  '\\\n',
  '\\\\',
  '"',
  "'",
  '`',
  '"""',
  "'''",
  '#',
  '#{',
  ';',
  '//',
  '/*',
  '*/',
  '=',
  ' = ',
  ':',
  ': ',
  '=>',
  ',',
  '[',
  ']',
  '[[',
  ']]',
  '{',
  '}',
  '(',
  ')',
  '<',
  '>',
  '<source>\n',
  '</source>\n',
  '<match **>\n',
  '@include x\n',
  '[Service]\n',
  '[a."b.c"]\n',
  '[[a.b]]\n',
  'a',
  'B',
  'key',
  'x.y',
  '0',
  '1e3',
  'true',
  '"v"',
  "'w'",
  'export ',
  'if ',
  '~ /',
  '{{ x }}',
  '{{ if }}',
  '{% set y %}',
  '{% endif %}',
  '{{',
  '}}',
  '--flag',
  '-',
  '\\"',
  '\\u0041',
  '\uFEFF',
  '\u00a0',
  '😀',
  '\ud83d',
  '\0',
  UNRESOLVED,
);
const NEAR_MISS = fc.array(PIECE, { maxLength: 60 }).map(pieces => pieces.join(''));
const ANY_TEXT = fc.oneof(fc.string({ unit: 'binary' }), NEAR_MISS);

const SAMPLES = [
  'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "{{ image }}"\n  [plugins.cri.registry.mirrors]\n    endpoint = ["https://a", \'b\']\n  s = """\nx \\\n  y"""\n[[r]]\na = {b = 1}\n',
  '[Unit]\nAfter=docker.service\n[Service]\nEnvironment="A=b"\nExecStart=/usr/bin/kubelet \\\n  # c\n  --container-runtime docker \\\n  $ARGS\n',
  'KUBELET_ARGS="--a \\\n  --b=\\"c\\""\nexport D=\'e\'\nF=g \\\n h\n',
  '[INPUT]\n  Name tail\n  Parser docker\n@INCLUDE x\n[FILTER]\n  Match *\n',
  '<source>\n  @type tail\n  <parse>\n    @type "#{ENV[\'X\'] || \'json\'}"\n  </parse>\n</source>\n<match **>\n  a [\n  {"b": 1}\n ]\n</match>\n',
  'input { file { path => ["/a", "/b"] codec => json { c => "d" } } }\nfilter { if [x] =~ /y{2}/ { drop {} } else if "z" { q => `r` } }\na.b "c" { d = env("e") + "f" /* g */ }\n',
];

/** Real texts with some of their characters cut out, doubled or replaced. */
const MUTATED = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.option(PIECE, { nil: '' })), { maxLength: 6 }))
  .map(([sample, edits]) => {
    let text = sample;
    for (const [where, length, piece] of edits) {
      const at = where % (text.length + 1);
      text = text.slice(0, at) + piece + text.slice(at + length);
    }
    return text;
  });

describe.each(Object.entries(READERS))('%s', (_name, read) => {
  test.each([
    ['any text', ANY_TEXT],
    ['a damaged text', MUTATED],
  ])('reads %s without throwing and with true places', (_kind, texts) => {
    const property = fc.property(texts, text => {
      expectTruePlaces(text, read(text));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test.each([
    '[',
    '{',
    '(',
    '<a>\n',
    '[a]\n',
    'a {',
    'a = [\n',
    'k [\n',
    '"#{',
    'a="\n',
    "a='''\n",
    'a="""x\n',
    '\\\n',
    'a=\\\n',
    '{{',
    '"{{" ',
    '/* ',
    'if ',
    'a.',
    '\n',
    ' ',
    UNRESOLVED,
  ])('takes time in proportion to %j repeated', piece => {
    const text = `[A]\na=1\na=1\nx ${piece.repeat(Math.ceil(60_000 / piece.length))}`;
    const started = performance.now();
    expectTruePlaces(text, read(text));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
