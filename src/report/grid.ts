// Lays out cells in columns of fixed width: wraps them, pads them and paints them.
import { textWidth, wrap } from './wrap.ts';

export type Paint = (text: string) => string;

/** A paragraph without control characters, painted line by line once it is wrapped. */
export interface Paragraph {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

export type Cell = readonly Paragraph[];

const GAP = 2;

/** The lines of a table without a frame; every line starts with `indent` spaces and no cell is wider than its column. */
export function grid(rows: readonly (readonly Cell[])[], widths: readonly number[], indent = 0): readonly string[] {
  return rows.flatMap(row => gridRow(row, widths, ' '.repeat(indent)));
}

/** One row: as many lines as its tallest cell has. */
function gridRow(row: readonly Cell[], widths: readonly number[], indent: string): readonly string[] {
  const cells = row.map((cell, column) => paddedLines(cell, widths[column] ?? 1));
  const height = Math.max(1, ...cells.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, line) => (indent + cells.map(({ lines, blank }) => lines[line] ?? blank).join('')).trimEnd());
}

/** A cell's lines, filled up to the column's width and the gap behind it, and what stands where it has no line. */
function paddedLines(cell: Cell, width: number): { readonly lines: readonly string[]; readonly blank: string } {
  const pad = (used: number): string => ' '.repeat(Math.max(0, width - used) + GAP);
  const lines = cell.flatMap(({ text, paint }) => wrap(text, width).map(line => (paint?.(line) ?? line) + pad(textWidth(line))));
  return { lines, blank: pad(0) };
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
