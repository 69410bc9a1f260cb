// The names, strings and signs of a Groovy text, with their places; numbers and operators are signs of one character.
import type { Span } from '../../model/location.ts';

export type Token = Span & { readonly text: string } & (
    { readonly kind: 'name' | 'sign' } | { readonly kind: 'string'; readonly inner: Span; readonly quote: string }
  );

const SKIPPED = /(?:\s|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|^#![^\n]*)+/y;
const NAME = /[A-Za-z_$][\w$]*/y;

/** The tokens of a text; a string without its end reaches to the end of its line, one of several lines to the end of the text. */
export function groovyTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    SKIPPED.lastIndex = at;
    if (SKIPPED.test(text)) {
      at = SKIPPED.lastIndex;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const char = text.charAt(start);
  if (char === '"' || char === "'") return stringAt(text, start, char);
  NAME.lastIndex = start;
  const name = NAME.exec(text)?.[0];
  if (name !== undefined) return { kind: 'name', text: name, start, end: start + name.length };
  return { kind: 'sign', text: char, start, end: start + 1 };
}

function stringAt(text: string, start: number, char: string): Token {
  const quote = text.startsWith(char.repeat(3), start) ? char.repeat(3) : char;
  const from = start + quote.length;
  let to = from;
  while (to < text.length && !text.startsWith(quote, to)) {
    if (quote.length === 1 && text[to] === '\n') break;
    to += text[to] === '\\' ? 2 : 1;
  }
  to = Math.min(to, text.length);
  const end = text.startsWith(quote, to) ? to + quote.length : to;
  return { kind: 'string', text: text.slice(from, to), inner: { start: from, end: to }, quote, start, end };
}
