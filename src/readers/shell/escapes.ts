// Backslash escapes of `$'...'`, `echo -e` and `printf`.
import { UNRESOLVED } from '../../model/tree.ts';
import type { Value } from './value.ts';
import { ValueBuilder } from './value.ts';

const ESCAPE = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|0?([0-7]{1,3})|([^]))/g;
const FORMAT_ESCAPE = new RegExp(`${ESCAPE.source}|%(?:%|-?\\d{0,3}[sdqb])`, 'g');
const SIGNS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1B', E: '\x1B', f: '\f', v: '\v' };

/** Undoes the escapes of a stretch of text that begins at `start`. */
export function unescapeAnsi(text: string, start: number, builder: ValueBuilder): void {
  let at = 0;
  for (const match of text.matchAll(ESCAPE)) {
    builder.exact(text.slice(at, match.index), start + at);
    at = match.index + match[0].length;
    builder.inexact(meaning(match), { start: start + match.index, end: start + at });
  }
  builder.exact(text.slice(at), start + at);
}

/** Undoes the escapes in a value, as `echo -e` and `printf` do, and fills in the placeholders of `printf`. */
export function unescapeValue(value: Value, isFormat: boolean): Value {
  const builder = new ValueBuilder();
  const pattern = isFormat ? FORMAT_ESCAPE : ESCAPE;
  for (const piece of value.map) {
    const text = value.text.slice(piece.from, piece.from + piece.length);
    if (!piece.exact) {
      builder.inexact(text, { start: piece.to, end: piece.to + piece.toLength });
      continue;
    }
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      builder.exact(text.slice(at, match.index), piece.to + at);
      const from = piece.to + match.index;
      at = match.index + match[0].length;
      builder.inexact(meaning(match), { start: from, end: piece.to + at });
    }
    builder.exact(text.slice(at), piece.to + at);
  }
  return builder.build();
}

function meaning(match: RegExpMatchArray): string {
  const [all, hex, unicode, octal, sign = ''] = match;
  if (all.startsWith('%')) return all === '%%' ? '%' : UNRESOLVED;
  if (hex !== undefined || unicode !== undefined) return String.fromCharCode(Number.parseInt(hex ?? unicode ?? '', 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
  return SIGNS[sign] ?? sign;
}
