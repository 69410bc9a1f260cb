// Values that go on over several lines, each but the last ending in a backslash.
import type { Span } from '../model/location.ts';
import type { Segment, SegmentMap } from '../model/segment-map.ts';
import type { ScalarNode } from '../model/tree.ts';
import { actionsAlone, endsSetBlock } from './actions.ts';
import { isBlank, lineFrom, trim, type Line } from './lines.ts';
import { absentScalar } from './nodes.ts';

/** A value and where the line after its last line begins. */
export interface Continued {
  readonly scalar: ScalarNode;
  readonly next: number;
}

/** The value on a line and on those that continue it, joined by one blank each. */
export function continuedScalar(text: string, line: Line): Continued {
  const pieces: Span[] = [];
  let piece: Line | undefined = line;
  let next = line.next;
  while (piece !== undefined) {
    next = piece.next;
    const goesOn = endsInBackslash(text, piece);
    const content = goesOn ? trim(text, piece.start, piece.end - 1) : piece;
    if (content.start < content.end) pieces.push({ start: content.start, end: content.end });
    piece = goesOn ? continuingLine(text, next) : undefined;
  }
  return { scalar: joined(text, pieces, line), next };
}

function joined(text: string, pieces: readonly Span[], line: Line): ScalarNode {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return { ...absentScalar(line.start), value: '' };
  const value = pieces.map(piece => text.slice(piece.start, piece.end)).join(' ');
  const base = { kind: 'scalar' as const, value, text: value, start: first.start, end: last.end };
  return pieces.length === 1 ? { ...base, style: 'plain' } : { ...base, style: 'block', spelling: 'shell' };
}

function endsInBackslash(text: string, line: Span): boolean {
  let at = line.end;
  while (at > line.start && text.charCodeAt(at - 1) === 92) at--;
  return (line.end - at) % 2 === 1;
}

/**
 * The line that goes on with a value, comments and template control passed over. A template without its actions leaves empty lines:
 * they end the value, as for systemd, except before a further flag.
 */
function continuingLine(text: string, from: number): Line | undefined {
  let sawEmpty = false;
  for (let at = from; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    if (endsSetBlock(text, line)) return undefined;
    if (line.start === line.end) sawEmpty = true;
    else if (!'#;'.includes(text[line.start] ?? '') && actionsAlone(text, line) !== 'control') return sawEmpty && text[line.start] !== '-' ? undefined : line;
  }
  return undefined;
}

/**
 * How a value lies in the span that spells it with backslashes: before a line's end one continues the value, before another
 * character it may stand for that character. Nothing where the two cannot be aligned.
 */
export function mapContinued(text: string, span: Span, value: string): SegmentMap | undefined {
  return align(text, span, { value, isDecoded: false }) ?? align(text, span, { value, isDecoded: true });
}

/** A value, and whether backslashes before quotes, `$` and backslashes have been taken off. */
interface Decoding {
  readonly value: string;
  readonly isDecoded: boolean;
}

function align(text: string, span: Span, decoding: Decoding): SegmentMap | undefined {
  const segments: Segment[] = [];
  const { length } = decoding.value;
  let v = 0;
  for (let s = span.start; v < length;) {
    const step = s < span.end ? stepAt(text, s, decoding, v) : undefined;
    if (step === undefined) return undefined;
    push(segments, { from: v, length: step.value, to: s, toLength: step.source, exact: step.exact });
    v += step.value;
    s += step.source;
  }
  return segments;
}

interface Step {
  readonly source: number;
  readonly value: number;
  readonly exact: boolean;
}

function stepAt(text: string, s: number, { value, isDecoded }: Decoding, v: number): Step | undefined {
  const code = text.charCodeAt(s);
  if (code === 92 && isLineBreak(text.charCodeAt(s + 1))) {
    const next = continuingLine(text, lineFrom(text, s).next);
    return next === undefined ? undefined : { source: next.start - s, value: value.charCodeAt(v) === 32 ? 1 : 0, exact: false };
  }
  if (isDecoded && code === 92 && '"\\$`'.includes(text.charAt(s + 1)) && text[s + 1] === value[v]) return { source: 2, value: 1, exact: false };
  if (code === value.charCodeAt(v)) return { source: 1, value: 1, exact: true };
  return isBlank(code) ? { source: 1, value: 0, exact: false } : undefined;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function push(segments: Segment[], segment: Segment): void {
  if (segment.length === 0) return;
  const last = segments.at(-1);
  if (last?.exact === true && segment.exact && last.to + last.length === segment.to) {
    segments[segments.length - 1] = { ...last, length: last.length + segment.length, toLength: last.toLength + segment.length };
  } else segments.push(segment);
}
