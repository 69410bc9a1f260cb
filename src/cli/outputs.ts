// Where reports go: standard output, and files that are written whole or not at all.
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { FormatName } from '../report/index.ts';
import { listOf } from './arguments.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';

/** One `--format`; without a file it goes to standard output. */
export interface Output {
  readonly format: FormatName;
  readonly file?: string;
}

/** Reads every `--format FORMAT[=FILE]`; throws a `UserError` where two would overwrite or mix with each other. */
export function readOutputs(values: readonly string[], formats: readonly FormatName[]): readonly Output[] {
  const outputs = values.map(value => readOutput(value, formats));
  const printed = outputs.filter(output => output.file === undefined);
  if (printed.length > 1) {
    const names = listOf(
      printed.map(output => output.format),
      'and',
    );
    throw new UserError(`only one report fits on standard output, not ${names}; write the others to files: --format ${printed[1]?.format ?? ''}=FILE`);
  }
  const files = outputs.flatMap(output => (output.file === undefined ? [] : [output.file]));
  const twice = files.find((file, index) => files.findIndex(other => resolve(other) === resolve(file)) < index);
  if (twice !== undefined) throw new UserError(`two reports would be written to ${quoted(twice)}`);
  return outputs.length === 0 ? [{ format: 'table' }] : outputs;
}

function readOutput(value: string, formats: readonly FormatName[]): Output {
  const cut = value.indexOf('=');
  const name = cut < 0 ? value : value.slice(0, cut);
  const format = formats.find(known => known === name);
  const file = cut < 0 ? '-' : value.slice(cut + 1);
  if (format === undefined) {
    throw new UserError(`unknown format ${quoted(name)}${didYouMean(name, formats, `; there are ${listOf(formats, 'and')}`)}`);
  }
  if (file === '') throw new UserError(`--format ${format}= needs a file name after the =`);
  return file === '-' ? { format } : { format, file };
}

/** Finds out before the scan what would make writing fail after it. */
export function checkWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new UserError(`cannot write ${quoted(file)}: the directory ${quoted(dirname(file))} does not exist`);
  if (!statSync(folder).isDirectory()) throw new UserError(`cannot write ${quoted(file)}: ${quoted(dirname(file))} is not a directory`);
  if (existsSync(file) && statSync(file).isDirectory()) throw new UserError(`cannot write ${quoted(file)}: it is a directory`);
}

/** Writes a report; nobody reads half of one, except where the file or its folder does not allow to replace it. */
export function writeReport(file: string, text: string): void {
  try {
    if (!isReplaceable(file) || !replaceFile(file, text)) writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`cannot write ${quoted(file)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Pipes and devices are written to where they are; what `/dev/stdout` is, another program holds open. */
function isReplaceable(file: string): boolean {
  return !existsSync(file) || (statSync(file).isFile() && !resolve(file).startsWith('/dev/'));
}

/** Writes beside the file and renames; false where that is not possible, as in a read-only folder or for a file mounted alone. */
function replaceFile(file: string, text: string): boolean {
  const existing = existsSync(file) ? { target: realpathSync(file), mode: statSync(file).mode } : { target: file, mode: 0o666 };
  const draft = `${existing.target}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: existing.mode });
    renameSync(draft, existing.target);
    return true;
  } catch {
    rmSync(draft, { force: true });
    return false;
  }
}
