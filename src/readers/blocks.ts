// Languages of blocks in braces: Logstash pipelines, Grafana Alloy, logrotate and their like.
import type { Span } from '../model/location.ts';
import type { Node, ScalarNode } from '../model/tree.ts';
import { conditionEnd, tokenFrom, type Scanner, type Token } from './blocks-tokens.ts';
import { MAX_DEPTH } from './depth.ts';
import { trim } from './lines.ts';
import {
  absentScalar,
  addEntry,
  impliedKey,
  openMap,
  openSeq,
  plainScalar,
  quotedScalar,
  rootOrError,
  unescapeQuotes,
  type OpenMap,
  type OpenSeq,
} from './nodes.ts';
import type { ReadResult } from './result.ts';

type Container = OpenMap | OpenSeq;

interface State {
  readonly scanner: Scanner;
  readonly stack: { readonly container: Container; readonly opener: string }[];
  /** How many containers of each opening sign are on the stack. */
  readonly open: Map<string, number>;
  /** Words that may turn out to be a key, a block's name and labels, or a setting without an operator. */
  pending: Token[];
  isLineOver: boolean;
  /** The key whose value comes next. */
  key: Token | undefined;
  /** A word that was just taken as a value, which may be the name of a block or a function. */
  lastValue: Token | undefined;
  understood: boolean;
}

/**
 * Reads a text into nested mappings: a block is an entry under its first word, the further words before its brace are its entries
 * `#label`. Operators are `=`, `=>` and `:`; a key and a value on one line need none.
 */
export function readBlocks(text: string): ReadResult {
  const root = openMap(0, text.length);
  const state = begin(text, root);
  let first: number | undefined;
  let token = next(state, 0);
  while (token !== undefined) {
    if (token.kind !== 'newline') first ??= token.start;
    const at = take(state, token);
    if (state.stack.length > MAX_DEPTH) return { error: { message: `nests more than ${MAX_DEPTH} levels deep`, offset: token.start } };
    token = next(state, at);
  }
  flush(state);
  for (const { container } of state.stack) container.end = text.length;
  return state.understood ? { root } : rootOrError(openMap(0, text.length), first, 'blocks or settings');
}

function begin(text: string, root: OpenMap): State {
  return {
    scanner: { text, unclosed: new Set(), bracelessUntil: 0 },
    stack: [{ container: root, opener: '' }],
    open: new Map(),
    pending: [],
    isLineOver: false,
    key: undefined,
    lastValue: undefined,
    understood: false,
  };
}

function next(state: State, at: number): Token | undefined {
  const isValueDue = state.key !== undefined && !state.isLineOver;
  return tokenFrom(state.scanner, at, isValueDue || top(state).kind === 'seq');
}

function top(state: State): Container {
  return state.stack.at(-1)?.container ?? openMap(0);
}

/** Takes a token in and answers where the next one begins. */
function take(state: State, token: Token): number {
  const lastValue = state.lastValue;
  state.lastValue = undefined;
  if (token.kind === 'newline') state.isLineOver = true;
  else if (token.kind === 'operator') takeOperator(state);
  else if (token.kind === 'open') open(state, token, lastValue);
  else if (token.kind === 'close') close(state, token);
  else if (token.kind === 'separator') {
    flush(state);
    state.key = undefined;
  } else return takeWord(state, token);
  return token.end;
}

function takeWord(state: State, token: Token): number {
  // A word on the line after an operator is the next key; only strings and brackets may come so late.
  if (state.key !== undefined && state.isLineOver && token.kind === 'word') addValue(state, absentScalar(state.key.end));
  if (top(state).kind === 'seq' || state.key !== undefined) {
    addValue(state, scalarOf(state, token));
    state.lastValue = token.kind === 'word' ? token : undefined;
    return token.end;
  }
  if (state.isLineOver) flush(state);
  state.pending.push(token);
  return textOf(state, token) === 'if' ? takeCondition(state, token) : token.end;
}

function takeCondition(state: State, token: Token): number {
  const brace = conditionEnd(state.scanner, token.end);
  if (brace === undefined) return token.end;
  const condition = trim(state.scanner.text, token.end, brace);
  if (condition.start < condition.end) state.pending.push({ kind: 'word', ...condition });
  return brace;
}

