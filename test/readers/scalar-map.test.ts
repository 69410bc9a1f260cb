// How the characters of a value lie in the text that spells it, style by style, and through two layers of spelling.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { composeMaps, mapSpan, sliceMap } from '../../src/model/segment-map.ts';
import { mapScalar, type ScalarSpelling } from '../../src/readers/scalar-map.ts';

const LONG = 'x'.repeat(20_000);

/** What the first occurrence of `part` in the value is written as. */
function source(spelling: ScalarSpelling, written: string, value: string, part: string): string {
  const map = mapScalar(written, { start: 0, end: written.length }, value, spelling);
  const at = value.indexOf(part);
  const { start, end } = mapSpan(map, at, at + part.length);
  return written.slice(start, end);
}

describe('a part of a value stands in the text as', () => {
  it.each<[string, ScalarSpelling, string, string, string, string]>([
    ['itself', 'plain', 'a b c', 'a b c', 'b', 'b'],
    ['itself behind a fold', 'plain', 'a\n  docker', 'a docker', 'docker', 'docker'],
    ['the fold', 'plain', 'a\n  b', 'a b', ' ', '\n  '],
    ['from the first to the last character over a fold', 'plain', 'x docker\n  ps y', 'x docker ps y', 'docker ps', 'docker\n  ps'],
    ['itself behind empty lines', 'single', 'a\n\n\n  b', 'a\n\nb', 'b', 'b'],
    ['a doubled quote', 'single', "it''s docker", "it's docker", "'", "''"],
    ['itself behind a doubled quote', 'single', "it''s docker", "it's docker", 'docker', 'docker'],
    ['an escape', 'double', 'a\\tb', 'a\tb', '\t', '\\t'],
    ['itself behind escapes of every length', 'double', '\\x41\\u0042\\U00000043\\"d', 'ABC"d', 'd', 'd'],
    ['itself behind an escaped wide character', 'double', '\\U0001F600d', '😀d', 'd', 'd'],
    ['itself behind a surrogate pair of JSON', 'double', '\\ud83d\\ude00d', '😀d', 'd', 'd'],
    ['itself behind an escaped line break', 'double', 'a\\\n   b', 'ab', 'b', 'b'],
    ['itself behind an escaped blank that starts a line', 'double', 'a\n  \\ b', 'a  b', 'b', 'b'],
    ['a line of a block', 'literal', '|\n  a\n  docker\n', 'a\ndocker\n', 'docker', 'docker'],
    ['a deeper line of a block', 'literal', '|2-\n   a\n     b', ' a\n   b', 'b', 'b'],
    ['an empty line of a block', 'literal', '|\n  a\n\n  b\n', 'a\n\nb\n', 'b', 'b'],
    ['a line of a block with CRLF', 'literal', '|\r\n  a\r\n  b\r\n', 'a\nb\n', 'b', 'b'],
    ['itself behind a fold of a block', 'folded', '>\n  a\n  docker\n', 'a docker\n', 'docker', 'docker'],
    ['a deeper line of a folded block', 'folded', '>\n  a\n    b\n  c\n', 'a\n  b\nc\n', 'c', 'c'],
  ])('%s (%s)', (_, spelling, written, value, part, expected) => {
    expect(source(spelling, written, value, part)).toBe(expected);
  });
});

test('where value and text do not agree, the whole stands for each part', () => {
  expect(source('plain', 'abc', 'xyz', 'y')).toBe('abc');
  expect(source('literal', '|\n  abc\n', 'xyz\n', 'y')).toBe('|\n  abc\n');
});

test('an empty value has no places', () => {
  expect(mapScalar('""', { start: 1, end: 1 }, '', 'double')).toEqual([]);
});

test('a place in a value in a text in a text leads outward step by step', () => {
  // The outer text holds the middle one from 100 on, with an escape of two characters for its fourth.
  const outer = [
    { from: 0, length: 3, to: 100, toLength: 3, exact: true },
    { from: 3, length: 1, to: 103, toLength: 2, exact: false },
    { from: 4, length: 6, to: 105, toLength: 6, exact: true },
  ];
  const composed = composeMaps(sliceMap(6, 2), outer);
  expect(mapSpan(composed, 0, 1)).toEqual({ start: 102, end: 103 });
  expect(mapSpan(composed, 1, 2)).toEqual({ start: 103, end: 105 });
  expect(mapSpan(composed, 2, 6)).toEqual({ start: 105, end: 109 });
  expect(mapSpan(composeMaps([{ from: 0, length: 5, to: 2, toLength: 4, exact: false }], outer), 0, 1)).toEqual({ start: 102, end: 107 });
});

const SPELLINGS: readonly ScalarSpelling[] = ['plain', 'single', 'double', 'literal', 'folded', 'shell'];

test('whatever is asked, the map covers the value and stays inside the text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '\\', "'", '"', 'u', '|', '\ud83d') });
  fc.assert(
    fc.property(text, text, fc.constantFrom(...SPELLINGS), (written, value, spelling) => {
      const map = mapScalar(`##${written}##`, { start: 2, end: written.length + 2 }, value, spelling);
      let at = 0;
      for (const { from, length, to, toLength } of map) {
        expect(from).toBe(at);
        expect(to).toBeGreaterThanOrEqual(2);
        expect(to + toLength).toBeLessThanOrEqual(written.length + 2);
        at += length;
      }
      expect(at).toBe(value.length);
    }),
    { numRuns: 400 },
  );
});

test.each(SPELLINGS)('a long %s value is mapped at once', spelling => {
  for (const piece of ['\\\n', "''", '\n  ', '\\x41', LONG]) {
    const written = piece.repeat(Math.ceil(LONG.length / piece.length));
    const started = performance.now();
    mapScalar(written, { start: 0, end: written.length }, LONG, spelling);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});
