// Splits a stream into its documents without parsing it, so that only those that can matter need to be parsed.
import type { Span } from '../model/location.ts';
import { jsonValues } from './split-json.ts';

/**
 * The documents of a YAML stream, or the values of JSON texts that follow one another. Each span holds its document's directives
 * and its `---` line, and can be parsed alone. A part that holds only comments is no document.
 */
export function* splitDocuments(text: string): Generator<Span> {
  let start = 0;
  for (const value of jsonValues(text)) {
    yield value;
    start = value.end;
  }
  yield* yamlDocuments(text, start);
}

function* yamlDocuments(text: string, from: number): Generator<Span> {
  let start = from;
  let isOpen = false;
  for (const marker of markers(text, from)) {
    const isStart = text.charCodeAt(marker) === DASH;
    const end = isStart ? marker : lineEnd(text, marker);
    const isDocument = isOpen || holdsContent(text, start, marker);
    if (isDocument) yield { start, end };
    if (isDocument || !isStart) start = end;
    isOpen = isStart;
  }
  if (isOpen || holdsContent(text, start, text.length)) yield { start, end: text.length };
}

const DASH = 0x2d;
const DOT = 0x2e;
const LF = 0x0a;
const CR = 0x0d;

/** Offsets of the lines that are `---` or `...`, alone or before white space. */
function* markers(text: string, from: number): Generator<number> {
  if (isMarker(text, from)) yield from;
  const searches = ['\n---', '\n...', '\r---', '\r...'].map(pattern => ({ pattern, at: text.indexOf(pattern, from) }));
  for (;;) {
    const found = searches.filter(search => search.at !== -1);
    const [first, ...others] = found;
    if (first === undefined) return;
    const next = others.reduce((nearest, search) => (search.at < nearest.at ? search : nearest), first);
    if (isMarker(text, next.at + 1)) yield next.at + 1;
    next.at = text.indexOf(next.pattern, next.at + 1);
  }
}

function isMarker(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if ((code !== DASH && code !== DOT) || text.charCodeAt(at + 1) !== code || text.charCodeAt(at + 2) !== code) return false;
  return at + 3 >= text.length || isSpace(text.charCodeAt(at + 3));
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === LF || code === CR;
}

/** The offset after a line's break. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    if (code === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return text.length;
}

/** Whether there is more than comments, directives and empty lines before the first `---`. */
function holdsContent(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at = lineEnd(text, at)) {
    const isDirective = text.charCodeAt(at) === 0x25;
    while (at < end && (isSpace(text.charCodeAt(at)) || text.charCodeAt(at) === 0xfeff)) at++;
    if (at < end && !isDirective && text.charCodeAt(at) !== 0x23) return true;
  }
  return false;
}
