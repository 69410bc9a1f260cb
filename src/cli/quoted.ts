// Words of the command line in messages.
import { visible } from '../report/safe-text.ts';

/** A word as it may stand in a message of one line: plain where it is harmless, else in quotes, cut short, odd characters escaped. */
export function quoted(word: string): string {
  const short = word.length > 100 ? `${word.slice(0, 97)}...` : word;
  return /^[\w./:=@%+,~-]+$/.test(short) ? short : `"${visible(short)}"`;
}
