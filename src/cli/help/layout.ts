// Sets help pages for the width of the terminal.
import { EXIT } from '../exit-code.ts';
import { outputWidth, writeOutput } from '../streams.ts';
import { wrap } from '../wrap.ts';

/** A term and what it means. */
export type Row = readonly [term: string, meaning: string];

/** A part of a help page: running text, a list of terms, or lines that are shown as they are. */
export interface HelpSection {
  readonly title: string;
  readonly text?: string;
  readonly rows?: readonly Row[];
  readonly lines?: readonly string[];
}

export interface HelpPage {
  readonly intro: string;
  readonly sections: readonly HelpSection[];
}

const WIDEST = 80;
/** Below this width meanings stand under their terms. */
const NARROW = 70;
const LONG_TERM = 8;

/** Prints a help page for the width of the terminal. */
export async function showHelp(page: HelpPage): Promise<number> {
  await writeOutput(layOut(page, outputWidth()));
  return EXIT.clean;
}

/** The text of a help page, no wider than 80 columns. */
export function layOut(page: HelpPage, width: number): string {
  const columns = Math.min(width, WIDEST);
  const shared = Math.max(0, ...page.sections.map(widestTerm).filter(isLong));
  const parts = [wrap(page.intro, columns), ...page.sections.map(section => laySection(section, columns, shared))];
  return `${parts.join('\n\n')}\n`;
}

function laySection(section: HelpSection, width: number, shared: number): string {
  const lines = [section.title];
  if (section.text !== undefined) lines.push(wrap(section.text, width, '  '));
  if (section.rows !== undefined) lines.push(...layRows(section.rows, width, isLong(widestTerm(section)) ? shared : widestTerm(section)));
  if (section.lines !== undefined) lines.push(...section.lines.map(line => `  ${line}`.trimEnd()));
  return lines.join('\n');
}

function widestTerm({ rows = [] }: HelpSection): number {
  return Math.max(0, ...rows.map(([term]) => term.length));
}

/** Sections with long terms are set to one column; one with short terms, such as exit codes, keeps its own. */
function isLong(term: number): boolean {
  return term > LONG_TERM;
}

function layRows(rows: readonly Row[], width: number, widest: number): string[] {
  const column = widest + 4;
  const stacked = width < NARROW && isLong(widest);
  return rows.map(([term, meaning]) => {
    if (stacked) return `  ${term}\n${wrap(meaning, width, '      ')}`;
    return `  ${term.padEnd(column - 2)}${wrap(meaning, width, ' '.repeat(column)).trimStart()}`;
  });
}
