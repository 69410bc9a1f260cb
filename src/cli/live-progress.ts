// One line on a terminal that tells how far the reading of clusters is; nothing where standard error is no terminal.
import { clearLine, cursorTo } from 'node:readline';
import type { Progress } from '../sources/cluster/live.ts';
import { visible } from '../report/safe-text.ts';
import { count } from '../report/words.ts';

/** Terminals are redrawn no more often than this, in milliseconds. */
const PAUSE = 50;

export interface LiveProgress {
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the line away. */
  end(): void;
}

export function liveProgress(quiet: boolean): LiveProgress {
  const { stderr } = process;
  if (quiet || !stderr.isTTY) return { end: () => undefined };
  const totals = new Map<string, number>();
  let pages = 0;
  let drawn = 0;
  return {
    onProgress: ({ context, kind, objects }) => {
      pages++;
      totals.set(`${context} ${kind}`, objects);
      if (performance.now() - drawn < PAUSE) return;
      drawn = performance.now();
      const all = [...totals.values()].reduce((sum, one) => sum + one, 0);
      const line = `unshim: ${visible(context)}: ${count(all, 'object')} in ${count(pages, 'page')}, now ${kind}`;
      cursorTo(stderr, 0);
      stderr.write(line.slice(0, Math.max(20, stderr.columns - 1)));
      clearLine(stderr, 1);
    },
    end: () => {
      cursorTo(stderr, 0);
      clearLine(stderr, 0);
    },
  };
}
