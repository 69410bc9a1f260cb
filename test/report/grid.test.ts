// Checks that long tables are laid out as short ones are, and in time.
import { expect, test } from 'vitest';
import { grid, type Cell } from '../../src/report/grid.ts';

const WIDTHS = [7, 20];

const row = (number: number): readonly Cell[] => [[{ text: 'error' }], [{ text: `finding ${String(number)} is told on two lines` }]];

test('a row reads the same wherever it stands in a long table', () => {
  const rows = Array.from({ length: 130 }, (_, number) => row(number));
  expect(grid(rows, WIDTHS, 2)).toEqual(rows.flatMap(one => grid([one], WIDTHS, 2)));
});

test('a table of tens of thousands of lines takes seconds, not minutes', () => {
  const lines = grid(
    Array.from({ length: 15_000 }, (_, number) => row(number)),
    WIDTHS,
  );
  expect(lines).toHaveLength(30_000);
  expect(lines.at(-2)).toBe('error    finding 14999 is');
}, 30_000);

test('a table without rows has no lines', () => {
  expect(grid([], WIDTHS)).toEqual([]);
});
