// What every reader of a structured text answers with: a tree, or why there is none.
import type { Node } from '../model/tree.ts';

/** A text that could not be read, with the offset at which reading stopped. */
export interface ReadError {
  readonly message: string;
  readonly offset: number;
  /** Set where a bound of the reader stopped it, not the text's syntax. */
  readonly code?: 'too-complex';
}

export type ReadResult = { readonly root: Node; readonly error?: undefined } | { readonly root?: undefined; readonly error: ReadError };
