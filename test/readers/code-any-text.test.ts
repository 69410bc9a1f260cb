// What holds for the readers of infrastructure code and any text at all: no throw, no place outside the text, time in proportion.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/model/artifact.ts';
import type { Document } from '../../src/model/document.ts';
import type { Span } from '../../src/model/location.ts';
import type { Node } from '../../src/model/tree.ts';
import { readCode } from '../../src/readers/code.ts';
import type { CodeSyntax } from '../../src/readers/code-languages.ts';

const SAMPLES: Readonly<Record<CodeSyntax, string>> = {
  powershell:
    'param([string]$R = "docker")\nif ($R -eq "docker")\n{\n  & "C:\\d.exe" run `\n    --rm "$(docker ps -q)" @a\n} else { Write-Host \'x\' }\n$a = @("a", "--b=c")\n$h = @{ Name = \'docker\'; b=1 }\nStop-Service @h\n@\'\n{"a": 1}\n\'@ | Out-File x.json\nInvoke-Expression "cmd /c \'docker ps\'"\nswitch ($r) { "docker" { a } }\n<# c #> # d\n',
  batch:
    '@echo off\r\nset "D=C:\\docker.exe"\r\nif "%1"=="a" (\r\n  %D% run ^\r\n --rm x\r\n) else docker b & docker c\r\nfor /f %%i in (\'docker ps\') do docker rm %%i\r\necho {"a": 1} > x.json\r\npowershell -Command "docker a; docker b"\r\n',
  dockerfile:
    '# escape=\\\nFROM x AS y\nENV A=b C="d"\nENV E f\nRUN --mount=type=cache a && \\\n # c\n b\nRUN <<EOF\ndocker ps\nEOF\nCOPY <<EOF /etc/x\ny\nEOF\nSHELL ["powershell"]\nRUN docker a\nCMD ["a", "b"]\nHEALTHCHECK CMD c\n',
  makefile:
    'D ?= docker\nV := $(shell $(D) version) "x" \\\n  y # z\nall: b\n\t@$(D) build $(call f,a) $$(id) \\\n\t  ${V} .\n\t-x $@\ndefine r\na\nendef\nW != docker ps\n',
  groovy:
    "podTemplate(volumes: [hostPathVolume(hostPath: '/a', mountPath: '/b')], containers: [containerTemplate(name: 'c', image: 'd')]) {\n  sh \"docker \\\"build\\\" ${x}\"\n  sh(script: '''\n a \\\n b''')\n  kubernetes { yaml '''\nkind: Pod\n''' }\n}\n/* c */ // d\n",
  jsonnet:
    "local k = import 'k';\n{ a: { b+: [1, 'c', @'d'] }, 'e':: |||\n    f\n  |||, [x]: true, h(i): { j: \"k\\n\" } } + v.fromHostPath('n', '/p') + [y for y in z]\n# c\n",
  installer: 'lang x\n%post --log=y\ndocker a\n%end\nd-i preseed/late_command string \\\n  in-target docker b; \\\n  c\n%pre\nx\n',
};
const LANGUAGES = Object.keys(SAMPLES) as CodeSyntax[]; // The keys of a record are its key type; Object.keys says string.

