// JSON keeps its places, and takes the comments and commas that people leave in it.
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { readJson } from '../../src/readers/json.ts';
import { expectTruePlaces, pairsOf, scalarsOf, scalarWith } from './tree-checks.ts';

const whole = (text: string): { start: number; end: number } => ({ start: 0, end: text.length });
const read = (text: string): ReturnType<typeof readJson> => readJson(text, whole(text));

test('every value has its place, quotes left out', () => {
  const text = '{"a": "docker", "b": [1.50, true, null, "x\\ty"], "a": {}}';
  const { root, errors } = read(text);
  expect(errors).toEqual([]);
  expect(scalarsOf(root).map(node => text.slice(node.start, node.end))).toEqual(['a', 'docker', 'b', '1.50', 'true', 'null', 'x\\ty', 'a']);
  expect(pairsOf({ root: root! })).toEqual([
    ['a', 'docker'],
    ['b', ['1.50', 'true', null, 'x\ty']],
    ['a', []],
  ]);
  expectTruePlaces(text, { root: root! });
});

test('values know whether they are spelled otherwise', () => {
  const { root } = read('["plain", "esc\\u0061ped"]');
  expect(scalarsOf(root).map(({ text, style, spelling }) => [text, style, spelling])).toEqual([
    ['plain', 'quoted', undefined],
    ['escaped', 'quoted', 'double'],
  ]);
});

test('comments and trailing commas are taken', () => {
  const { root, errors } = read('{\n  // why\n  "a": [1, 2,], /* more */\n  "b": 3,\n}\n');
  expect(errors).toEqual([]);
  expect(pairsOf({ root: root! })).toEqual([
    ['a', ['1', '2']],
    ['b', '3'],
  ]);
});

test('a part of a text is read with places of the whole', () => {
  const text = 'items: [ {"a": "docker"} , {';
  const { root } = readJson(text, { start: 9, end: 24 });
  const node = scalarWith({ root: root! }, 'docker');
  expect(text.slice(node.start, node.end)).toBe('docker');
});

it.each([
  ['', 'value expected', 0],
  ['{"a": docker}', 'invalid symbol', 6],
  ['{"a": "docker', 'unexpected end of string', 6],
  ['{"a": 1} {"b": 2}', 'end of file expected', 9],
])('%j is told: %s at %d', (text, message, offset) => {
  expect(read(text).errors[0]).toEqual({ message, offset });
});

test('what could be read is there beside the error', () => {
  expect(scalarsOf(read('{"a": "docker", "b": ').root).map(node => node.text)).toContain('docker');
});

test('deep nesting is told before a parser sees it', () => {
  expect(read('{"a":'.repeat(100_000)).errors[0]?.message).toBe('nests more than 200 levels deep');
});

test('any text is read without throwing and with true places', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', '"', '"a"', ':', ',', '\\', '\\u00', '\\ud83d', '1', '-', 'true', '//', '/*', '*/', '\n', ' ', '😀');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      const text = pieces.join('');
      const { root, errors } = read(text);
      for (const { offset } of errors) expect(offset).toBeLessThanOrEqual(text.length);
      if (root !== undefined && errors.length === 0) expectTruePlaces(text, { root });
    }),
    { numRuns: 500 },
  );
});
