// The correspondence between an embedded text and the characters of the text that holds it.

/**
 * A run of a child's characters and where it lies in the parent. `exact` runs match character by character; the others (an
 * escape, a fold, a base64 text) stand for their parent's run as a whole.
 */
export interface Segment {
  readonly from: number;
  readonly length: number;
  readonly to: number;
  readonly toLength: number;
  readonly exact: boolean;
}

/** Segments in ascending order of `from`, covering the child without gaps. */
export type SegmentMap = readonly Segment[];

/** One segment that maps a whole child onto a whole stretch of its parent, as for base64. */
export function wholeMap(length: number, to: number, toLength: number): SegmentMap {
  return [{ from: 0, length, to, toLength, exact: false }];
}

/** One segment for a child that is a plain slice of its parent. */
export function sliceMap(length: number, to: number): SegmentMap {
  return [{ from: 0, length, to, toLength: length, exact: true }];
}

/** The parent's span of a child's span: from the first to the last mapped character. */
export function mapSpan(map: SegmentMap, start: number, end: number): { start: number; end: number } {
  const first = segmentAt(map, start);
  if (first === undefined) return { start: 0, end: 0 };
  const from = first.exact ? first.to + Math.min(start - first.from, first.length) : first.to;
  if (end <= start) return { start: from, end: from };
  const last = segmentAt(map, end - 1) ?? first;
  const to = last.exact ? last.to + Math.min(end - last.from, last.length) : last.to + last.toLength;
  return { start: from, end: Math.max(from, to) };
}

function segmentAt(map: SegmentMap, offset: number): Segment | undefined {
  return map[firstAt(map, offset)];
}

/** The map of a text within a text within a third one: from the innermost to the outermost. */
export function composeMaps(inner: SegmentMap, outer: SegmentMap): SegmentMap {
  const result: Segment[] = [];
  for (const piece of inner) {
    if (piece.exact) splitPiece(piece, outer, result);
    else {
      const { start, end } = mapSpan(outer, piece.to, piece.to + piece.toLength);
      result.push({ ...piece, to: start, toLength: end - start });
    }
  }
  return result;
}

function splitPiece(piece: Segment, outer: SegmentMap, result: Segment[]): void {
  const end = piece.to + piece.length;
  for (let i = firstAt(outer, piece.to); i < outer.length; i++) {
    const segment = outer[i];
    if (segment === undefined || segment.from >= end) return;
    const start = Math.max(piece.to, segment.from);
    const length = Math.min(end, segment.from + segment.length) - start;
    if (length <= 0) continue;
    const to = segment.exact ? segment.to + start - segment.from : segment.to;
    result.push({ from: piece.from + start - piece.to, length, to, toLength: segment.exact ? length : segment.toLength, exact: segment.exact });
  }
}

function firstAt(map: SegmentMap, offset: number): number {
  let low = 0;
  let high = map.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
