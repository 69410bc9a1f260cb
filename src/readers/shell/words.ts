// The words of a script: quotes removed, expansions replaced where their value is known.
import type { Span } from '../../model/location.ts';
import { UNRESOLVED } from '../../model/tree.ts';
import { unescapeAnsi } from './escapes.ts';
import type { Syntax } from '../grammar.ts';
import type { Value } from './value.ts';
import { ValueBuilder } from './value.ts';
import type { Lookup, LookupElements } from './variables.ts';

/** What a word is read from. */
export interface WordSource {
  /** The text that was parsed, template parts masked. */
  readonly text: string;
  /** The text as written, of the same length. */
  readonly original: string;
  readonly lookup: Lookup;
  /** What a loop's variable is in turn. */
  readonly loops?: ReadonlyMap<string, readonly string[]>;
  readonly arrays?: LookupElements;
}

/** How a word is read: `verbatim` keeps template parts as written, for what will be read again. */
interface Reading {
  readonly source: WordSource;
  readonly verbatim: boolean;
  readonly depth: number;
  readonly builder: ValueBuilder;
}

const MAX_DEPTH = 20;
const WHICH = /^(?:\$\(|`)\s*(?:which|command\s+-v|type\s+-[pP])\s+["']?([\w./-]{1,200})/;
/** Set at run time, and never to anything else. */
const SUDO = /^\$\{?(?:_?sudo(?:_?cmd|_?prefix)?|as_?root)\}?$/i;
const DEFAULTS: ReadonlySet<string> = new Set([':-', '-', ':=', '=']);

/** Reads a word's text; `depth` counts variables within variables. */
export function readWord(node: Syntax, source: WordSource, options: { verbatim?: boolean; depth?: number } = {}): Value {
  const builder = new ValueBuilder();
  const verbatim = options.verbatim ?? false;
  readInto(node, { source, verbatim, depth: options.depth ?? 0, builder });
  const extent = { start: node.start, end: node.end };
  const isPlain = verbatim || source.text === source.original || source.text.slice(node.start, node.end) === source.original.slice(node.start, node.end);
  return { ...builder.build(), extent, ...(isPlain ? {} : { verbatim: readWord(node, source, { ...options, verbatim: true }) }) };
}

/** Reads an argument: more words than one, or none, where it is an expansion of a known value without quotes around it. */
export function readArgument(node: Syntax, source: WordSource): readonly Value[] {
  const value = readWord(node, source);
  const inTurn = value.text === UNRESOLVED ? loopWords(node, source) : undefined;
  if (inTurn !== undefined) return inTurn;
  if (!isSplit(node, source) || (value.text !== UNRESOLVED && value.text !== '' && !/\s/.test(value.text))) return [value];
  const extent = { start: node.start, end: node.end };
  if (value.text === UNRESOLVED && SUDO.test(source.text.slice(node.start, node.end)))
    return [{ ...new ValueBuilder().inexact('sudo', extent).build(), extent }];
  const elements = elementsOf(node, source)?.map(element => readWord(element, source).text);
  const parts = elements ?? value.text.split(/\s+/).filter(part => part !== '');
  return parts.map(text => ({ ...new ValueBuilder().inexact(text, extent).build(), extent }));
}

/** `"${command[@]}"` is one word for each element, blanks and all. */
function elementsOf(node: Syntax, { text, arrays }: WordSource): readonly Syntax[] | undefined {
  const name = /^"\$\{(\w{1,100})\[@\]\}"$/.exec(text.slice(node.start, Math.min(node.end, node.start + 120)))?.[1];
  const elements = name === undefined ? undefined : arrays?.(name);
  const isWord = (element: Syntax): boolean => WORD_ELEMENTS.has(element.type) && !text.slice(element.start, element.end).includes('[@]');
  return elements?.every(isWord) === true ? elements : undefined;
}

/** Elements that are one word each, as expansions without quotes may not be. */
const WORD_ELEMENTS: ReadonlySet<string> = new Set(['word', 'string', 'raw_string', 'concatenation', 'number', 'ansi_c_string']);

/** A loop's variable as all that it is in turn: `systemctl restart $unit` restarts each of them. */
function loopWords(node: Syntax, { text, loops }: WordSource): readonly Value[] | undefined {
  const extent = { start: node.start, end: node.end };
  const name = /^"?\$\{?(\w{1,100})\}?"?$/.exec(text.slice(node.start, Math.min(node.end, node.start + 120)))?.[1] ?? '';
  return loops?.get(name)?.map(word => ({ ...new ValueBuilder().inexact(word, extent).build(), extent }));
}

function isSplit(node: Syntax, source: WordSource): boolean {
  if (node.type === 'simple_expansion' || node.type === 'expansion') return true;
  if (node.type === 'command_name') return node.children.length === 1 && node.children.some(child => isSplit(child, source));
  return node.type === 'string' && /^"\$\{\w{1,100}\[@\]\}"$/.test(source.text.slice(node.start, Math.min(node.end, node.start + 120)));
}

/** Reads the body of a here-document: as written where its delimiter is quoted, else with expansions and escapes undone. */
export function readHeredocBody(body: Syntax, span: Span, source: WordSource, isQuoted: boolean): Value {
  const builder = new ValueBuilder();
  const reading: Reading = { source, verbatim: true, depth: 0, builder };
  if (isQuoted) builder.exact(source.original.slice(span.start, span.end), span.start);
  else
    readMixed(
      span,
      body.children.filter(child => child.type !== 'heredoc_content'),
      reading,
    );
  return builder.build();
}

function readInto(node: Syntax, reading: Reading): void {
  if (reading.depth > MAX_DEPTH) {
    reading.builder.inexact(UNRESOLVED, node);
    return;
  }
  const inner: Reading = { ...reading, depth: reading.depth + 1 };
  switch (node.type) {
    case 'raw_string':
      readSlice(node.start + 1, node.end - 1, reading);
      break;
    case 'ansi_c_string':
      unescapeAnsi(reading.source.original.slice(node.start + 2, node.end - 1), node.start + 2, reading.builder);
      break;
    case 'string':
      readMixed({ start: node.start + 1, end: node.end - 1 }, node.children, inner);
      break;
    case 'command_name':
    case 'translated_string':
    case 'concatenation':
      for (const child of node.children) if (child.type !== '$') readInto(child, inner);
      if (node.children.length === 0) readEscaped(node.start, node.end, /\\([^])/g, reading);
      break;
    case 'array':
      readArray(node, inner);
      break;
    case 'simple_expansion':
    case 'expansion':
    case 'command_substitution':
    case 'arithmetic_expansion':
    case 'process_substitution':
      readExpansion(node, inner);
      break;
    default:
      readEscaped(node.start, node.end, /\\([^])/g, reading);
  }
}

/** A stretch between double quotes or of a here-document: text with expansions in it. */
function readMixed(span: Span, children: readonly Syntax[], reading: Reading): void {
  let at = span.start;
  for (const child of children) {
    if (child.start < at || child.end > span.end || !isExpansion(child)) continue;
    readEscaped(at, child.start, /\\([$`"\\\n])/g, reading);
    readInto(child, reading);
    at = child.end;
  }
  readEscaped(at, span.end, /\\([$`"\\\n])/g, reading);
}

function isExpansion(node: Syntax): boolean {
  return node.type.endsWith('expansion') || node.type.endsWith('substitution');
}

function readArray(node: Syntax, reading: Reading): void {
  const elements = node.children.filter(child => child.type !== '(' && child.type !== ')');
  for (const [index, element] of elements.entries()) {
    if (index > 0) reading.builder.inexact(' ', element);
    readInto(element, reading);
  }
}

function readEscaped(start: number, end: number, escape: RegExp, reading: Reading): void {
  const text = reading.source.text.slice(start, end);
  if (!text.includes('\\')) {
    readSlice(start, end, reading);
    return;
  }
  let at = start;
  for (const match of text.matchAll(escape)) {
    const from = start + match.index;
    readSlice(at, from, reading);
    const char = match[1] ?? '';
    at = from + match[0].length;
    if (char !== '\n') reading.builder.inexact(char, { start: from, end: at });
  }
  readSlice(at, end, reading);
}

/** Text without escapes; a masked template part becomes one sign. */
function readSlice(start: number, end: number, reading: Reading): void {
  const { source, verbatim, builder } = reading;
  if (end <= start) return;
  const text = (verbatim ? source.original : source.text).slice(start, end);
  if (verbatim || !text.includes(UNRESOLVED)) {
    builder.exact(text, start);
    return;
  }
  for (const run of text.matchAll(/\uFFFC+|[^\uFFFC]+/g)) {
    const from = start + run.index;
    if (run[0].startsWith(UNRESOLVED)) builder.inexact(UNRESOLVED, { start: from, end: from + run[0].length });
    else builder.exact(run[0], from);
  }
}

function readExpansion(node: Syntax, reading: Reading): void {
  const { source, builder, depth } = reading;
  const raw = source.text.slice(node.start, Math.min(node.end, node.start + 300));
  if (node.type === 'command_substitution') {
    builder.inexact(WHICH.exec(raw)?.[1] ?? UNRESOLVED, node);
    return;
  }
  const name = /^\$\{?([A-Za-z_]\w*)(?:\}$|$|\[[@*]\]\}$|:?[-=])/.exec(raw)?.[1];
  const value = name === undefined ? undefined : source.lookup(name, depth);
  if (value !== undefined) builder.inexact(value, node);
  else if (!readDefault(node, reading)) builder.inexact(UNRESOLVED, node);
}

/** `${NAME:-default}` */
function readDefault(node: Syntax, reading: Reading): boolean {
  const operator = node.children.findIndex(child => DEFAULTS.has(child.type));
  if (node.type !== 'expansion' || operator !== 2) return false;
  for (const child of node.children.slice(operator + 1)) if (child.type !== '}') readInto(child, reading);
  return true;
}
