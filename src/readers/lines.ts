// Lines of a text with their offsets, as the line-based readers take them.
import type { Span } from '../model/location.ts';
import { actionsAlone } from './actions.ts';

/** A line without the blanks around it; `next` is where the line after it begins. */
export interface Line extends Span {
  readonly next: number;
}

/** The line that begins at an offset, or the rest of a line from an offset within it. */
export function lineFrom(text: string, from: number): Line {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  const next = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : Math.min(end + 1, text.length);
  return { ...trim(text, from, end), next };
}

/** A stretch of text without the blanks around it. */
export function trim(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** Space, tab and all other characters that lie around text without being part of it, line breaks among them. */
export function isBlank(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0xfeff;
}

/** Whether a line says nothing: it is empty, a comment that starts with one of `marks`, or template actions alone. */
export function isSilent(text: string, line: Span, marks: string): boolean {
  return line.start === line.end || marks.includes(text[line.start] ?? '') || actionsAlone(text, line) !== undefined;
}

/** The first offset within a span at which a word ends, or the span's end. */
export function wordEnd(text: string, span: Span): number {
  let at = span.start;
  while (at < span.end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** A span without the comment at its end: a blank followed by one of `marks`, unless `#{` follows. */
export function withoutComment(text: string, span: Span, marks: string): Span {
  for (let at = span.start + 1; at < span.end; at++) {
    if (!marks.includes(text.charAt(at)) || !isBlank(text.charCodeAt(at - 1)) || text.charCodeAt(at + 1) === 123) continue;
    return trim(text, span.start, at);
  }
  return span;
}
