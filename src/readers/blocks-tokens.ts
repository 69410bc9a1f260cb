// The words, strings and signs that brace-block languages are made of.
import type { Span } from '../model/location.ts';
import { actionEnd, actionsAlone } from './actions.ts';
import { isBlank } from './lines.ts';
import { closingQuote } from './nodes.ts';

/** `operator` is `=`, `=>` or `:`; `separator` is `,` or `;`. A string's span includes its quotes. */
export type TokenKind = 'word' | 'string' | 'open' | 'close' | 'operator' | 'separator' | 'newline';

export interface Token extends Span {
  readonly kind: TokenKind;
}

/** What a scan of one text remembers, so that no search that came to nothing is made twice. */
export interface Scanner {
  readonly text: string;
  /** Quotes that do not occur again as a closing quote. */
  readonly unclosed: Set<string>;
  /** No brace ends a condition before this offset. */
  bracelessUntil: number;
}

const SIGNS: Readonly<Record<string, TokenKind>> = {
  '{': 'open',
  '[': 'open',
  '(': 'open',
  '}': 'close',
  ']': 'close',
  ')': 'close',
  ',': 'separator',
  ';': 'separator',
  '=': 'operator',
  ':': 'operator',
};
const QUOTES = '"\'`';
const WORD_ENDS = '{}[](),;"`';

/** The token at or after an offset; nothing at the text's end. `inValue`: `=` and `:` are part of words. */
export function tokenFrom(scanner: Scanner, from: number, inValue: boolean): Token | undefined {
  const { text } = scanner;
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') return { kind: 'newline', start: at, end: at + 1 };
    if (isBlank(character.charCodeAt(0))) at++;
    else {
      const action = actionEnd(text, at, text.length);
      if (action !== undefined && inValue && actionsAlone(text, { start: at, end: action }) === 'output') return { kind: 'word', start: at, end: action };
      const skipped = action ?? commentEnd(scanner, at);
      if (skipped === undefined) return solidToken(scanner, at, inValue);
      at = skipped;
    }
  }
  return undefined;
}

function solidToken(scanner: Scanner, at: number, inValue: boolean): Token {
  const { text } = scanner;
  const character = text.charAt(at);
  if (QUOTES.includes(character)) return { kind: 'string', start: at, end: stringEnd(scanner, at) };
  const sign = SIGNS[character];
  if (sign === undefined) return { kind: 'word', start: at, end: wordEnd(text, at, inValue) };
  return { kind: sign, start: at, end: character === '=' && text[at + 1] === '>' ? at + 2 : at + 1 };
}

function commentEnd(scanner: Scanner, at: number): number | undefined {
  const { text } = scanner;
  if (text[at] === '#' || text.startsWith('//', at)) return lineEnd(text, at);
  if (!text.startsWith('/*', at) || scanner.unclosed.has('*/')) return undefined;
  const close = text.indexOf('*/', at + 2);
  if (close >= 0) return close + 2;
  scanner.unclosed.add('*/');
  return undefined;
}

function stringEnd(scanner: Scanner, at: number): number {
  const { text, unclosed } = scanner;
  const quote = text.charAt(at);
  const close = unclosed.has(quote) ? -1 : closingQuote(text, { start: at, end: text.length });
  if (close >= 0) return close + 1;
  unclosed.add(quote);
  return Math.max(at + 1, lineEnd(text, at));
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

function wordEnd(text: string, from: number, inValue: boolean): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (isBlank(character.charCodeAt(0)) || WORD_ENDS.includes(character)) break;
    if (!inValue && (character === '=' || (character === ':' && endsKey(text, at + 1)))) break;
  }
  return at;
}

function endsKey(text: string, at: number): boolean {
  return at >= text.length || isBlank(text.charCodeAt(at)) || '"\'{['.includes(text.charAt(at));
}

/** The `{` that ends the condition which begins at an offset; nothing where there is none near. */
export function conditionEnd(scanner: Scanner, from: number): number | undefined {
  const { text } = scanner;
  const limit = Math.min(text.length, from + MAX_CONDITION);
  let at = Math.max(from, scanner.bracelessUntil);
  for (; at < limit; at++) {
    const character = text.charAt(at);
    if (character === '{') return at;
    if (QUOTES.includes(character)) at = stringEnd(scanner, at) - 1;
    else if (character === '~') at = patternEnd(text, at + 1, limit);
  }
  scanner.bracelessUntil = at;
  return undefined;
}

const MAX_CONDITION = 4000;

/** The offset of the last character of a `/pattern/` after an operator such as `=~`. */
function patternEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && text.charCodeAt(at) === 32) at++;
  if (text[at] !== '/') return at - 1;
  for (at++; at < limit && text[at] !== '/' && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
  return text[at] === '\n' ? at - 1 : at;
}
