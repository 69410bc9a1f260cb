// The tokens of a PowerShell script, with their places. What does not lex, such as a quote without its end, reaches to the end of the text.
import type { Span } from '../../model/location.ts';
import { UNRESOLVED } from '../../model/tree.ts';
import type { Value } from '../shell/value.ts';
import { ValueBuilder } from '../shell/value.ts';
import { matchAt } from '../sticky.ts';

/** `kind` tells what a word can be: only a bare one names a command. */
export interface WordToken extends Span {
  readonly kind: 'bare' | 'string' | 'here-string' | 'variable' | 'splat';
  readonly value: Value;
  /** Scripts in a string: the insides of its `$( )`. */
  readonly nested: readonly Span[];
}

/** `text` is an operator, an opening or closing bracket, or a line break. */
export interface SignToken extends Span {
  readonly kind: 'sign';
  readonly text: string;
}

export type Token = WordToken | SignToken;

/** What a variable's value is, where the script sets it once to a text. */
export type Variables = (name: string) => string | undefined;

const SIGN = /\|\||&&|@\(|@\{|\$\(|(?:[*\d]?>>?(?:&\d)?)|[|&;,(){}\n]/y;
const VARIABLE = /\$(?:\{([^}\n]{1,100})\}|((?:(?:env|global|script|local|private|using):)?\w{1,100}|[$?^]))/iy;
const ASSIGNS = /[ \t]*(\+?=)(?!=)/y;
const PLAIN = /[^\s;|&,(){}<>"'$`=\]]+/y;
const ENDS_WORD = /[\s;|&,(){}<>]/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** Hands out one token after another. */
export class Lexer {
  readonly #text: string;
  readonly #variables: Variables;
  #at = 0;
  /** Whether the last token was a variable before `=`. */
  #isAssigning = false;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#variables = variables;
  }

  /** The next token; in a hash table's braces a word ends before `=`. */
  next(inHash: boolean): Token | undefined {
    this.#skip();
    const start = this.#at;
    if (start >= this.#text.length) return undefined;
    const assign = this.#match(inHash || this.#isAssigning ? /\+?=/y : /\+?=(?=[\s"'@$[({])/y);
    this.#isAssigning = false;
    if (assign !== undefined) return this.#sign(assign, start);
    const sign = this.#match(SIGN);
    if (sign !== undefined) return this.#sign(sign.includes('>') ? '>' : sign, start);
    if (/@["'][ \t]*\r?\n/y.test(this.#text.slice(start, start + 100))) return this.#hereString();
    const splat = this.#match(/@\w+/y);
    if (splat !== undefined) return { kind: 'splat', value: new ValueBuilder().exact(splat, start).build(), nested: [], start, end: this.#at };
    return this.#word(inHash);
  }

  #sign(text: string, start: number): SignToken {
    return { kind: 'sign', text, start, end: this.#at };
  }

  #match(pattern: RegExp): string | undefined {
    const matched = matchAt(pattern, this.#text, this.#at)?.[0];
    this.#at += matched?.length ?? 0;
    return matched;
  }

  /** Blanks, comments, and a backtick before a line break. */
  #skip(): void {
    for (;;) {
      if (this.#text.startsWith('<#', this.#at)) {
        const close = this.#text.indexOf('#>', this.#at + 2);
        this.#at = close < 0 ? this.#text.length : close + 2;
      } else if (this.#match(/(?:[ \t\r\f\v\u00A0\uFEFF]|`\r?\n)+/y) === undefined && this.#match(/#[^\n]*/y) === undefined) return;
    }
  }

  #hereString(): WordToken {
    const start = this.#at;
    const quote = this.#text.charAt(start + 1);
    const from = this.#text.indexOf('\n', start) + 1;
    const close = this.#text.indexOf(`\n${quote}@`, from - 1);
    const until = close < 0 ? this.#text.length : Math.max(close, from);
    this.#at = close < 0 ? this.#text.length : close + 3;
    const to = this.#text[until - 1] === '\r' && until > from ? until - 1 : until;
    const builder = new ValueBuilder();
    const nested: Span[] = [];
    if (quote === "'") builder.exact(this.#text.slice(from, to), from);
    else this.#expand(from, to, builder, nested);
    return { kind: 'here-string', value: { ...builder.build(), extent: { start, end: this.#at } }, nested, start, end: this.#at };
  }

  /** A word: bare characters, strings and variables that nothing parts. */
  #word(inHash: boolean): Token {
    const start = this.#at;
    const builder = new ValueBuilder();
    const nested: Span[] = [];
    let kind: WordToken['kind'] = 'bare';
    for (let isFirst = true; this.#at < this.#text.length; isFirst = false) {
      const char = this.#text.charAt(this.#at);
      if (char === '"' || char === "'") {
        this.#string(char, builder, nested);
        if (isFirst) kind = 'string';
      } else if (char === '$' && this.#variable(builder)) {
        if (!isFirst) continue;
        kind = 'variable';
        ASSIGNS.lastIndex = this.#at;
        this.#isAssigning = ASSIGNS.test(this.#text);
        if (this.#isAssigning) break;
      } else if (char === '`') this.#escape(builder);
      else if (ENDS_WORD.test(char) || (inHash && char === '=') || this.#text.startsWith('$(', this.#at)) break;
      else {
        const at = this.#at;
        builder.exact(this.#match(PLAIN) ?? this.#text.charAt(this.#at++), at);
        // `[string]$name` is a type before a word of its own.
        if (char === ']' && this.#text[start] === '[' && /[\s$"'(@]/.test(this.#text.charAt(this.#at))) break;
      }
    }
    // Nothing fitted, such as a lone `<`.
    if (this.#at === start) return this.#sign(this.#text.charAt(this.#at++), start);
    return { kind, value: { ...builder.build(), extent: { start, end: this.#at } }, nested, start, end: this.#at };
  }

  #escape(builder: ValueBuilder): void {
    const char = this.#text.charAt(this.#at + 1);
    const span = { start: this.#at, end: Math.min(this.#at + 2, this.#text.length) };
    if (char !== '\n' && char !== '\r') builder.inexact(ESCAPES[char] ?? char, span);
    this.#at = span.end;
  }

  #variable(builder: ValueBuilder): boolean {
    const start = this.#at;
    VARIABLE.lastIndex = start;
    const match = VARIABLE.exec(this.#text);
    if (match === null) return false;
    this.#at = VARIABLE.lastIndex;
    const name = (match[1] ?? match[2] ?? '').replace(/^(?:global|script|local|private|using):/i, '');
    builder.inexact(this.#variables(name.toLowerCase()) ?? UNRESOLVED, { start, end: this.#at });
    return true;
  }

  #string(quote: string, builder: ValueBuilder, nested: Span[]): void {
    const from = this.#at + 1;
    let to = from;
    while (to < this.#text.length) {
      const char = this.#text[to];
      if (char === quote && this.#text[to + 1] !== quote) break;
      if (quote === '"' && this.#text.startsWith('$(', to)) to = this.#closeOf(to + 2);
      else to += char === quote || (char === '`' && quote === '"') ? 2 : 1;
    }
    to = Math.min(to, this.#text.length);
    if (quote === '"') this.#expand(from, to, builder, nested);
    else this.#literal(from, to, builder);
    this.#at = Math.min(to + 1, this.#text.length);
  }

  /** Behind the bracket that ends a `$(`, strings in it passed over; not far, so that many of them take no time. */
  #closeOf(from: number): number {
    const limit = Math.min(this.#text.length, from + 1000);
    let depth = 1;
    for (let at = from; at < limit; at++) {
      const char = this.#text.charAt(at);
      if (char === '(') depth++;
      else if (char === ')' && --depth === 0) return at + 1;
      else if (char === "'" || char === '"') {
        const close = this.#text.slice(at + 1, limit).indexOf(char);
        if (close >= 0) at += close + 1;
      }
    }
    return from;
  }

  /** Between single quotes only a doubled one stands for something else. */
  #literal(from: number, to: number, builder: ValueBuilder): void {
    let at = from;
    for (let double = this.#text.indexOf("''", at); double >= 0 && double < to; double = this.#text.indexOf("''", at)) {
      builder.exact(this.#text.slice(at, double), at).inexact("'", { start: double, end: double + 2 });
      at = double + 2;
    }
    builder.exact(this.#text.slice(at, to), at);
  }

  /** Between double quotes, and in a here-string of that kind: escapes, variables and scripts. */
  #expand(from: number, to: number, builder: ValueBuilder, nested: Span[]): void {
    const special = /[`$"]/g;
    let run = from;
    this.#at = from;
    while (this.#at < to) {
      special.lastIndex = this.#at;
      const next = special.exec(this.#text);
      const at = next === null || next.index >= to ? to : next.index;
      builder.exact(this.#text.slice(run, at), run);
      this.#at = at;
      if (at < to) this.#special(to, builder, nested);
      run = this.#at;
    }
    this.#at = to;
  }

  #special(to: number, builder: ValueBuilder, nested: Span[]): void {
    const start = this.#at;
    const char = this.#text.charAt(start);
    if (char === '`') this.#escape(builder);
    else if (char === '"' && this.#text[start + 1] === '"' && start + 1 < to) {
      builder.inexact('"', { start, end: start + 2 });
      this.#at += 2;
    } else if (this.#text.startsWith('$(', start)) {
      const end = Math.min(this.#closeOf(start + 2), to);
      if (end > start + 2) nested.push({ start: start + 2, end: this.#text[end - 1] === ')' ? end - 1 : end });
      builder.inexact(UNRESOLVED, { start, end });
      this.#at = end;
    } else if (char !== '$' || !this.#variable(builder)) {
      builder.exact(char, start);
      this.#at++;
    }
  }
}
