// Turns a stretch of a template into plain text that a YAML reader understands, with a map back to the template.
import type { Segment, SegmentMap } from '../../model/segment-map.ts';
import type { Span } from '../../model/location.ts';
import { BlockScalars } from './block-scalar.ts';
import { pieceAt } from './pieces.ts';
import type { Template } from './structure.ts';

/** Private-use characters stand for values: U+E000 and what follows for known actions, the last one where they run out. */
const FIRST_TOKEN = 0xe000;
const MAX_TOKENS = 6_000;
const SPENT_TOKEN = '\uF8FF';
export const TOKENS = /[\uE000-\uF8FF]/g;

export interface ChildText {
  readonly text: string;
  readonly map: SegmentMap;
  /** What each token stands for, in the order of the tokens. */
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly piece: number;
  /** In the text of a block scalar: how far the lines of the value stand right in the template, and how far in that text. */
  readonly shift?: { readonly from: number; readonly to: number };
}

/** Which pieces of a template are wanted. */
export interface Stretch {
  /** Pieces from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Characters of the template outside this span are left out. */
  readonly clip?: Span;
  /** Whether an arm is left out, and with it the arms inside. */
  readonly hides: (arm: number) => boolean;
  /** What stands for the value of a piece, in place of a token. */
  readonly print?: (piece: number) => string;
}

/** What a token stands for; nothing for the one used when they run out. */
export function tokenOf(child: ChildText, token: string): Token | undefined {
  return child.tokens[token.charCodeAt(0) - FIRST_TOKEN];
}

export function childText(template: Template, stretch: Stretch): ChildText {
  const writer = new ChildWriter(template.text, stretch.print);
  const { pieces, structure } = template;
  const hidden = new Set<number>();
  const first = stretch.clip === undefined ? stretch.from : Math.max(stretch.from, pieceAt(pieces, stretch.clip.start));
  for (let i = first; i < stretch.to; i++) {
    const piece = pieces[i];
    if (piece === undefined || piece.start >= (stretch.clip?.end ?? template.text.length)) break;
    const outer = structure.armOf[i] ?? -1;
    const start = Math.max(piece.start, stretch.clip?.start ?? 0);
    const end = Math.min(piece.end, stretch.clip?.end ?? piece.end);
    const arm = structure.armAt.get(i);
    if (arm !== undefined && (hidden.has(outer) || stretch.hides(arm))) hidden.add(arm);
    if (start < end && !hidden.has(outer)) {
      if (piece.kind === 'text') writer.text(start, end);
      else if (piece.statement.role === 'value') writer.value(i, piece, piece.statement);
      else writer.action();
    }
    const body = arm === undefined ? undefined : structure.arms[arm];
    // The body of a define is a part of its own: go on at its end, which is an action that leaves nothing.
    if (body?.define !== undefined) i = body.tail - 1;
  }
  return writer.finish();
}

interface Run extends Span {
  /** The value that stands here. */
  readonly token?: Token;
  /** Blanks that the value brings before it. */
  readonly pad?: number;
}

class ChildWriter {
  readonly #source: string;
  readonly #print: Stretch['print'];
  readonly #out: string[] = [];
  readonly #segments: Segment[] = [];
  readonly #tokens: Token[] = [];
  readonly #blocks = new BlockScalars();
  #length = 0;
  #line: Run[] = [];
  #newline = -1;
  #hasAction = false;
  #hasText = false;
  #hasValue = false;
  /** The white space before the first thing on the line. */
  #indent = 0;
  #atIndent = true;

  constructor(source: string, print: Stretch['print']) {
    this.#source = source;
    this.#print = print;
  }

