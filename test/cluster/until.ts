// Waits for what a cluster does in its own time.
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE = 120_000;
const BETWEEN = 250;

/** Asks until the answer is yes; `what` says in the error what did not come about. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`waited ${PATIENCE / 1000} s in vain: ${what}`);
    await pause(BETWEEN);
  }
}
