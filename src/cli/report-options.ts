// The options that say how a report is printed and what the exit code makes of it; scan and merge share them.
import { UserError } from '../model/errors.ts';
import type { FormatName, GroupBy } from '../report/index.ts';
import { type Arguments, listOf, oneOf, type OptionSpec } from './arguments.ts';
import { type ColorMode, readColorMode } from './color.ts';
import { FAIL_ON, type FailOn } from './exit-code.ts';
import type { HelpSection } from './help/layout.ts';
import { type Output, readOutputs } from './outputs.ts';

export const REPORT_OPTIONS = {
  format: { takes: 'list' },
  'group-by': { takes: 'value' },
  'fail-on': { takes: 'value' },
  category: { takes: 'value' },
  quiet: { takes: 'flag', short: 'q' },
  verbose: { takes: 'flag', short: 'v' },
  color: { takes: 'value' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

const GROUPINGS = ['file', 'rule', 'owner'] as const satisfies readonly GroupBy[];

export interface ReportOptions {
  readonly outputs: readonly Output[];
  readonly groupBy: GroupBy;
  readonly failOn: FailOn;
  readonly category: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: ColorMode;
}

/** Throws a `UserError` for the first wrong value. */
export function readReportOptions(args: Arguments, formats: readonly FormatName[]): ReportOptions {
  const quiet = args.has('quiet');
  const verbose = args.has('verbose');
  if (quiet && verbose) throw new UserError('--quiet and --verbose exclude each other');
  return {
    outputs: readOutputs(args.values('format'), formats),
    groupBy: oneOf(args, 'group-by', GROUPINGS, 'file'),
    failOn: oneOf(args, 'fail-on', FAIL_ON, 'error'),
    category: args.value('category'),
    quiet,
    verbose,
    color: readColorMode(args),
  };
}

/** The options in help pages. */
export function reportSection(formats: readonly string[]): HelpSection {
  return {
    title: 'Report',
    rows: [
      [
        '--format FORMAT[=FILE]',
        `${listOf(formats, 'or')} (default table), on standard output or in FILE; may be given several times, at most once without FILE`,
      ],
      ['--group-by WHAT', 'group the table by file (default), rule or owner'],
      ['--fail-on LEVEL', 'exit with 1 from this level on: error (default), warning, note or never'],
      ['--category NAME', 'tells reports on different targets apart in code scanning'],
      ['-q, --quiet', 'show only the verdict and the counts'],
      ['-v, --verbose', 'show every place and every note, and how the scan went'],
      ['--color WHEN', 'auto (default), always or never; NO_COLOR and FORCE_COLOR are heeded'],
      ['-h, --help', 'show this help'],
    ],
  };
}