  text(start: number, end: number): void {
    let from = start;
    while (from < end) {
      if (this.#newline < from) this.#newline = endOr(this.#source, this.#source.indexOf('\n', from));
      const stop = Math.min(this.#newline, end);
      const bare = stop < end && stop > from && this.#source[stop - 1] === '\r' ? stop - 1 : stop;
      this.#plain(from, bare);
      if (stop === end) return;
      this.#endLine();
      this.#exact(bare, stop + 1);
      from = stop + 1;
    }
  }

  value(piece: number, at: Span, { structural, indent = 0 }: { readonly structural: boolean; readonly indent?: number }): void {
    this.#hasAction = true;
    // `indent` at the start of a line is what puts the value into the text of a block scalar.
    const pad = this.#print === undefined && this.#atIndent && !structural && this.#blocks.holds(this.#indent + indent) ? indent : 0;
    if (structural && this.#print === undefined && !this.#blocks.holds(this.#indent)) return;
    this.#indent += pad;
    this.#hasValue = true;
    const column = structural ? indent : this.#indent;
    const shift =
      indent > 0 && this.#blocks.holds(column) && (structural || pad > 0) ? { from: indent, to: column - (this.#blocks.content ?? column) } : undefined;
    this.#atIndent = false;
    this.#line.push({ start: at.start, end: at.end, token: shift === undefined ? { piece } : { piece, shift }, pad });
  }

  /** An action that leaves nothing. */
  action(): void {
    this.#hasAction = true;
  }

  finish(): ChildText {
    this.#endLine();
    return { text: this.#out.join(''), map: this.#segments, tokens: this.#tokens };
  }

  #plain(start: number, end: number): void {
    if (end <= start) return;
    const text = this.#source.slice(start, end);
    const blank = text.length - text.trimStart().length;
    if (this.#atIndent) this.#indent += blank;
    if (blank < text.length) {
      this.#atIndent = false;
      this.#hasText = true;
    }
    this.#line.push({ start, end });
  }

  /** A line of actions alone, or with a comment behind them, leaves an empty line, but for values in the text of a block scalar. */
  #endLine(): void {
    const line = this.#line;
    const holdsValue = this.#hasValue && (this.#print !== undefined || this.#blocks.holds(this.#indent));
    const kept = !this.#hasAction || holdsValue || (this.#hasText && !(this.#hasValue && this.#isComment()));
    if (kept) {
      const from = this.#out.length;
      for (const run of line) {
        if (run.token === undefined) this.#exact(run.start, run.end);
        else this.#token(run.token, run);
      }
      const written = this.#out.slice(from).join('');
      if (written.trim() !== '') this.#blocks.next(written);
    }
    this.#line = [];
    this.#hasAction = false;
    this.#hasText = false;
    this.#hasValue = false;
    this.#indent = 0;
    this.#atIndent = true;
  }

  /** Whether the line begins with a value, and the text after the values is a comment. */
  #isComment(): boolean {
    const first = this.#line.find(({ start, end, token }) => token !== undefined || this.#source.slice(start, end).trim() !== '');
    const text = this.#line.find(({ start, end, token }) => token === undefined && this.#source.slice(start, end).trim() !== '');
    return first?.token !== undefined && text !== undefined && this.#source.slice(text.start, text.end).trimStart().startsWith('#');
  }

  #exact(start: number, end: number): void {
    if (end <= start) return;
    const length = end - start;
    const last = this.#segments.at(-1);
    const joins = last?.exact === true && last.to + last.length === start;
    if (joins) this.#segments[this.#segments.length - 1] = { ...last, length: last.length + length, toLength: last.length + length };
    else this.#segments.push({ from: this.#length, length, to: start, toLength: length, exact: true });
    // Characters that would pass for tokens are replaced; they have no meaning in what is looked for.
    this.#out.push(this.#source.slice(start, end).replace(TOKENS, '\uFFFD'));
    this.#length += length;
  }

  #token(token: Token, at: Run): void {
    const text = this.#print === undefined ? ' '.repeat(at.pad ?? 0) + this.#nextToken(token) : this.#print(token.piece);
    if (text === '') return;
    this.#out.push(text);
    this.#segments.push({ from: this.#length, length: text.length, to: at.start, toLength: at.end - at.start, exact: false });
    this.#length += text.length;
  }

  #nextToken(token: Token): string {
    if (this.#tokens.length >= MAX_TOKENS) return SPENT_TOKEN;
    this.#tokens.push(token);
    return String.fromCharCode(FIRST_TOKEN + this.#tokens.length - 1);
  }
}

function endOr(text: string, at: number): number {
  return at < 0 ? text.length : at;
}
