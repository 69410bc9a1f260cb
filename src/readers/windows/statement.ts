// One statement of a Windows script, before the programs that run others are taken off.
import type { Guard } from '../../model/document.ts';
import type { Value } from '../shell/value.ts';
import type { Setting } from '../shell/wrappers.ts';

/** Places are those of the script that it stands in. */
export interface Statement {
  /** The program and its arguments; none where only variables are set or a text stands by itself. */
  readonly words: readonly Value[];
  readonly settings: readonly Setting[];
  /** Texts that are piped into it, or that it writes. */
  readonly inputs: readonly Value[];
  /** The file that its output is written to. */
  readonly target?: string;
  /** Scripts of the same language within it, such as those in a string. */
  readonly scripts: readonly Value[];
  readonly guard?: Guard;
}
