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
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map(part => [part, '']),
);

/** The lines of a table without a frame; every line starts with `indent` spaces and no cell is wider than its column. */
export function grid(rows: readonly (readonly Cell[])[], widths: readonly number[], indent = 0): readonly string[] {
  const table = new Table({
    chars: NO_FRAME,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [] },
    colWidths: widths.map(width => width + GAP),
  });
  // Cells come wrapped: the library's own wrapping would break words that carry colour.
  for (const row of rows) table.push(row.map((cell, column) => paintedLines(cell, widths[column] ?? 1).join('\n')));
  return table
    .toString()
    .split('\n')
    .map(line => (' '.repeat(indent) + line).trimEnd());
}

/** One paragraph over the whole width. */
export function paragraph(text: string, width: number, options: { indent?: number; paint?: Paint } = {}): readonly string[] {
  const { indent = 0, paint } = options;
  return paintedLines([{ text, paint }], width - indent).map(line => ' '.repeat(indent) + line);
}

/** The columns that `used` columns and the gaps behind them leave. */
export function restOf(width: number, used: readonly number[]): number {
  return used.reduce((left, column) => left - column - GAP, width);
}

function paintedLines(cell: Cell, width: number): readonly string[] {
  return cell.flatMap(({ text, paint }) => wrap(text, width).map(line => paint?.(line) ?? line));
}
