// The shape of a template expression, the same for Go templates and Jinja.
import type { Value } from './value.ts';

export type Expr =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'dot' }
  /** `$x` of Go (`$` alone is the root), a plain name of Jinja. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly base: Expr; readonly path: readonly string[] }
  /** A function, a filter (its input first) or an operator under its Go name: `eq`, `and`, `not`, ... */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  /** Something that is understood to be an expression, and no more. */
  | { readonly kind: 'unknown' };

export const UNKNOWN_EXPR: Expr = { kind: 'unknown' };

/** Parentheses and other nesting beyond this depth are not followed. */
export const MAX_EXPR_DEPTH = 40;

/** Longer expressions are not understood; this bounds how deep one can be, whatever nests in it. */
export const MAX_EXPR_TOKENS = 1_000;
