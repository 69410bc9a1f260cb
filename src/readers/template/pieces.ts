// A template cut into pieces: stretches of text and the actions between them.
import type { Expr } from './expression.ts';

/** What an action does, in words that fit Go templates and Jinja. */
export type Statement =
  /** Prints a value. `structural` ones bring lines of their own, as `nindent` does; `indent` is how far Helm's functions move its lines right. */
  | { readonly role: 'value'; readonly expr: Expr; readonly structural: boolean; readonly indent?: number }
  | { readonly role: 'assign'; readonly name: string; readonly expr: Expr; readonly declares: boolean }
  | Opening
  /** The next arm of a block: `else`, `else if`, `elif`. */
  | { readonly role: 'middle'; readonly branch: Branch }
  | { readonly role: 'close' }
  /** A comment, or anything else that prints nothing. */
  | { readonly role: 'quiet' };

interface Opening {
  readonly role: 'open';
  readonly branch: Branch;
  /** The name of a `define` or a `macro`: a part of its own, which is not printed where it stands. */
  readonly define?: string;
}

/** What decides whether an arm is taken, and what changes in it. */
export interface Branch {
  /** `if` tests, `with` also changes the dot, `range` repeats, `else` takes what is left, `plain` is always taken. */
  readonly kind: 'if' | 'with' | 'range' | 'else' | 'plain';
  readonly expr: Expr;
  /** Variables that the arm sets: of a `range` the key, if asked for, and the item. */
  readonly binds: readonly string[];
  /** The condition as written, on one line. */
  readonly source: string;
}

export interface TextPiece {
  readonly kind: 'text';
  readonly start: number;
  readonly end: number;
}

export interface ActionPiece {
  readonly kind: 'action';
  readonly start: number;
  readonly end: number;
  readonly trimsLeft: boolean;
  readonly trimsRight: boolean;
  readonly statement: Statement;
}

/** Pieces follow one another without gaps and cover the whole text. */
export type Piece = TextPiece | ActionPiece;

export const QUIET: Statement = { role: 'quiet' };

/** A condition on one line and cut short, as messages show it. */
export function oneLine(text: string): string {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** The index of the piece that holds an offset. */
export function pieceAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
