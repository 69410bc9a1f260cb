// YAML into trees that know their places: aliases and merge keys resolved, duplicates kept, templates' tokens replaced.
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document as YamlDocument, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { SegmentMap } from '../model/segment-map.ts';
import type { Entry, MapNode, Node, ScalarNode, SeqNode } from '../model/tree.ts';
import type { Span } from '../model/location.ts';
import { tooDeep } from './depth.ts';
import { padQuoted, unpadded, type Padded } from './padding.ts';
import type { ReadError } from './result.ts';

/** How a template's token characters are replaced; see the template reader. */
export interface TokenResolver {
  /** `inText`: the token stands in a text of its own, such as a block scalar, where its quotes are part of the text. */
  resolve(token: string, inText: boolean): { readonly text: string; readonly template: string };
}

export interface YamlTree {
  readonly root: Node;
  readonly span: Span;
}

export interface YamlResult {
  readonly trees: readonly YamlTree[];
  readonly errors: readonly ReadError[];
}

/** What all aliases together may unfold to; more is taken for an alias bomb. */
const MAX_UNFOLDED = 200_000;

const TOKEN = /[\uE000-\uF8FF]/;

/**
 * Reads every document in a span of a text. Never throws; what could be read is delivered beside the errors. `indent` is the column
 * at which the span begins, where it is a part of a longer text.
 */
export function readYaml(text: string, span: Span, resolver?: TokenResolver, indent = 0): YamlResult {
  const deep = tooDeep(text, span.start, span.end);
  if (deep !== undefined) return { trees: [], errors: [{ code: 'too-complex', message: 'nests more than 200 levels deep', offset: deep }] };
  const shift = span.start - indent;
  const { documents, padded } = parsePadded(' '.repeat(indent) + withLineFeeds(text.slice(span.start, span.end)));
  const place = (offset: number): number => shift + padded.original(offset);
  const trees: YamlTree[] = [];
  const errors: ReadError[] = [];
  for (const document of documents) {
    for (const error of document.errors) errors.push({ message: firstLine(error.message), offset: place(error.pos[0]) });
    const builder = new TreeBuilder(document, padded.text, place, resolver);
    const root = document.contents === null ? undefined : builder.build(document.contents);
    if (builder.problem !== undefined) errors.push(builder.problem);
    if (root !== undefined) trees.push({ root, span: { start: place(document.range[0]), end: place(document.range[2]) } });
  }
  return { trees, errors };
}

/** One text may hold several quoted texts that stand too far left. */
const MOST_PADDINGS = 20;

