// The words and signs of a cmd script, with their places.
import { UNRESOLVED } from '../../model/tree.ts';
import type { Span } from '../../model/location.ts';
import type { Value } from '../shell/value.ts';
import { ValueBuilder } from '../shell/value.ts';
import { matchAt } from '../sticky.ts';

export type Token = (Span & { readonly kind: 'sign'; readonly text: string }) | (Span & { readonly kind: 'word'; readonly value: Value });

/** What a variable's value is, where the script sets it once. */
export type Variables = (name: string) => string | undefined;

const SIGN = /\|\||&&|\d?>>?(?:&\d)?|[|&<()\n]/y;
const BLANK = /(?:[ \t\r\f\v\u00A0\uFEFF;,]|\^\r?\n)+/y;
const VARIABLE = /%%~?[\w~]{1,20}|%~?[a-z]{0,10}[\d*]|%(\w{1,100})(?::[^%\n]{0,100})?%|!(\w{1,100})(?::[^!\n]{0,100})?!/iy;
const PLAIN = /[^\s^"%!|&<>(),;]+/y;

/** Hands out one token after another. */
export class Lexer {
  readonly #text: string;
  readonly #variables: Variables;
  #at = 0;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#variables = variables;
  }

  next(): Token | undefined {
    this.#match(BLANK);
    const start = this.#at;
    if (start >= this.#text.length) return undefined;
    const sign = this.#match(SIGN)?.[0];
    return sign === undefined ? this.#word() : { kind: 'sign', text: sign.includes('>') ? '>' : sign, start, end: this.#at };
  }

  /** Passes over the rest of a line: a comment, a label. */
  skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const match = matchAt(pattern, this.#text, this.#at);
    this.#at += match?.[0].length ?? 0;
    return match;
  }

  #word(): Token {
    const start = this.#at;
    const builder = new ValueBuilder();
    let isQuoted = false;
    while (this.#at < this.#text.length) {
      const at = this.#at;
      const char = this.#text.charAt(at);
      if (char === '\n') break;
      if (char === '"') {
        isQuoted = !isQuoted;
        this.#at++;
      } else if ((char === '%' || char === '!') && this.#variable(builder)) continue;
      else if (char === '^' && !isQuoted) this.#escape(builder);
      else if (!isQuoted && /[\s|&<>(),;]/.test(char) && !(char === '(' && at > start)) break;
      else builder.exact(this.#match(PLAIN)?.[0] ?? this.#text.charAt(this.#at++), at);
    }
    if (this.#at === start) this.#at++;
    return { kind: 'word', value: { ...builder.build(), extent: { start, end: this.#at } }, start, end: this.#at };
  }

  #variable(builder: ValueBuilder): boolean {
    const start = this.#at;
    const match = this.#match(VARIABLE);
    if (match === undefined) return false;
    const name = match[1] ?? match[2];
    builder.inexact((name === undefined ? undefined : this.#variables(name.toLowerCase())) ?? UNRESOLVED, { start, end: this.#at });
    return true;
  }

  #escape(builder: ValueBuilder): void {
    const start = this.#at;
    const width = this.#text.startsWith('\r\n', start + 1) ? 3 : 2;
    const char = this.#text.charAt(start + 1);
    this.#at = Math.min(start + width, this.#text.length);
    if (char !== '\n' && char !== '\r') builder.inexact(char, { start, end: this.#at });
  }
}
