// `unshim merge`: several reports of format json as one, in any format, with the exit code of one scan.
import { resolve } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { FormatName } from '../../report/index.ts';
import type { NamedReport } from '../../report/merge.ts';
import type { TextResult } from '../../sources/read-text.ts';
import { type CommandSpec, HELP, readArguments } from '../arguments.ts';
import { deliverReport } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import { showHelp } from '../help/layout.ts';
import { mergeHelp } from '../help/merge.ts';
import { checkWritable } from '../outputs.ts';
import { describeGaps } from '../progress.ts';
import { quoted } from '../quoted.ts';
import { readReportOptions, REPORT_OPTIONS } from '../report-options.ts';
import { writeError } from '../streams.ts';

export const MERGE: CommandSpec = { command: 'merge', options: { ...REPORT_OPTIONS, help: HELP } };

/** The reports of a few thousand nodes. */
const LARGEST = 512 * 1024 ** 2;

/** Runs `unshim merge` with the arguments after its name. */
export async function mergeCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, MERGE);
  const { formats } = await import('../../report/index.ts');
  const names = Object.keys(formats) as FormatName[];
  if (args.has('help')) return showHelp(mergeHelp(names));
  const options = readReportOptions(args, names);
  const files = args.positionals;
  if (files.length === 0) {
    throw new UserError('merge needs the reports to merge', { hint: 'write them with unshim scan --format json=FILE; - is standard input' });
  }
  if (files.includes('')) throw new UserError('a REPORT is empty; is a variable not set?');
  if (files.filter(file => file === '-').length > 1) throw new UserError('standard input (-) can be read only once');
  const twice = files.find((file, index) => files.findIndex(other => resolve(other) === resolve(file)) !== index);
  if (twice !== undefined) throw new UserError(`${quoted(twice)} is given twice; its findings would count twice, too`);
  for (const { file } of options.outputs) if (file !== undefined) checkWritable(file);

  const { mergeReports } = await import('../../report/merge.ts');
  const inputs: NamedReport[] = [];
  for (const file of files) inputs.push(...(await readReports(file)));
  const report = mergeReports(inputs, options.category);
  await deliverReport(report, options, formats);
  await writeError(describeGaps(report, options));
  return exitCode(report, options.failOn);
}

async function readReports(file: string): Promise<readonly NamedReport[]> {
  const name = file === '-' ? 'standard input' : quoted(file);
  const read = await readFile(file);
  if (read.kind === 'problem') throw new UserError(`cannot read ${name}: ${read.notification.message}`);
  if (read.kind !== 'text') throw new UserError(`${name} is no report that can be merged: it is no text`);
  const { parseReports } = await import('../../report/read-json.ts');
  const reports = parseReports(read.text, name);
  return reports.map((report, index) => ({ name: reports.length === 1 ? name : `report ${String(index + 1)} of ${name}`, report }));
}

async function readFile(file: string): Promise<TextResult> {
  const all = (): boolean => true;
  if (file === '-') return (await import('../../sources/stdin.ts')).readStdin(process.stdin, all);
  return (await import('../../sources/read-text.ts')).readText({ uri: file, path: file }, { maxFileSize: LARGEST, mayMatter: all });
}