function takeOperator(state: State): void {
  const key = state.pending.pop();
  flush(state);
  if (key === undefined) return;
  state.key = key;
  state.isLineOver = false;
  state.understood = true;
}

function open(state: State, token: Token, lastValue: Token | undefined): void {
  const opener = textOf(state, token);
  const isBlock = opener === '{' && top(state).kind === 'map' && state.key === undefined;
  const container = isBlock ? openBlock(state, token, lastValue) : opener === '{' ? openMap(token.start) : openSeq(token.start);
  if (!isBlock && opener === '(' && lastValue !== undefined) dropLastValue(state);
  if (!isBlock) {
    if (state.key === undefined) flush(state);
    addValue(state, container);
  }
  state.stack.push({ container, opener });
  state.open.set(opener, (state.open.get(opener) ?? 0) + 1);
}

/** The mapping of a block named by the words before its brace; braces without a name belong to the mapping around them. */
function openBlock(state: State, brace: Token, lastValue: Token | undefined): Container {
  const [name = lastValue, ...labels] = state.pending;
  state.pending = [];
  state.isLineOver = false;
  const around = top(state);
  if (name === undefined || around.kind === 'seq') return around;
  state.understood = true;
  const block = openMap(name.start, brace.end);
  for (const label of labels) addEntry(block, impliedKey('#label', label.start), scalarOf(state, label));
  addEntry(around, scalarOf(state, name), block);
  return block;
}

/** A function's name gives way to its arguments: the key that it stood under waits for a value again. */
function dropLastValue(state: State): void {
  const container = top(state);
  if (container.kind === 'seq') container.items.pop();
  else {
    const key = container.entries.pop()?.key;
    if (key !== undefined) state.key = { kind: key.style === 'plain' ? 'word' : 'string', ...wholeSpan(key) };
  }
}

function wholeSpan(key: ScalarNode): Span {
  return key.style === 'plain' ? { start: key.start, end: key.end } : { start: key.start - 1, end: key.end + 1 };
}

function close(state: State, token: Token): void {
  flush(state);
  state.key = undefined;
  const opener = { '}': '{', ']': '[', ')': '(' }[textOf(state, token)] ?? '';
  if ((state.open.get(opener) ?? 0) === 0) return;
  for (let frame = state.stack.pop(); frame !== undefined; frame = state.stack.pop()) {
    frame.container.end = Math.max(frame.container.end, token.end);
    state.open.set(frame.opener, (state.open.get(frame.opener) ?? 1) - 1);
    if (frame.opener === opener) return;
  }
}

/** Adds a value to the list around it or under the key that waits for it; a value without either is dropped. */
function addValue(state: State, value: Node): void {
  const container = top(state);
  if (container.kind === 'seq') {
    container.items.push(value);
    container.end = Math.max(container.end, value.end);
  } else if (state.key !== undefined) addEntry(container, scalarOf(state, state.key), value);
  state.key = undefined;
}

/** Ends a line of words without operator or brace: the first is a key, the others are its value. */
function flush(state: State): void {
  const [key, first] = state.pending;
  const last = state.pending.at(-1);
  state.isLineOver = false;
  if (key !== undefined && key.kind === 'word' && last !== undefined && /\w/.test(textOf(state, key).slice(0, 1000))) {
    const container = top(state);
    if (container.kind === 'map') addEntry(container, scalarOf(state, key), wordsScalar(state, first, last) ?? absentScalar(key.end));
  }
  state.pending = [];
}

function wordsScalar(state: State, first: Token | undefined, last: Token): ScalarNode | undefined {
  if (first === undefined) return undefined;
  return first === last ? scalarOf(state, first) : plainScalar(state.scanner.text, { start: first.start, end: last.end });
}

function scalarOf(state: State, token: Token): ScalarNode {
  const { text } = state.scanner;
  if (token.kind !== 'string') return plainScalar(text, token);
  const quote = text.charAt(token.start);
  const isClosed = token.end - token.start > 1 && text[token.end - 1] === quote;
  const inner = { start: token.start + 1, end: isClosed ? token.end - 1 : token.end };
  const raw = text.slice(inner.start, inner.end);
  return quotedScalar(text, inner, quote === '"' ? unescapeQuotes(raw) : raw);
}

function textOf(state: State, token: Span): string {
  return state.scanner.text.slice(token.start, token.end);
}
