// Ctrl-C while clusters are read: the first ends the reading, and what is known is reported; a second one ends the program.
import { EXIT } from './exit-code.ts';

/** A signal that aborts at the first interrupt, and whether there was one. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code where the run was interrupted, else the one given. */
  exitCode(code: number): number;
}

interface Held {
  readonly signal: AbortSignal;
  /** Interrupts act as they did before. */
  readonly giveBack: () => void;
}

/** A process has one: from its first moment on, until the command knows what it will do. */
let held: Held | undefined;

/** From now on the first interrupt waits for a command that watches for it, or lets it go; the next one acts as it did before. */
export function holdInterrupts(): void {
  held ??= takeOver();
}

/** From now on, or since they are held, the first interrupt only aborts; the next one acts as it did before. */
export function watchInterrupts(): Interrupt {
  const { signal } = (held ??= takeOver());
  return { signal, exitCode: code => (signal.aborted ? EXIT.interrupted : code) };
}

/** Interrupts act as they did before they were held, and so does one that has come since. */
export function letInterruptsGo(): void {
  const was = held;
  held = undefined;
  was?.giveBack();
  if (was?.signal.aborted === true) process.kill(process.pid, 'SIGINT');
}

function takeOver(): Held {
  const controller = new AbortController();
  const others = process.listeners('SIGINT');
  // At no moment is there no listener: an interrupt that comes then would be lost.
  const giveBack = (): void => {
    for (const listener of others) if (!process.listeners('SIGINT').includes(listener)) process.once('SIGINT', listener);
    process.removeListener('SIGINT', first);
  };
  const first = (): void => {
    controller.abort();
    giveBack();
  };
  process.on('SIGINT', first);
  for (const listener of others) process.removeListener('SIGINT', listener);
  return { signal: controller.signal, giveBack };
}
