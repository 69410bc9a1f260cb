// Where the characters of an embedded text lie in the text around it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapSpan, sliceMap, wholeMap, type Segment } from '../../src/model/segment-map.ts';

/** `ab`, an escape of two characters for one, `cd`: a text of five that lies in one of six, from 10 on. */
const map: readonly Segment[] = [
  { from: 0, length: 2, to: 10, toLength: 2, exact: true },
  { from: 2, length: 1, to: 12, toLength: 2, exact: false },
  { from: 3, length: 2, to: 14, toLength: 2, exact: true },
];

test.each([
  ['one character', 0, 1, 10, 11],
  ['a run', 3, 5, 14, 16],
  ['an escape, which is taken whole', 2, 3, 12, 14],
  ['from a run into the escape', 1, 3, 11, 14],
  ['everything', 0, 5, 10, 16],
  ['an empty place', 4, 4, 15, 15],
  ['the place behind the end', 5, 5, 16, 16],
  ['more than there is', 3, 99, 14, 16],
])('%s', (_, start, end, from, to) => {
  expect(mapSpan(map, start, end)).toEqual({ start: from, end: to });
});

test('a slice moves, a whole stays whole', () => {
  expect(mapSpan(sliceMap(9, 100), 3, 5)).toEqual({ start: 103, end: 105 });
  expect(mapSpan(wholeMap(9, 100, 12), 3, 5)).toEqual({ start: 100, end: 112 });
});

test('a map of nothing leads to the start', () => {
  expect(mapSpan([], 3, 5)).toEqual({ start: 0, end: 0 });
});

/** Maps of neighbouring segments with gaps in the parent. */
const MAPS = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 5 }), toLength: fc.nat({ max: 5 }), gap: fc.nat({ max: 3 }), exact: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map(parts => {
    const segments: Segment[] = [];
    let from = 0;
    let to = 0;
    for (const { length, toLength, gap, exact } of parts) {
      segments.push({ from, length, to: to + gap, toLength: exact ? length : toLength, exact });
      from += length;
      to += gap + (exact ? length : toLength);
    }
    return { segments, length: from, parentLength: to };
  });

test('every span maps into the parent, and a larger one onto no less', () => {
  fc.assert(
    fc.property(MAPS, fc.nat(), fc.nat(), ({ segments, length, parentLength }, a, b) => {
      const start = a % (length + 1);
      const end = start + (b % (length - start + 1));
      const mapped = mapSpan(segments, start, end);
      expect(mapped.start).toBeGreaterThanOrEqual(0);
      expect(mapped.end).toBeGreaterThanOrEqual(mapped.start);
      expect(mapped.end).toBeLessThanOrEqual(parentLength);
      const larger = mapSpan(segments, 0, length);
      expect(larger.start).toBeLessThanOrEqual(mapped.start);
      expect(larger.end).toBeGreaterThanOrEqual(mapped.end);
    }),
  );
});
