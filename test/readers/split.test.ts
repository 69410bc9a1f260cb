// Splitting a stream says the same as parsing it whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { splitDocuments } from '../../src/readers/split.ts';

const parts = (text: string): string[] => [...splitDocuments(text)].map(({ start, end }) => text.slice(start, end));

function values(text: string): unknown[] {
  const parsed = parseAllDocuments(text, { logLevel: 'silent', strict: false, uniqueKeys: false });
  return Array.isArray(parsed) ? parsed.map(document => (document.errors.length > 0 ? 'wrong' : (document.toJS() as unknown))) : [];
}

/** An end marker alone counts as an empty document or as none. */
const isSomething = (value: unknown): boolean => value !== null;

describe('a YAML stream', () => {
  it.each([
    ['a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['# licence\n---\na: 1\n', ['# licence\n---\na: 1\n']],
    ['--- # one\na: 1\n--- {a: 2}\n--- |\n  text\n---\tx', ['--- # one\na: 1\n', '--- {a: 2}\n', '--- |\n  text\n', '---\tx']],
    ['%YAML 1.2\n---\na: 1\n...\n# between\n%YAML 1.2\n---\nb: 2\n', ['%YAML 1.2\n---\na: 1\n...\n', '# between\n%YAML 1.2\n---\nb: 2\n']],
    ['a: 1\r\n---\r\nb: 2\r\n', ['a: 1\r\n', '---\r\nb: 2\r\n']],
    ['a: 1\r---\rb: 2', ['a: 1\r', '---\rb: 2']],
    ['a: 1\n...\nb: 2\n', ['a: 1\n...\n', 'b: 2\n']],
    ['a: ---\nb: |\n  ---\n  x\n---not: 1\n', ['a: ---\nb: |\n  ---\n  x\n---not: 1\n']],
    ['---\n---\na: 1\n', ['---\n', '---\na: 1\n']],
    ['# only a comment\n...\n', []],
    ['', []],
  ])('%j', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it('gives the same values in parts as whole', () => {
    const line = fc.constantFrom(
      '---',
      '--- # c',
      '--- a',
      '--- |',
      '...',
      '# c',
      '',
      'a: 1',
      '- b',
      '  - c',
      '  d: |',
      '    text',
      '---x',
      '%YAML 1.2',
      "e: '",
      '{a: 1}',
      '{"a": 1}',
      '[',
      ']',
    );
    const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end));
    fc.assert(
      fc.property(text, source => {
        // Where the whole is not YAML, there is nothing to compare with.
        const whole = values(source);
        if (!whole.includes('wrong')) expect(parts(source).flatMap(values).filter(isSomething)).toEqual(whole.filter(isSomething));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives generated documents back', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), documents => {
        const text = documents.map(document => `---\n${stringify(document)}`).join('');
        expect(parts(text).flatMap(values)).toEqual(values(text));
        expect(parts(text)).toHaveLength(documents.length);
      }),
      { numRuns: 200 },
    );
  });

  it('covers every character once, in order, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom('-', '.', '\n', '\r', ' ', '#', '%', '{', '}', '"', '\\', '[', ']', 'a', '\uFEFF') });
    fc.assert(
      fc.property(text, source => {
        let last = 0;
        for (const { start, end } of splitDocuments(source)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('is split in linear time', () => {
    for (const line of ['...\n', '---\n', '# c\n', '%\na\n', '{"a"\n', '}\n{"', '{"a":1}', '\\"\\"']) {
      const start = performance.now();
      const text = line.repeat(1_000_000 / line.length);
      expect(parts(text).length + parts(`{"${text}`).length).toBeGreaterThan(0);
      expect(performance.now() - start).toBeLessThan(4000);
    }
  });
});

describe('JSON texts in a row', () => {
  it('are documents each', () => {
    expect(parts('{"a": "}\\" {"}\n{"b": [1]}\n')).toEqual(['{"a": "}\\" {"}', '{"b": [1]}\n']);
    expect(parts('{"a":1}{"a":2}')).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('give generated values back', () => {
    const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.dictionary(fc.string(), fc.jsonValue())));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.constantFrom(0, 2), fc.constantFrom('\n', '', ' \r\n'), (all, space, between) => {
        const text = all.map(each => JSON.stringify(each, null, space)).join(between);
        expect(parts(text).map(part => JSON.parse(part) as unknown)).toEqual(JSON.parse(`[${all.map(each => JSON.stringify(each)).join()}]`));
      }),
      { numRuns: 200 },
    );
  });

  it('may stand before YAML', () => {
    expect(parts('{"a": 1}\n{"b": 2}\n---\nc: 3\n')).toEqual(['{"a": 1}', '\n{"b": 2}\n', '---\nc: 3\n']);
  });

  it('are not taken for what templates and flow style look like', () => {
    expect(parts('{{ if .x }}\na: 1\n{{ end }}\n')).toHaveLength(1);
    expect(parts("{a: '} {'}\n")).toHaveLength(1);
  });
});
