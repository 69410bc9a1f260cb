// A text put together from pieces of a script, and how its characters lie in that script.
import type { Span } from '../../model/location.ts';
import type { Segment, SegmentMap } from '../../model/segment-map.ts';
import { composeMaps, mapSpan } from '../../model/segment-map.ts';

/** `map` is empty only where `text` is. */
export interface Value {
  readonly text: string;
  readonly map: SegmentMap;
  /** Where the whole of it stands, quotes included. */
  readonly extent?: Span;
  /** The same with template parts as written, where it has any. */
  readonly verbatim?: Value;
}

/** Collects the pieces of a value, joining neighbours that continue each other. */
export class ValueBuilder {
  #text = '';
  readonly #segments: Segment[] = [];

  /** A piece that stands in the script as it is. */
  exact(text: string, to: number): this {
    const last = this.#segments.at(-1);
    if (text === '') return this;
    if (last?.exact === true && last.to + last.length === to) {
      const length = last.length + text.length;
      this.#segments[this.#segments.length - 1] = { ...last, length, toLength: length };
    } else this.#segments.push({ from: this.#text.length, length: text.length, to, toLength: text.length, exact: true });
    this.#text += text;
    return this;
  }

  /** A piece that stands for a stretch of the script as a whole: an escape, an expansion. */
  inexact(text: string, span: Span): this {
    if (text === '') return this;
    this.#segments.push({ from: this.#text.length, length: text.length, to: span.start, toLength: span.end - span.start, exact: false });
    this.#text += text;
    return this;
  }

  /** Another value's pieces. */
  add(value: Value): this {
    for (const piece of value.map) {
      const text = value.text.slice(piece.from, piece.from + piece.length);
      if (piece.exact) this.exact(text, piece.to);
      else this.inexact(text, { start: piece.to, end: piece.to + piece.toLength });
    }
    return this;
  }

  build(): Value {
    return { text: this.#text, map: this.#segments };
  }
}

/** A part of a value. */
export function sliceValue(value: Value, start: number, end: number = value.text.length): Value {
  const builder = new ValueBuilder();
  for (const piece of value.map) {
    const from = Math.max(start, piece.from);
    const to = Math.min(end, piece.from + piece.length);
    if (from >= to) continue;
    const text = value.text.slice(from, to);
    if (piece.exact) builder.exact(text, piece.to + from - piece.from);
    else builder.inexact(text, { start: piece.to, end: piece.to + piece.toLength });
  }
  return builder.build();
}

/** Values with one blank between each two, template parts as written. */
export function joinValues(values: readonly Value[]): Value {
  const builder = new ValueBuilder();
  let end = 0;
  for (const [index, value] of values.entries()) {
    const { start, end: next } = spanOf(value) ?? { start: end, end };
    if (index > 0) builder.inexact(' ', { start: end, end: Math.max(end, start) });
    builder.add(value.verbatim ?? value);
    end = next;
  }
  return builder.build();
}

/** From the first to the last character that a value comes from. */
export function spanOf(value: Value): Span | undefined {
  return value.extent ?? (value.map.length === 0 ? undefined : mapSpan(value.map, 0, value.text.length));
}

/** A value of an embedded script as a value of the text that the script is embedded in. */
export function liftValue(value: Value, outer: SegmentMap | undefined): Value {
  if (outer === undefined) return value;
  const { text, extent, verbatim } = value;
  return {
    text,
    map: composeMaps(value.map, outer),
    ...(extent === undefined ? {} : { extent: mapSpan(outer, extent.start, extent.end) }),
    ...(verbatim === undefined ? {} : { verbatim: liftValue(verbatim, outer) }),
  };
}
