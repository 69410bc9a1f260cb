// How the characters of a scalar's value lie in the text that spells it: escapes, folds and indentation included.
import type { Segment, SegmentMap } from '../model/segment-map.ts';
import { wholeMap } from '../model/segment-map.ts';
import { mapContinued } from './continuation.ts';

export type ScalarSpelling = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'shell';

const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Collects segments, joining neighbours that continue each other: a long text has one call for each of its characters. */
class MapBuilder {
  readonly segments: { -readonly [Field in keyof Segment]: Segment[Field] }[] = [];
  #at = 0;

  exact(length: number, to: number): void {
    if (length === 0) return;
    const last = this.segments.at(-1);
    if (last?.exact === true && last.to + last.length === to) {
      last.length += length;
      last.toLength += length;
    } else this.segments.push({ from: this.#at, length, to, toLength: length, exact: true });
    this.#at += length;
  }

  inexact(length: number, to: number, toLength: number): void {
    if (length === 0) return;
    this.segments.push({ from: this.#at, length, to, toLength, exact: false });
    this.#at += length;
  }
}

/**
 * Maps `value` onto `text.slice(start, end)`, which spells it. For quoted spellings the slice is what stands between the quotes,
 * for block ones it starts at the `|` or `>`. Where the two cannot be aligned, the whole slice stands for the whole value.
 */
export function mapScalar(text: string, span: { start: number; end: number }, value: string, spelling: ScalarSpelling): SegmentMap {
  if (value === '') return [];
  const { start, end } = span;
  if (end - start === value.length && text.startsWith(value, start)) return [{ from: 0, length: value.length, to: start, toLength: value.length, exact: true }];
  const map = MAPPERS[spelling](text, span, value);
  return map ?? wholeMap(value.length, start, end - start);
}

type Mapper = (text: string, span: { start: number; end: number }, value: string) => SegmentMap | undefined;

const MAPPERS: Readonly<Record<ScalarSpelling, Mapper>> = {
  plain: (text, span, value) => mapFlowing(text, span, value, 'plain'),
  single: (text, span, value) => mapFlowing(text, span, value, 'single'),
  double: (text, span, value) => mapFlowing(text, span, value, 'double'),
  folded: (text, span, value) => mapFlowing(text, span, value, 'folded'),
  literal: mapLiteral,
  shell: mapContinued,
};

function mapLiteral(text: string, span: { start: number; end: number }, value: string): SegmentMap | undefined {
  const builder = new MapBuilder();
  let line = nextLine(text, span.start, span.end);
  let from = 0;
  while (from < value.length) {
    const newline = value.indexOf('\n', from);
    const to = newline < 0 ? value.length : newline;
    if (line >= span.end) {
      builder.inexact(value.length - from, span.end, 0);
      break;
    }
    const next = nextLine(text, line, span.end);
    const contentEnd = lineEnd(text, line, next);
    const length = to - from;
    if (contentEnd - length < line || !text.startsWith(value.slice(from, to), contentEnd - length)) return undefined;
    builder.exact(length, contentEnd - length);
    if (newline >= 0) builder.inexact(1, contentEnd, next - contentEnd);
    from = to + 1;
    line = next;
  }
  return builder.segments;
}

/** The start of the next line; a line ends with LF, CRLF or a lone CR. */
function nextLine(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) return at + 1;
  }
  return end;
}

function lineEnd(text: string, line: number, next: number): number {
  let end = next;
  if (end > line && text.charCodeAt(end - 1) === 10) end--;
  if (end > line && text.charCodeAt(end - 1) === 13) end--;
  return end;
}

function mapFlowing(text: string, span: { start: number; end: number }, value: string, spelling: ScalarSpelling): SegmentMap | undefined {
  const builder = new MapBuilder();
  let s = spelling === 'folded' ? skipSpace(text, nextLine(text, span.start, span.end), span.end) : span.start;
  let v = 0;
  if (spelling === 'folded') {
    const lead = spaceLength(value, 0);
    builder.inexact(lead, s, 0);
    v = lead;
  }
  while (v < value.length) {
    if (s >= span.end) {
      if (value.slice(v).trim() !== '') return undefined;
      builder.inexact(value.length - v, span.end, 0);
      break;
    }
    const step = escapeAt(text, s, span.end, spelling) ?? foldAt(text, s, span.end, value, v);
    if (step !== undefined) {
      if (s + step.source > span.end || v + step.value > value.length) return undefined;
      builder.inexact(step.value, s, step.source);
      v += step.value;
      s += step.source;
    } else if (text.charCodeAt(s) === value.charCodeAt(v)) {
      builder.exact(1, s);
      v++;
      s++;
    } else return undefined;
  }
  return builder.segments;
}

interface Step {
  readonly source: number;
  readonly value: number;
}

function escapeAt(text: string, at: number, end: number, spelling: ScalarSpelling): Step | undefined {
  if (spelling === 'single') return text.charCodeAt(at) === 39 && at + 1 < end ? { source: 2, value: 1 } : undefined;
  if (spelling !== 'double' || text.charCodeAt(at) !== 92) return undefined;
  const kind = text[at + 1] ?? '';
  if (kind === '\n' || kind === '\r') return { source: skipSpace(text, at + 1, end) - at, value: 0 };
  const source = ESCAPE_LENGTH[kind] ?? 2;
  const wide = kind === 'U' && Number.parseInt(text.slice(at + 2, at + 10), 16) > 0xffff;
  return { source, value: wide ? 2 : 1 };
}

/** A line break with the blanks around it, which the value shows as a blank or as line breaks. */
function foldAt(text: string, at: number, end: number, value: string, v: number): Step | undefined {
  const after = skipSpace(text, at, end);
  const breaks = after === at ? 0 : (text.slice(at, after).match(/\r\n?|\n/g) ?? []).length;
  if (breaks === 0) return undefined;
  // An escape behind it may stand for a blank of its own, which the fold must not take.
  return { source: after - at, value: text[after] === '\\' ? Math.max(1, breaks - 1) : spaceLength(value, v) };
}

function spaceLength(value: string, from: number): number {
  return skipSpace(value, from, value.length) - from;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) break;
    at++;
  }
  return at;
}
