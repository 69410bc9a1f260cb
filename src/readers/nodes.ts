// The nodes that the line-based readers build their trees from.
import type { Span } from '../model/location.ts';
import type { Entry, Node, ScalarNode } from '../model/tree.ts';
import { isBlank, trim, withoutComment } from './lines.ts';
import type { ReadError } from './result.ts';

/** A mapping that still grows. */
export interface OpenMap {
  readonly kind: 'map';
  readonly start: number;
  end: number;
  readonly entries: Entry[];
}

/** A list that still grows. */
export interface OpenSeq {
  readonly kind: 'seq';
  readonly start: number;
  end: number;
  readonly items: Node[];
}

export function openMap(start: number, end = start): OpenMap {
  return { kind: 'map', start, end, entries: [] };
}

export function openSeq(start: number, end = start): OpenSeq {
  return { kind: 'seq', start, end, items: [] };
}

/** Adds an entry to a mapping, which then reaches at least to the entry's end. */
export function addEntry(map: OpenMap, key: ScalarNode, value: Node): void {
  map.entries.push({ key, value });
  map.end = Math.max(map.end, key.end, value.end);
}

/** The scalar that a span of the text spells, as it is written there. */
export function plainScalar(text: string, span: Span): ScalarNode {
  const value = text.slice(span.start, span.end);
  return { kind: 'scalar', value, text: value, style: 'plain', start: span.start, end: span.end };
}

/** A key that the language compares without regard to case: its text is lower-cased. */
export function foldedKey(text: string, span: Span): ScalarNode {
  const value = text.slice(span.start, span.end).toLowerCase();
  return { kind: 'scalar', value, text: value, style: 'plain', start: span.start, end: span.end };
}

/** A key that the text does not write out, such as the one for a directive's argument. */
export function impliedKey(name: string, at: number): ScalarNode {
  return { kind: 'scalar', value: name, text: name, style: 'plain', start: at, end: at };
}

/** What stands under a key without a value. */
export function absentScalar(at: number): ScalarNode {
  return { kind: 'scalar', value: null, text: '', style: 'plain', start: at, end: at };
}

/** The scalar of a span between quotes, its value already decoded. */
export function quotedScalar(text: string, inner: Span, value: string): ScalarNode {
  const raw = text.slice(inner.start, inner.end);
  const style = raw.includes('\n') || raw.includes('\r') ? 'block' : 'quoted';
  return { kind: 'scalar', value, text: value, style, start: inner.start, end: inner.end, ...(raw === value ? {} : { spelling: 'shell' }) };
}

/** The value of a span: what is between its quotes where it is one quoted string, else the span as it is written. */
export function unquotedScalar(text: string, span: Span): ScalarNode {
  const quote = text[span.start];
  if ((quote !== '"' && quote !== "'") || closingQuote(text, span) !== span.end - 1) return plainScalar(text, span);
  const inner = { start: span.start + 1, end: span.end - 1 };
  return quotedScalar(text, inner, quote === '"' ? unescapeQuotes(text.slice(inner.start, inner.end)) : text.slice(inner.start, inner.end));
}

/** The value of a setting: a quoted string, or what stands before a comment that begins with one of `marks`. */
export function settingScalar(text: string, span: Span, marks: string): ScalarNode {
  const quote = text[span.start];
  const close = quote === '"' || quote === "'" ? closingQuote(text, span) : -1;
  const isWhole =
    close >= 0 && (close + 1 === span.end || (isBlank(text.charCodeAt(close + 1)) && marks.includes(text.charAt(trim(text, close + 1, span.end).start))));
  return unquotedScalar(text, isWhole ? { start: span.start, end: close + 1 } : withoutComment(text, span, marks));
}

/** Where the quoted string ends that begins at a span's start; -1 where the span does not hold its end. Code in `#{ }` is passed over. */
export function closingQuote(text: string, span: Span): number {
  const quote = text.charCodeAt(span.start);
  let mayInterpolate = quote === 34;
  for (let at = span.start + 1; at < span.end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === 92 && quote !== 96) at++;
    else if (code === 35 && mayInterpolate && text.charCodeAt(at + 1) === 123) {
      const end = interpolationEnd(text, at + 2, span.end);
      if (end < 0) mayInterpolate = false;
      else at = end;
    }
  }
  return -1;
}

const MAX_INTERPOLATION = 1000;

function interpolationEnd(text: string, from: number, limit: number): number {
  let depth = 1;
  const last = Math.min(limit, from + MAX_INTERPOLATION);
  for (let at = from; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return -1;
    if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at;
  }
  return -1;
}

/** The text of a double-quoted string: `\"` and `\\` decoded, all other escapes and strings with code in them left as written. */
export function unescapeQuotes(raw: string): string {
  return raw.includes('#{') ? raw : raw.replace(/\\(["\\])/g, '$1');
}

/** The tree's root, or the error where a text has content of which nothing was understood. */
export function rootOrError(root: OpenMap, firstContent: number | undefined, language: string): { root: OpenMap } | { error: ReadError } {
  if (root.entries.length > 0 || firstContent === undefined) return { root };
  return { error: { message: `nothing in it reads as ${language}`, offset: firstContent } };
}
