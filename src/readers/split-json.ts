// Finds where JSON values begin and end by their brackets and strings alone, at the speed of a search.
import type { Span } from '../model/location.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** Between two values, and nowhere in a single one outside its strings. */
const BOUNDARY = /[}\]]\s*[{[]/;

/**
 * The JSON objects and arrays that a text consists of, where there are two or more of them in a row, as `kubectl get -o json` twice
 * into one pipe writes. Ends before the first thing that is not followed by another value or the end: that may be YAML.
 */
export function* jsonValues(text: string): Generator<Span> {
  let start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0, text.length);
  if (!opensJson(text, start) || !BOUNDARY.test(text)) return;
  let isFirst = true;
  while (opensJson(text, start)) {
    const end = valueEnd(text, start, text.length);
    const next = end === -1 ? -1 : skipSpace(text, end, text.length);
    const isLast = next === text.length;
    if (next === -1 || (isLast && isFirst) || !(isLast || opensJson(text, next))) return;
    // The last value takes the white space after it along, so that nothing is left over.
    yield { start, end: isLast ? text.length : end };
    start = next;
    isFirst = false;
  }
}

/** The place of an object's value under a key, or of an array's item. */
export interface JsonPart extends Span {
  /** Absent for an array's items. */
  readonly key?: string;
  /** The parts of the value itself, where they were asked for. */
  readonly parts?: readonly JsonPart[];
}

/**
 * The parts, to the depth of one, of the object or array that begins at an offset; those of an array under the key `inner` as well,
 * so that a long text is gone through once. Nothing where the text is not JSON as far as it was looked at.
 */
export function jsonParts(text: string, { start, end }: Span, inner?: string): { readonly parts: readonly JsonPart[]; readonly end: number } | undefined {
  const isMap = text.charCodeAt(start) === OPEN_MAP;
  const close = isMap ? CLOSE_MAP : CLOSE_LIST;
  const most = MIN_PARTS + (end - start) / MIN_PART_LENGTH;
  const parts: JsonPart[] = [];
  let at = skipSpace(text, start + 1, end);
  if (text.charCodeAt(at) === close) return { parts, end: at + 1 };
  while (at < end && parts.length < most) {
    const part = isMap ? fieldAt(text, { start: at, end }, inner) : valueAt(text, { start: at, end });
    if (part === undefined) return undefined;
    parts.push(part);
    at = skipSpace(text, part.end, end);
    if (text.charCodeAt(at) === close) return { parts, end: at + 1 };
    if (text.charCodeAt(at) !== COMMA) return undefined;
    at = skipSpace(text, at + 1, end);
  }
  return undefined;
}

/** Whether nothing but white space is left in a text. */
export function isAtEnd(text: string, { start, end }: Span): boolean {
  return skipSpace(text, start, end) === end;
}

/** Lists with more parts than this allows hold no Kubernetes objects, and would need more memory than they have characters. */
const MIN_PARTS = 1000;
const MIN_PART_LENGTH = 100;

function fieldAt(text: string, { start, end }: Span, inner: string | undefined): JsonPart | undefined {
  const quote = text.charCodeAt(start) === QUOTE ? stringEnd(text, start, end) : -1;
  const colon = skipSpace(text, quote, end);
  if (quote === -1 || text.charCodeAt(colon) !== COLON) return undefined;
  const key = text.slice(start + 1, quote - 1);
  const from = skipSpace(text, colon + 1, end);
  if (key !== inner || text.charCodeAt(from) !== OPEN_LIST) {
    const value = valueAt(text, { start: from, end });
    return value === undefined ? undefined : { key, ...value };
  }
  const list = jsonParts(text, { start: from, end });
  return list === undefined ? undefined : { key, start: from, end: list.end, parts: list.parts };
}

function valueAt(text: string, { start, end }: Span): Span | undefined {
  const to = valueEnd(text, start, end);
  return to === -1 ? undefined : { start, end: to };
}

/** The offset after the value that begins at an offset, or -1 where it does not end. */
function valueEnd(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return stringEnd(text, start, end);
  if (first !== OPEN_MAP && first !== OPEN_LIST) return wordEnd(text, start, end);
  let depth = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at, end) - 1;
      if (at < 0) return -1;
    } else if (code === OPEN_MAP || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_MAP || code === CLOSE_LIST) && --depth === 0) return at + 1;
  }
  return -1;
}

function stringEnd(text: string, start: number, end: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1 && at < end; at = text.indexOf('"', at + 1)) {
    let escape = at - 1;
    while (text.charCodeAt(escape) === BACKSLASH) escape--;
    if ((at - escape) % 2 === 1) return at + 1;
  }
  return -1;
}

/** The end of a number, true, false or null. */
function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /[-+.\w]/.test(text.charAt(at))) at++;
  return at === start ? -1 : at;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Tells JSON from YAML's flow style and from templates by its first two signs. */
function opensJson(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first !== OPEN_MAP && first !== OPEN_LIST) return false;
  const second = text.charCodeAt(skipSpace(text, at + 1, text.length));
  if (second === QUOTE) return true;
  return first === OPEN_MAP ? second === CLOSE_MAP : second === OPEN_MAP || second === OPEN_LIST || second === CLOSE_LIST;
}