const PIECE = fc.constantFrom(
  ...['\n', '\r\n', '\r', ' ', '\t', '\n\t', '\\', '\\\n', '`', '`\n', '^', '^\r\n', '"', "'", '"""', "'''", '|||\n', '|||', '@', '@"\n', '\n"@', "@'\n"],
  ...['#', '<#', '#>', '//', '/*', '*/', '$', '$(', '${', '$$', '$x', '%', '%x%', '%%i', '=', '+=', '==', ':', '::', ';', ',', '.', '|', '||', '&', '&&', '>'],
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '@(',
    '@{',
    'if ',
    'else ',
    'for ',
    'in (',
    'do ',
    'switch ',
    'param',
    'function ',
    'local ',
    'RUN ',
    'COPY ',
    'ENV ',
    '<<EOF',
  ],
  ...[
    'EOF',
    'SHELL ["cmd"]\n',
    'define x\n',
    'endef\n',
    '$(shell ',
    'sh ',
    'yaml ',
    'podTemplate(',
    'containerTemplate(',
    'hostPathVolume(',
    'hostPath: ',
    '%post\n',
  ],
  ...[
    '%end\n',
    'iex ',
    'cmd /c ',
    'powershell -c ',
    'set ',
    'rem ',
    '-Name',
    '--flag',
    'docker ',
    'kind: Pod',
    '{{ x }}',
    '{{',
    '}}',
    '😀',
    '\ud83d',
    '\0',
    '\uFFFC',
    '\uFEFF',
  ],
);
const NEAR_MISS = fc.array(PIECE, { maxLength: 60 }).map(pieces => pieces.join(''));

function mutated(sample: string): fc.Arbitrary<string> {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.option(PIECE, { nil: '' })), { maxLength: 6 });
  return edits.map(list => {
    let text = sample;
    for (const [where, length, piece] of list) {
      const at = where % (text.length + 1);
      text = text.slice(0, at) + piece + text.slice(at + length);
    }
    return text;
  });
}

async function read(text: string, syntax: CodeSyntax): Promise<readonly Document[]> {
  const artifact: Artifact = { uri: 'file', text, name: 'file', usage: 'cluster', bundle: '', sensitive: false };
  return (await readCode(artifact, syntax)).documents;
}

function expectInside(text: string, { start, end }: Span): void {
  if (!(0 <= start && start <= end && end <= text.length)) expect.fail(`${String(start)}..${String(end)} is not a place in a text of ${String(text.length)}`);
}

function expectTruePlaces(text: string, documents: readonly Document[]): void {
  for (const document of documents) {
    expectInside(text, document.span);
    if (document.form === 'tree') expectTreeInside(text, document.root);
    if (document.form !== 'script') continue;
    for (const command of document.commands) {
      expectInside(text, command);
      for (const word of command.words) expectInside(text, word);
      for (const { name, value } of command.assignments) for (const word of [name, value]) expectInside(text, word);
      for (const { body, content } of command.heredocs) {
        expectInside(text, body);
        for (const { to, toLength } of content?.map ?? []) expectInside(text, { start: to, end: to + toLength });
      }
    }
  }
}

function expectTreeInside(text: string, root: Node): void {
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    expectInside(text, node);
    if (node.kind === 'map') for (const { key, value } of node.entries) rest.push(key, value);
    else if (node.kind === 'seq') for (const item of node.items) rest.push(item);
  }
}

describe.each(LANGUAGES)('%s', syntax => {
  test.each([
    ['any text', fc.oneof(fc.string({ unit: 'binary' }), NEAR_MISS)],
    ['a damaged text', mutated(SAMPLES[syntax])],
  ])(
    'reads %s without throwing and with true places',
    async (_kind, texts) => {
      const property = fc.asyncProperty(texts, async text => {
        expectTruePlaces(text, await read(text, syntax));
      });
      await fc.assert(property, { numRuns: 200 });
    },
    60_000,
  );

  test.each([
    '(',
    '{',
    '[',
    ')',
    '$(',
    '"$(',
    '@{',
    '@(',
    "'",
    '"',
    '"""',
    '|||\n ',
    '$x',
    '%x%',
    'a ',
    '(a',
    '{a ',
    'a=$a\n',
    'RUN <<E\n',
    '\\\n',
    '`\n',
    '^\n',
    '\t$(shell ',
  ])(
    'takes time in proportion to %j repeated',
    async piece => {
      const text = `x\n${piece.repeat(Math.ceil(60_000 / piece.length))}`;
      const started = performance.now();
      expectTruePlaces(text, await read(text, syntax));
      expect(performance.now() - started).toBeLessThan(5000);
    },
    60_000,
  );
});
