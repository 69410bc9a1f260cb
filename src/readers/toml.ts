// TOML, and what is almost TOML: containerd's configuration, with template actions in it or not.
import type { Span } from '../model/location.ts';
import type { ScalarNode } from '../model/tree.ts';
import { trim, withoutComment } from './lines.ts';
import { absentScalar, openMap, plainScalar, settingScalar } from './nodes.ts';
import type { ReadError, ReadResult } from './result.ts';
import { isTooDeep, statementEnd, type Unclosed } from './toml-lexical.ts';
import { maskActions } from './toml-mask.ts';
import { newTable, setValue, tableAt, type Table } from './toml-tables.ts';
import { fillTables, keysOf, parseToml } from './toml-tree.ts';

/**
 * Reads TOML into nested mappings and lists. Where the text as a whole does not parse, because of template actions, duplicate keys or
 * mistakes, it is read statement by statement, and what does not parse then is kept as it is written.
 */
export function readToml(text: string): ReadResult {
  const plain = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const whole = readWhole(text, plain);
  if (whole.root !== undefined) return whole;
  const masked = maskActions(plain);
  const read = masked === plain ? whole : readWhole(text, masked);
  return read.root === undefined ? (readStatements(text, masked) ?? whole) : read;
}

/** Why a text is no TOML as a whole, however much of it `readToml` makes out. */
export function tomlMistake(text: string): ReadError | undefined {
  return readWhole(text, text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text).error;
}

function readWhole(text: string, parsed: string): ReadResult {
  if (isTooDeep(parsed)) return { error: { message: 'nests more than 200 levels deep', offset: 0 } };
  const source = { text, parsed, start: 0 };
  const { program, error } = parseToml(source);
  if (program === undefined) return { error };
  const root = newTable(openMap(0, text.length));
  fillTables(program, source, { root, current: root });
  return { root: root.node };
}

interface State {
  readonly text: string;
  readonly masked: string;
  readonly root: Table;
  readonly unclosed: Unclosed;
  current: Table;
  understood: boolean;
  /** How many characters may still be looked at in statements that come to nothing; keeps the work linear. */
  budget: number;
}

function readStatements(text: string, masked: string): ReadResult | undefined {
  const root = newTable(openMap(0, text.length));
  const state: State = { text, masked, root, unclosed: new Set(), current: root, understood: false, budget: 8 * text.length };
  for (let at = 0; at < masked.length;) {
    const newline = masked.indexOf('\n', at);
    const line = { ...trim(masked, at, newline < 0 ? masked.length : newline), next: newline < 0 ? masked.length : newline + 1 };
    if (line.start === line.end || masked[line.start] === '#') at = line.next;
    else at = Math.max(line.next, readStatement(state, line));
  }
  return state.understood ? { root: root.node } : undefined;
}

/** Reads the statement that begins with a line and answers where it ends. */
function readStatement(state: State, line: Span): number {
  if (state.masked[line.start] === '[') {
    if (!parseStatement(state, line)) openOddTable(state, line);
    return line.end;
  }
  if (!state.masked.slice(line.start, line.end).includes('=')) return line.end;
  const end = state.budget > 0 ? statementEnd(state.masked, line.start, state.unclosed) : undefined;
  if (end === undefined) state.budget -= state.masked.length - line.start;
  const statement = end === undefined ? line : trim(state.masked, line.start, end);
  if (!parseStatement(state, statement)) keepAsWritten(state, statement, line);
  return statement.end;
}

function parseStatement(state: State, { start, end }: Span): boolean {
  const source = { text: state.text, parsed: state.masked.slice(start, end), start };
  if (isTooDeep(source.parsed)) return false;
  const { program } = parseToml(source);
  if (program === undefined) return false;
  state.current = fillTables(program, source, state);
  state.understood ||= program.body[0].body.length > 0;
  return true;
}

/** A header that is not TOML, such as one with a shell variable, names one table as it stands. */
function openOddTable(state: State, line: Span): void {
  const { start, end } = withoutComment(state.text, line, '#');
  const isArray = state.text.startsWith('[[', start) && state.text.endsWith(']]', end);
  const brackets = isArray ? 2 : 1;
  const name = trim(state.text, start + brackets, Math.max(start + brackets, end - brackets));
  const written = state.text.slice(name.start, name.end);
  if (state.text[end - 1] !== ']' || written === '' || written.includes(',')) return;
  state.current = tableAt(state.root, [plainScalar(state.text, name)], { isArray, start });
  state.understood = true;
}

/** Keeps the text after `=` as the value of the key before it. */
function keepAsWritten(state: State, statement: Span, line: Span): void {
  const equals = state.masked.slice(line.start, line.end).indexOf('=');
  if (equals <= 0) return;
  const source = { text: state.text, parsed: `${state.masked.slice(line.start, line.start + equals)}=0`, start: line.start };
  const pair = parseToml(source).program?.body[0].body[0];
  if (pair?.type !== 'TOMLKeyValue') return;
  setValue(state.current, keysOf(pair.key, source), writtenValue(state.text, trim(state.text, line.start + equals + 1, statement.end)));
  state.understood = true;
}

function writtenValue(text: string, span: Span): ScalarNode {
  if (span.start === span.end || text[span.start] === '#') return absentScalar(span.start);
  const written = text.slice(span.start, span.end);
  if (!written.includes('\n')) return settingScalar(text, span, '#');
  const isTriple = /^("""|''')[^]*\1$/.test(written) && written.length >= 6;
  const inner = isTriple ? { start: span.start + 3, end: span.end - 3 } : span;
  return { ...plainScalar(text, inner), style: 'block' };
}
