// The names, strings and signs of a Jsonnet text, with their places.
import type { Span } from '../../model/location.ts';
import type { ScalarNode } from '../../model/tree.ts';
import { matchAt } from '../sticky.ts';

export type Token = Span &
  ({ readonly kind: 'name' | 'sign' | 'number'; readonly text: string } | { readonly kind: 'string'; readonly text: string; readonly scalar: ScalarNode });

const SKIPPED = /(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[^]*?(?:\*\/|$))+/y;
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
const NUMBER = /\d[\d.eE]*/y;
const BLOCK = /\|\|\|-?[ \t]*\r?\n/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Hands out one token after another, with one to look ahead at. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #next: Token | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read();
  }

  peek(): Token | undefined {
    return this.#next;
  }

  next(): Token | undefined {
    const token = this.#next;
    this.#next = this.#read();
    return token;
  }

  #read(): Token | undefined {
    this.#match(SKIPPED);
    const start = this.#at;
    if (start >= this.#text.length) return undefined;
    const name = this.#match(NAME);
    if (name !== undefined) return { kind: 'name', text: name, start, end: this.#at };
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, start, end: this.#at };
    if (this.#match(BLOCK) !== undefined) return this.#block(start);
    const verbatim = /^@["']/.test(this.#text.slice(start, start + 2));
    const quote = this.#text.charAt(verbatim ? start + 1 : start);
    if (quote === '"' || quote === "'") return this.#string(start, quote, verbatim);
    this.#at++;
    return { kind: 'sign', text: this.#text.charAt(start), start, end: this.#at };
  }

  #match(pattern: RegExp): string | undefined {
    const matched = matchAt(pattern, this.#text, this.#at)?.[0];
    this.#at += matched?.length ?? 0;
    return matched;
  }

  #string(start: number, quote: string, verbatim: boolean): Token {
    const from = verbatim ? start + 2 : start + 1;
    let to = from;
    while (to < this.#text.length && this.#text[to] !== quote) to += this.#text[to] === '\\' && !verbatim ? 2 : 1;
    to = Math.min(to, this.#text.length);
    this.#at = Math.min(to + 1, this.#text.length);
    const raw = this.#text.slice(from, to);
    const value = verbatim ? raw : raw.replace(/\\([^u])/g, (_, char: string) => ESCAPES[char] ?? char);
    const spelling = value === raw ? {} : { spelling: 'double' as const };
    const scalar: ScalarNode = { kind: 'scalar', value, text: value, style: 'quoted', start: from, end: to, ...spelling };
    return { kind: 'string', text: value, scalar, start, end: this.#at };
  }

  /** `|||`, lines that are indented, `|||` */
  #block(start: number): Token {
    const from = this.#at;
    const indent = /[ \t]*/y;
    indent.lastIndex = from;
    const lead = indent.exec(this.#text)?.[0] ?? '';
    const close = /^[ \t]*\|\|\|/gm;
    close.lastIndex = from;
    const end = close.exec(this.#text);
    const until = end?.index ?? this.#text.length;
    this.#at = end === null ? until : close.lastIndex;
    const value = this.#text
      .slice(from, until)
      .split('\n')
      .map(line => (line.startsWith(lead) ? line.slice(lead.length) : line.trimStart()))
      .join('\n')
      .replaceAll('\r\n', '\n');
    const scalar: ScalarNode = { kind: 'scalar', value, text: value, style: 'block', spelling: 'literal', start, end: until };
    return { kind: 'string', text: value, scalar, start, end: this.#at };
  }
}
