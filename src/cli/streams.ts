// Standard output and standard error: broken pipes end quietly, interrupts and crashes end with the promised status.
import { UserError } from '../model/errors.ts';
import { EXIT } from './exit-code.ts';

/** Prints to standard output; a reader that has gone away (`| head`) is no failure. */
export async function writeOutput(text: string): Promise<void> {
  const error = await write(process.stdout, text);
  if (error !== undefined && codeOf(error) !== 'EPIPE') throw new UserError(`cannot write to standard output: ${error.message}`);
}

/** Prints to standard error; where that fails there is nowhere left to tell. */
export async function writeError(text: string): Promise<void> {
  await write(process.stderr, text);
}

/** Installs what must hold for the whole run. */
export function guardStreams(fail: (error: unknown) => Promise<void>): void {
  // Failed writes reach `write`'s callback; without a listener the same failure would also be thrown.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.once('SIGINT', () => {
    leave(EXIT.interrupted);
  });
  // Node's own status for a crash is 1, which means "findings".
  process.once('uncaughtException', error => {
    void fail(error).then(() => {
      leave(EXIT.incomplete);
    });
  });
}

/** The width to set text for: the terminal's, or what COLUMNS says, or 80. */
export function outputWidth(): number {
  const told = Number.parseInt(process.env['COLUMNS'] ?? '', 10);
  const width = process.stdout.isTTY ? process.stdout.columns : told;
  return Number.isFinite(width) && width >= 20 ? width : 80;
}

function write(stream: NodeJS.WriteStream, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise(resolve => {
    stream.write(text, error => {
      resolve(error ?? undefined);
    });
  });
}

function codeOf(error: NodeJS.ErrnoException): string | undefined {
  return error.code;
}

function leave(status: number): void {
  // Work under way cannot be called back, so setting process.exitCode would not end the program.
  // eslint-disable-next-line no-restricted-properties
  process.exit(status);
}
