// Where reports go: standard output, and files that are written whole or not at all.
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** Writes beside the file and renames, so that nobody reads half a report; pipes and devices are written to directly. */
export function writeReport(file: string, text: string): void {
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    if (existsSync(target) && !lstatSync(target).isFile()) writeFileSync(target, text);
    else replaceFile(target, text);
  } catch (error) {
    throw new UserError(`cannot write ${quoted(file)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function replaceFile(target: string, text: string): void {
  const draft = `${target}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
