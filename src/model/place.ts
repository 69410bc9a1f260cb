// From a span of an artifact, however deep it is nested, to the region of the file that a person edits.
import type { Artifact } from './artifact.ts';
import type { Region, Span } from './location.ts';
import { mapSpan } from './segment-map.ts';

/** The file's own artifact and the span in it that a nested span comes from. */
export function rootSpan(artifact: Artifact, span: Span): { artifact: Artifact; span: Span } {
  let at = artifact;
  let { start, end } = span;
  while (at.origin !== undefined) {
    ({ start, end } = mapSpan(at.origin.map, start, end));
    at = at.origin.parent;
  }
  return { artifact: at, span: { start, end } };
}

/** The region of a span of a file's own text. */
export function regionOf(lines: LineIndex, span: Span): Region {
  const start = lines.position(span.start);
  const end = lines.position(Math.max(span.start, span.end));
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Line starts of one text; answers with lines and columns from 1. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10) this.#starts.push(i + 1);
      else if (code === 13 && text.charCodeAt(i + 1) !== 10) this.#starts.push(i + 1);
    }
  }

  position(offset: number): { line: number; column: number } {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offsets of a line's first character and of its end without the line break; line from 1. */
  line(number: number, text: string): Span {
    const start = this.#starts[number - 1] ?? this.#length;
    let end = this.#starts[number] ?? this.#length;
    while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
    return { start, end };
  }

  get count(): number {
    return this.#starts.length;
  }
}
