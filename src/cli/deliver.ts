// A report to where it was asked for, in the formats that were asked for.
import type { Report } from '../model/report.ts';
import type { FormatName, FormatOptions, Formatter } from '../report/index.ts';
import { useColor } from './color.ts';
import { type Output, writeReport } from './outputs.ts';
import type { ReportOptions } from './report-options.ts';
import { outputWidth, writeOutput } from './streams.ts';

/** Prints a report, or writes it to its files. */
export async function deliverReport(report: Report, options: ReportOptions, formats: Readonly<Record<FormatName, Formatter>>): Promise<void> {
  for (const output of options.outputs) {
    const text = formats[output.format](report, formatOptions(output, options));
    if (output.file === undefined) await writeOutput(text);
    else writeReport(output.file, text);
  }
}

/** A file has no terminal: it is in colour only where that was asked for by name. */
function formatOptions(output: Output, options: ReportOptions): FormatOptions {
  const isTerminal = output.file === undefined && process.stdout.isTTY;
  const env = output.file === undefined ? process.env : {};
  return {
    width: outputWidth(),
    color: useColor(options.color, { isTerminal, env }),
    groupBy: options.groupBy,
    quiet: options.quiet,
    verbose: options.verbose,
  };
}
