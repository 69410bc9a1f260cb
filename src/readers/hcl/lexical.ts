// Where strings, interpolations and here-documents of HCL begin and end, as far as a look at the characters tells.
import type { Span } from '../../model/location.ts';

const QUOTE = 34;
const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;
const NEWLINE = 10;
const DOLLAR = 36;
const PERCENT = 37;

/** Deeper than strings and interpolations nest in any file that was ever meant. */
const MOST_OPEN = 100;

/** Whether `${` or `%{` begins here that is not escaped by doubling its first character. */
export function opensTemplate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === DOLLAR || code === PERCENT) && text.charCodeAt(at + 1) === OPEN && text.charCodeAt(at - 1) !== code;
}

/** Where the code that begins behind a `${` ends: the offset of its `}`; nothing where the text ends before. */
export function interpolationEnd(text: string, from: number, limit: number): number | undefined {
  // Open braces, and quotes as negative numbers.
  const open: number[] = [OPEN];
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (open.at(-1) === QUOTE) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) open.pop();
      else if (opensTemplate(text, at)) {
        open.push(OPEN);
        at++;
      }
    } else if (code === QUOTE || code === OPEN) open.push(code);
    else if (code === CLOSE) {
      open.pop();
      if (open.length === 0) return at;
    }
    if (open.length > MOST_OPEN) return undefined;
  }
  return undefined;
}

/** Where the string ends that begins with the quote here: behind its last quote, or at the end of the line that it is left open on. */
export function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === NEWLINE) return at;
    if (code === BACKSLASH) at++;
    else if (opensTemplate(text, at)) at = interpolationEnd(text, at + 2, Math.min(text.length, at + LONGEST_CODE)) ?? at + 1;
  }
  return text.length;
}

const LONGEST_CODE = 20_000;

/** The parts of a here-document: the lines between its first and its last. */
export interface HereDocument {
  readonly body: Span;
  /** `<<-`: the indentation that all its lines share is no part of it. */
  readonly isIndented: boolean;
  /** Behind its last line's marker. */
  readonly end: number;
}

const MARKER = /<<(-?)[ \t]*([\p{L}_][\p{L}\p{N}_-]{0,100})[ \t]*\r?\n/uy;

/** The here-document that begins here; nothing where none does, or where its last line is missing. */
export function hereDocumentAt(text: string, at: number): HereDocument | undefined {
  MARKER.lastIndex = at;
  const match = MARKER.exec(text);
  if (match === null) return undefined;
  const body = at + match[0].length;
  const marker = match[2] ?? '';
  for (let line = body; line < text.length;) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? text.length : newline + 1;
    // `-EOF` closes none for Terraform, but is what its author meant to.
    if (
      text
        .slice(line, Math.min(next, line + 1000))
        .trim()
        .replace(/^-/, '') === marker
    )
      return { body: { start: body, end: line }, isIndented: match[1] === '-', end: text.indexOf(marker, line) + marker.length };
    line = next;
  }
  return undefined;
}
