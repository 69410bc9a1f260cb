// What a report format is: a pure function from a report to text.
import type { Report } from '../model/report.ts';

/** What findings are gathered under in formats that people read. */
export type GroupBy = 'file' | 'rule' | 'owner';

export interface FormatOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  readonly groupBy: GroupBy;
  /** Only the verdict and the summary. */
  readonly quiet?: boolean;
  /** Everything: all places, all notes, field paths, what was suppressed. */
  readonly verbose?: boolean;
}

/** Prints a report; the text ends with a line break. */
export type Formatter = (report: Report, options: FormatOptions) => string;
