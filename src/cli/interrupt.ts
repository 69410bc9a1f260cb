// Ctrl-C while clusters are read: the first ends the reading, and what is known is reported; a second one ends the program.
import { EXIT } from './exit-code.ts';

/** A signal that aborts at the first interrupt, and whether there was one. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code where the run was interrupted, else the one given. */
  exitCode(code: number): number;
}

/** From now on the first interrupt only aborts; the next one acts as it did before. */
export function watchInterrupts(): Interrupt {
  const controller = new AbortController();
  const others = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  process.once('SIGINT', () => {
    controller.abort();
    for (const listener of others) process.once('SIGINT', listener);
  });
  return { signal: controller.signal, exitCode: code => (controller.signal.aborted ? EXIT.interrupted : code) };
}
