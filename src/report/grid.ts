// Lays out cells in columns of fixed width: wraps them, pads them and paints them.
import Table from 'cli-table3';
import { wrap } from './wrap.ts';

export type Paint = (text: string) => string;

/** A paragraph without control characters, painted line by line once it is wrapped. */
export interface Paragraph {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

export type Cell = readonly Paragraph[];

const GAP = 2;

/** No frame: the gap between columns is all that keeps them apart. */
const NO_FRAME = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map(part => [part, '']),
);

/** The library looks at all rows for each of them, so that a long table is given to it in pieces. */
const ROWS_AT_ONCE = 50;

/** The lines of a table without a frame; every line starts with `indent` spaces and no cell is wider than its column. */
export function grid(rows: readonly (readonly Cell[])[], widths: readonly number[], indent = 0): readonly string[] {
  // A row for each line: the library takes time in proportion to the square of a cell's lines.
  const lines = rows.flatMap(row => linesOf(row, widths));
  const pieces = Array.from({ length: Math.ceil(lines.length / ROWS_AT_ONCE) }, (_, piece) => lines.slice(piece * ROWS_AT_ONCE, (piece + 1) * ROWS_AT_ONCE));
  return pieces.flatMap(piece => laidOut(piece, widths)).map(line => (' '.repeat(indent) + line).trimEnd());
}

function laidOut(lines: readonly string[][], widths: readonly number[]): readonly string[] {
  const table = new Table({
    chars: NO_FRAME,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [] },
    colWidths: widths.map(width => width + GAP),
  });
  table.push(...lines);
  return table.toString().split('\n');
}

/** A row's lines, each as a row of its own. */
function linesOf(row: readonly Cell[], widths: readonly number[]): string[][] {
  const cells = row.map((cell, column) => cell.flatMap(({ text, paint }) => wrap(text, widths[column] ?? 1).map(line => paint?.(line) ?? line)));
  const height = Math.max(1, ...cells.map(lines => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map(lines => lines[line] ?? ''));
}

/** One paragraph over the whole width. */
export function paragraph(text: string, width: number, options: { indent?: number; paint?: Paint } = {}): readonly string[] {
  const { indent = 0, paint } = options;
  return wrap(text, width - indent).map(line => ' '.repeat(indent) + (paint?.(line) ?? line));
}

/** The columns that `used` columns and the gaps behind them leave. */
export function restOf(width: number, used: readonly number[]): number {
  return used.reduce((left, column) => left - column - GAP, width);
}
