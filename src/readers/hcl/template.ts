// The text of a string or here-document: escapes decoded, indentation taken off, interpolations replaced by what is known of them.
import type { Span } from '../../model/location.ts';
import { UNRESOLVED, type ScalarNode } from '../../model/tree.ts';
import { ValueBuilder } from '../shell/value.ts';
import { hereDocumentAt, interpolationEnd, opensTemplate } from './lexical.ts';

/** What variables and locals are by default: `var.runtime`, `local.image`. */
export type Names = ReadonlyMap<string, string>;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const DIRECTIVE = /^%\{~?\s*(?:if|else|endif|for|endfor)\b/;
const NAME = /^\s*~?\s*((?:var|local)\.[\w-]+)\s*~?\s*$/;

/** The scalar of a quoted string; `span` has its quotes. */
export function quotedText(text: string, span: Span, names: Names): ScalarNode {
  const closed = span.end - 1 > span.start && text[span.end - 1] === '"';
  const inner = { start: Math.min(span.start + 1, span.end), end: closed ? span.end - 1 : span.end };
  return new TemplateText(text, names).read(inner, inner.start, 'quoted');
}

/** The scalar of a here-document that begins at an offset; nothing where none does. */
export function hereText(text: string, start: number, names: Names): ScalarNode | undefined {
  const here = hereDocumentAt(text, start);
  if (here === undefined) return undefined;
  return new TemplateText(text, names, here.isIndented ? sharedIndent(text, here.body) : 0).read(here.body, start, 'block');
}

/** The blanks that all lines of a here-document begin with. */
function sharedIndent(text: string, body: Span): number {
  let least = Number.MAX_SAFE_INTEGER;
  for (const line of text.slice(body.start, body.end).split('\n')) {
    const blanks = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== '') least = Math.min(least, blanks);
  }
  return least === Number.MAX_SAFE_INTEGER ? 0 : least;
}

class TemplateText {
  readonly #text: string;
  readonly #names: Names;
  readonly #indent: number;
  readonly #value = new ValueBuilder();
  #template = '';
  #isTemplate = false;
  /** Set where a `${` has no end, which no later one has then either. */
  #noEnd = false;

  constructor(text: string, names: Names, indent = 0) {
    this.#text = text;
    this.#names = names;
    this.#indent = indent;
  }

  /** `start` is where the scalar begins, before its body in here-documents. */
  read(body: Span, start: number, style: 'quoted' | 'block'): ScalarNode {
    const text = this.#text;
    for (let at = body.start; at < body.end;) {
      const from = style === 'block' && (at === body.start || text[at - 1] === '\n') ? at + this.#blanks(at, body.end) : at;
      at = this.#part(from, body.end, style) ?? this.#literal(from, body.end, style);
    }
    const { text: value, map } = this.#value.build();
    const raw = text.slice(start, body.end);
    const parts = map.map(piece => ({ ...piece, to: piece.to - start }));
    return {
      kind: 'scalar',
      value,
      text: value,
      style,
      start,
      end: body.end,
      ...(this.#isTemplate ? { template: this.#template } : {}),
      ...(value === raw ? {} : { tokens: { raw, parts } }),
    };
  }

  #blanks(at: number, end: number): number {
    let count = 0;
    while (count < this.#indent && at + count < end && (this.#text[at + count] === ' ' || this.#text[at + count] === '\t')) count++;
    return count;
  }

  /** An escape, an interpolation or a directive, and where it ends. */
  #part(at: number, end: number, style: 'quoted' | 'block'): number | undefined {
    const text = this.#text;
    const char = text[at];
    if (char === '\\' && style === 'quoted') return this.#escape(at, end);
    if ((char === '$' || char === '%') && text[at + 1] === char && text[at + 2] === '{' && at + 2 < end) {
      this.#put(`${char}{`, { start: at, end: at + 3 });
      return at + 3;
    }
    if ((char !== '$' && char !== '%') || this.#noEnd || !opensTemplate(text, at)) return undefined;
    const isDirective = char === '%';
    if (isDirective && !DIRECTIVE.test(text.slice(at, at + 40))) return undefined;
    const close = interpolationEnd(text, at + 2, end);
    this.#noEnd = close === undefined;
    if (close === undefined) return undefined;
    this.#isTemplate = true;
    this.#template += text.slice(at, close + 1);
    if (!isDirective) {
      const name = NAME.exec(text.slice(at + 2, Math.min(close, at + 202)))?.[1];
      this.#value.inexact((name === undefined ? undefined : this.#names.get(name)) ?? UNRESOLVED, { start: at, end: close + 1 });
    }
    return close + 1;
  }

  #escape(at: number, end: number): number {
    const text = this.#text;
    const kind = text[at + 1] ?? '';
    const known = ESCAPES[kind];
    const hex = /^\\u([0-9a-fA-F]{4})|^\\U(0010[0-9a-fA-F]{4}|000[0-9a-fA-F]{5})/.exec(text.slice(at, Math.min(at + 10, end)));
    const next = hex === null ? Math.min(at + 2, end) : at + hex[0].length;
    const decoded = hex === null ? (known ?? text.slice(at, next)) : String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? '0', 16));
    this.#put(decoded, { start: at, end: next });
    return next;
  }

  #put(value: string, span: Span): void {
    this.#template += value;
    this.#value.inexact(value, span);
  }

  /** What stands there as it is meant, up to what may be a part or a line's end. */
  #literal(at: number, end: number, style: 'quoted' | 'block'): number {
    let next = at;
    while (next < end) {
      const char = this.#text[next++];
      if (char === '\n' && style === 'block') break;
      const coming = this.#text[next];
      if (coming === '$' || coming === '%' || coming === '\\') break;
    }
    const written = this.#text.slice(at, next);
    this.#template += written;
    this.#value.exact(written, at);
    return next;
  }
}
