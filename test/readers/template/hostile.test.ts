import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveInline } from '../../../src/readers/template/jinja.ts';
import type { Parsed } from '../../../src/readers/template/part.ts';
import { readGoTemplate } from '../../../src/readers/template/go.ts';
import { readJinja } from '../../../src/readers/template/jinja.ts';
import { artifactOf, chartOf, readGo, readJ2, scalars } from './reading.ts';

const N = 30_000;
const HOSTILE: Readonly<Record<string, string>> = {
  'nested ifs': '{{ if .a }}\n{% if a %}\n'.repeat(N),
  'a long chain of else': `{{ if .a }}x${'{{ else if .b }}y{% elif b %}'.repeat(N)}{{ end }}`,
  'unclosed actions': '{{ x\n{% y\n'.repeat(N),
  'unclosed quotes': '{{ "a\\"'.repeat(N),
  'unclosed raw strings': '{{ ` \n'.repeat(N),
  'unclosed comments': '{{/* {# '.repeat(N),
  'superfluous ends': '{{ end }}{% endif %}'.repeat(N),
  'one long line of blocks': '{{ if .a }}b{{ else }}c{{ end }}'.repeat(N),
  'nested parentheses': `{{ ${'('.repeat(N)} }}{% if ${'not '.repeat(N)} %}`,
  'long pipelines': `{{ .a${' | quote'.repeat(N)} }}`,
  'long paths': `{{ ${'.a'.repeat(N)} }}`,
  'long conjunctions': `{% if a${' and a'.repeat(400)} %}{% endif %}`,
  'many defines that do not parse': '{{ define "a" }}x{{ end }}\n'.repeat(N),
  'many documents that do not parse': '---\na: {{ .b }}x\n'.repeat(N),
};
const refuse = (): Parsed => ({ documents: [], errors: [{ message: 'no', offset: 0 }] });

describe('hostile templates', () => {
  it.each(Object.entries(HOSTILE))('%s are read in time', (_, text) => {
    const began = performance.now();
    readGoTemplate(artifactOf(text), chartOf('a: {}'), refuse);
    readJinja(artifactOf(text), new Map([['a', '{{ a }}{{ a }}']]), refuse);
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it('that include themselves many times over come to an end', () => {
    const bomb = Array.from({ length: 12 }, (_, i) => `{{ define "a${String(i)}" }}${`{{ include "a${String(i + 1)}" . }}`.repeat(10)}{{ end }}`).join('');
    expect(readGo(`${bomb}x: {{ include "a0" . }}\n`).errors).toEqual([]);
    const variables = new Map(Array.from({ length: 12 }, (_, i): [string, string] => [`v${String(i)}`, `{{ v${String(i + 1)} }}`.repeat(10)]));
    expect(resolveInline('{{ v0 }}', variables).text).toContain('\uFFFC');
  });
});

const fragment = fc.constantFrom(
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '{{-',
  '-}}',
  ' if ',
  ' else ',
  ' end ',
  ' endif ',
  ' range ',
  ' define "x" ',
  '.Values.a',
  '$x',
  ':=',
  '|',
  '"',
  "'",
  '`',
  '\n',
  '  ',
  'a: ',
  '- ',
  '---\n',
  '[',
  '}',
  '/*',
  '*/',
  'eq ',
  '"docker"',
  '\uE000',
  '\r\n',
  '\\',
  '(',
  ')',
);
const soup = fc.array(fc.oneof(fragment, fc.string({ maxLength: 4 })), { maxLength: 40 }).map(parts => parts.join(''));

describe('any text', () => {
  it('is read without an exception, and its places lie within it', () => {
    fc.assert(
      fc.property(soup, text => {
        for (const parsed of [readGo(text, chartOf('a: docker')), readJ2(text, { a: '{{ b }}' })]) {
          for (const { offset } of parsed.errors) expect(offset >= 0 && offset <= text.length).toBe(true);
          for (const { node, source } of scalars(parsed)) if (node.value !== null && node.end > node.start) expect(text).toContain(source);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('without actions has the same characters as a template', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ' ', '\n', ': ', '- ', '"', '\r\n', '{', '}', '#'), { maxLength: 60 }), parts => {
        const text = parts.join('').replaceAll('{{', '{').replaceAll('{#', '{');
        let child = '';
        readGoTemplate(artifactOf(text), chartOf(undefined), part => {
          child = part.artifact.text;
          return { documents: [], errors: [] };
        });
        expect(child === '' || child === text).toBe(true);
      }),
    );
  });
});