function parsePadded(source: string): { readonly documents: readonly YamlDocument.Parsed[]; readonly padded: Padded } {
  let padded = unpadded(source);
  let documents = parse(source);
  for (let tries = 0; tries < MOST_PADDINGS; tries++) {
    const unclosed = documents.flatMap(document => document.errors).find(error => /^Missing closing ["']quote/.test(error.message));
    const next = unclosed === undefined ? undefined : padQuoted(padded, unclosed.pos[0], unclosed.message.startsWith('Missing closing "') ? '"' : "'");
    if (next === undefined) break;
    padded = next;
    documents = parse(padded.text);
  }
  return { documents, padded };
}

function parse(source: string): readonly YamlDocument.Parsed[] {
  const parsed = parseAllDocuments(source, { logLevel: 'silent', prettyErrors: false, strict: false, uniqueKeys: false, stringKeys: true, version: '1.1' });
  return Array.isArray(parsed) ? parsed : [];
}

/** The parser takes a lone CR for no line break, as YAML has it. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

class TreeBuilder {
  problem: ReadError | undefined;
  readonly #document: YamlDocument;
  readonly #source: string;
  readonly #place: (offset: number) => number;
  readonly #resolver: TokenResolver | undefined;
  readonly #built = new Map<unknown, { node: Node; size: number }>();
  readonly #open = new Set<unknown>();
  #size = 0;
  #unfolded = 0;

  constructor(document: YamlDocument, source: string, place: (offset: number) => number, resolver: TokenResolver | undefined) {
    this.#document = document;
    this.#source = source;
    this.#place = place;
    this.#resolver = resolver;
  }

  build(node: unknown): Node {
    this.#size++;
    if (isAlias(node)) return this.#alias(node.resolve(this.#document), node.source, node.range?.[0] ?? 0);
    const before = this.#size;
    this.#open.add(node);
    const built = this.#node(node);
    this.#open.delete(node);
    if (hasAnchor(node)) this.#built.set(node, { node: built, size: this.#size - before + 1 });
    return built;
  }

  #node(node: unknown): Node {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#seq(node);
    if (isScalar(node)) return this.#scalar(node);
    return this.#missing(this.#place(0));
  }

  #alias(target: unknown, name: string, at: number): Node {
    if (target === undefined) this.problem ??= { message: `the alias *${name} has no anchor`, offset: this.#place(at) };
    const known = this.#built.get(target);
    if (known === undefined || this.#open.has(target)) return this.#missing(this.#place(at));
    this.#size += known.size;
    this.#unfolded += known.size;
    if (this.#unfolded > MAX_UNFOLDED) {
      this.problem ??= { code: 'too-complex', message: `its aliases unfold to more than ${String(MAX_UNFOLDED)} values`, offset: this.#place(at) };
      return this.#missing(this.#place(at));
    }
    return known.node;
  }

  #map(map: YAMLMap): MapNode {
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const { key, value } of map.items) {
      const keyNode = this.#key(key);
      const valueNode = value === null || value === undefined ? this.#missing(keyNode.end) : this.build(value);
      if (keyNode.text === '<<') merged.push(...mergeEntries(valueNode));
      else own.push({ key: keyNode, value: valueNode });
    }
    return { kind: 'map', entries: merged.length === 0 ? own : withoutOverridden(merged, own), ...this.#extent(map) };
  }

  #key(key: unknown): ScalarNode {
    const node = isScalar(key) ? this.#scalar(key) : this.build(key);
    if (node.kind === 'scalar') return node;
    const { start, end } = node;
    return { kind: 'scalar', value: '', text: '', style: 'plain', start, end };
  }

  #seq(seq: YAMLSeq): SeqNode {
    return { kind: 'seq', items: seq.items.map(item => this.build(item)), ...this.#extent(seq) };
  }

  #extent(node: { range?: readonly [number, number, number] | null }): Span {
    const [start, end] = node.range ?? [0, 0];
    let last = end;
    while (last > start && /[ \t\r\n]/.test(this.#source[last - 1] ?? '')) last--;
    return { start: this.#place(start), end: this.#place(last) };
  }

  #scalar(scalar: Scalar): ScalarNode {
    const [from, to] = scalar.range ?? [0, 0];
    const { style, spelling } = STYLES[scalar.type ?? 'PLAIN'] ?? STYLE_PLAIN;
    const quote = style === 'quoted' ? 1 : 0;
    const closed = quote === 1 && to - from >= 2 && this.#source[to - 1] === this.#source[from];
    const start = this.#place(from + quote);
    const end = Math.max(start, this.#place(to - (closed ? 1 : 0)));
    const raw = scalar.source ?? '';
    const value = primitive(scalar.value, raw);
    const isSpelledOut = spelledOut(raw, style, end - start);
    if (this.#resolver !== undefined && TOKEN.test(raw)) {
      const resolved = resolveTokens(raw, this.#resolver, style === 'block');
      return { kind: 'scalar', style, start, end, ...resolved, ...(isSpelledOut ? {} : { spelling }) };
    }
    // Spread costs more than all else here, and most of a tree is scalars.
    if (isSpelledOut) return { kind: 'scalar', style, start, end, value, text: raw };
    return { kind: 'scalar', style, start, end, spelling, value, text: raw };
  }

  #missing(at: number): ScalarNode {
    return { kind: 'scalar', value: null, text: '', style: 'plain', start: at, end: at };
  }
}

type Style = { readonly style: ScalarNode['style']; readonly spelling: NonNullable<ScalarNode['spelling']> };
const STYLE_PLAIN: Style = { style: 'plain', spelling: 'plain' };
const STYLES: Readonly<Record<string, Style>> = {
  PLAIN: STYLE_PLAIN,
  QUOTE_SINGLE: { style: 'quoted', spelling: 'single' },
  QUOTE_DOUBLE: { style: 'quoted', spelling: 'double' },
  BLOCK_LITERAL: { style: 'block', spelling: 'literal' },
  BLOCK_FOLDED: { style: 'block', spelling: 'folded' },
};

function spelledOut(raw: string, style: ScalarNode['style'], length: number): boolean {
  return style !== 'block' && raw.length === length && !raw.includes('\n');
}

function hasAnchor(node: unknown): boolean {
  return (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined;
}

function primitive(value: unknown, raw: string): ScalarNode['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return raw;
}

function mergeEntries(node: Node): readonly Entry[] {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'seq' ? node.items.toReversed().flatMap(item => (item.kind === 'map' ? item.entries : [])) : [];
}

function withoutOverridden(merged: readonly Entry[], own: readonly Entry[]): Entry[] {
  const keys = new Set(own.map(entry => entry.key.text));
  return [...merged.filter(entry => !keys.has(entry.key.text)), ...own];
}

/** Replaces each token by what it stands for, and keeps where each part of the new text came from. */
function resolveTokens(
  raw: string,
  resolver: TokenResolver,
  inText: boolean,
): { value: string; text: string; template: string; tokens: { raw: string; parts: SegmentMap } } {
  let text = '';
  let template = '';
  const parts: { from: number; length: number; to: number; toLength: number; exact: boolean }[] = [];
  let at = 0;
  for (const match of raw.matchAll(/[\uE000-\uF8FF]/g)) {
    const plain = raw.slice(at, match.index);
    if (plain !== '') parts.push({ from: text.length, length: plain.length, to: at, toLength: plain.length, exact: true });
    const resolved = resolver.resolve(match[0], inText);
    text += plain;
    if (resolved.text !== '') parts.push({ from: text.length, length: resolved.text.length, to: match.index, toLength: 1, exact: false });
    text += resolved.text;
    template += plain + resolved.template;
    at = match.index + 1;
  }
  const rest = raw.slice(at);
  if (rest !== '') parts.push({ from: text.length, length: rest.length, to: at, toLength: rest.length, exact: true });
  return { value: text + rest, text: text + rest, template: template + rest, tokens: { raw, parts } };
}
