// The tokens of a template expression, one at hand at a time, for both template languages.
import { MAX_EXPR_TOKENS, UNKNOWN_EXPR, type Expr } from './expression.ts';

/** A language's tokens. */
export interface TokenSyntax<T> {
  /** Sticky; one token with the blanks before it. */
  readonly pattern: RegExp;
  /** `end` is the offset after the token. */
  readonly tokenOf: (match: RegExpExecArray, end: number) => T;
  /** Stands for the end of the expression. */
  readonly end: T;
}

export class ExpressionTokens<T> {
  /** The token at hand. */
  token: T;
  failed = false;
  readonly #source: string;
  readonly #syntax: TokenSyntax<T>;
  #at = 0;
  #count = 0;

  constructor(source: string, syntax: TokenSyntax<T>) {
    this.#source = source;
    this.#syntax = syntax;
    this.token = syntax.end;
    this.advance();
  }

  /** Goes to the next token: the end where there is none, or none that the language has, which fails. */
  advance(): void {
    const { pattern, tokenOf, end } = this.#syntax;
    pattern.lastIndex = this.#at;
    const match = ++this.#count > MAX_EXPR_TOKENS ? null : pattern.exec(this.#source);
    if (match === null) {
      this.failed ||= this.#source.slice(this.#at).trim() !== '';
      this.token = end;
      return;
    }
    this.#at = pattern.lastIndex;
    this.token = tokenOf(match, this.#at);
  }

  /** The expression is not understood. */
  fail(): Expr {
    this.failed = true;
    return UNKNOWN_EXPR;
  }

  /** What was read, if it was understood and nothing comes after it. */
  whole(expr: Expr): Expr {
    return this.failed || this.token !== this.#syntax.end ? UNKNOWN_EXPR : expr;
  }
}
