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
  return rows.flatMap(row => {
    const columns = row.map((cell, column) => paintedLines(cell, widths[column] ?? 1));
    const height = Math.max(...columns.map(lines => lines.length));
    return Array.from({ length: height }, (_, at) => {
      const line = columns.map((lines, column) => pad(lines[at], (widths[column] ?? 1) + GAP)).join('');
      return (' '.repeat(indent) + line).trimEnd();
    });
  });
}

/** One paragraph over the whole width. */
export function paragraph(text: string, width: number, options: { indent?: number; paint?: Paint } = {}): readonly string[] {
  const { indent = 0, paint } = options;
  return paintedLines([{ text, paint }], width - indent).map(({ painted }) => ' '.repeat(indent) + painted);
}

/** The columns that `used` columns and the gaps behind them leave. */
export function restOf(width: number, used: readonly number[]): number {
  return used.reduce((left, column) => left - column - GAP, width);
}

interface Line {
  readonly painted: string;
  readonly width: number;
}

function paintedLines(cell: Cell, width: number): readonly Line[] {
  return cell.flatMap(({ text, paint }) => wrap(text, width).map(line => ({ painted: paint?.(line) ?? line, width: textWidth(line) })));
}

function pad(line: Line | undefined, width: number): string {
  return line === undefined ? ' '.repeat(width) : line.painted + ' '.repeat(Math.max(0, width - line.width));
}
