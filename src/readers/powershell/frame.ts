// A pair of brackets of a PowerShell script while it is read, and the statement that is being put together in it.
import type { Guard } from '../../model/document.ts';
import type { Value } from '../shell/value.ts';
import type { Token, WordToken } from './lexer.ts';

/** What a pair of brackets yields to the statement around it: its own words. */
export interface GroupToken {
  readonly kind: 'group';
  readonly elements: readonly Value[];
  readonly start: number;
  readonly end: number;
}

export type Part = WordToken | GroupToken;

/** Commands that write what they are given to a file. */
export const WRITER = /^(?:(?:set|add)-content|out-file|new-item|tee-object)$/i;

/** What closes a bracket; a hash table's is told from a block's. */
export const CLOSES: Readonly<Record<string, string>> = { '{': '}', '(': ')', '@(': ')', '$(': ')', '@{': '}hash' };

export class Frame {
  readonly close: string;
  readonly start: number;
  readonly guard: Guard | undefined;
  /** The words of the statement so far. */
  parts: Part[] = [];
  /** The variable that it sets. */
  assigned: Value | undefined;
  /** Texts from the commands before it in a pipe. */
  inputs: Value[] = [];
  target: string | undefined;
  /** Whether the next word is that file. */
  isTargetNext = false;
  /** `if`, `function` and their like, whose words are no command. */
  keyword: string | undefined;
  condition: string | undefined;
  /** What guards the `else` of an `if`. */
  otherwise: Guard | undefined;
  /** Whether it is the arms of a `switch`. */
  isSwitch = false;
  /** Whether something in it is a command, whose output nobody knows. */
  runsCommands = false;
  #isWaiting = false;
  /** Every word inside, for whoever asks what stands in the brackets. */
  readonly elements: Value[] = [];

  constructor(close: string, start: number, guard: Guard | undefined) {
    this.close = close;
    this.start = start;
    this.guard = guard;
  }

  get isHash(): boolean {
    return this.close === '}hash';
  }

  endKeyword(): void {
    this.keyword = undefined;
    this.condition = undefined;
    this.#isWaiting = false;
  }

  /** Whether a line break stands between a keyword and its block. */
  waitsForBlock(): boolean {
    if (this.keyword === undefined || this.keyword === 'param') return false;
    this.#isWaiting = true;
    return true;
  }

  /** What follows the line break is no block after all. */
  endWaiting(): void {
    if (!this.#isWaiting) return;
    this.endKeyword();
    this.parts = [];
  }

  /** Whether a line break goes on with the statement. */
  goesOn(last: Token | undefined): boolean {
    return last?.kind === 'sign' && /^(?:\||,|\+?=|&&|\|\|)$/.test(last.text);
  }
}

export const KEYWORDS: ReadonlySet<string> = new Set([
  'if',
  'elseif',
  'else',
  'while',
  'until',
  'for',
  'foreach',
  'switch',
  'function',
  'filter',
  'workflow',
  'param',
  'try',
  'catch',
  'finally',
  'do',
  'begin',
  'process',
  'end',
  'class',
  'trap',
  'configuration',
]);

/** Words before a statement of its own. */
export const PREFIXES: ReadonlySet<string> = new Set(['return', 'throw', 'exit', 'break', 'continue', '&', '.']);
