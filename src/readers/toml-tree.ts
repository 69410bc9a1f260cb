// From what the TOML parser makes of a text to a tree that keeps its places.
import { parseTOML, ParseError, type AST } from 'toml-eslint-parser';
import type { Span } from '../model/location.ts';
import { wholeMap } from '../model/segment-map.ts';
import { UNRESOLVED, type Node, type ScalarNode } from '../model/tree.ts';
import { MAX_DEPTH } from './depth.ts';
import { openMap, plainScalar } from './nodes.ts';
import type { ReadError } from './result.ts';
import { newTable, setValue, tableAt, type Table } from './toml-tables.ts';

/** A stretch of TOML from `start` on; `parsed` is what the parser gets to see of it, as long as the stretch itself. */
export interface TomlSource {
  readonly text: string;
  readonly parsed: string;
  readonly start: number;
}

export type Parsed = { readonly program: AST.TOMLProgram; readonly error?: undefined } | { readonly program?: undefined; readonly error: ReadError };

/** Parses a stretch that nests no deeper than the parser's stack can hold. */
export function parseToml(source: TomlSource): Parsed {
  try {
    // The parser gives a `0` at the text's end no extent; a line break after it mends that.
    return { program: parseTOML(`${source.parsed}\n`, { tomlVersion: '1.1' }) };
  } catch (error) {
    const offset = error instanceof ParseError ? error.index : 0;
    return { error: { message: error instanceof Error ? error.message : 'not TOML', offset: Math.min(source.start + offset, source.text.length) } };
  }
}

/** Puts what was parsed into the tables; answers with the table that further keys belong to. */
export function fillTables(program: AST.TOMLProgram, source: TomlSource, state: { readonly root: Table; readonly current: Table }): Table {
  let current = state.current;
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') addKeyValue(item, source, current);
    else {
      current = tableAt(state.root, keysOf(item.key, source), { isArray: item.kind === 'array', start: source.start + item.range[0] });
      for (const pair of item.body) addKeyValue(pair, source, current);
    }
  }
  return current;
}

function addKeyValue(pair: AST.TOMLKeyValue, source: TomlSource, table: Table): void {
  setValue(table, keysOf(pair.key, source), nodeOf(pair.value, source));
}

/** The parts of a dotted key; one that would nest too deep stays in one piece. */
export function keysOf(key: AST.TOMLKey, source: TomlSource): ScalarNode[] {
  if (key.keys.length > MAX_DEPTH) return [plainScalar(source.text, spanOf(key, source))];
  return key.keys.map(part => {
    if (part.type === 'TOMLQuoted') return stringScalar(part, source);
    return plainScalar(source.text, spanOf(part, source));
  });
}

function nodeOf(node: AST.TOMLContentNode, source: TomlSource): Node {
  const { start, end } = spanOf(node, source);
  if (node.type === 'TOMLArray') return { kind: 'seq', start, end, items: node.elements.map(element => nodeOf(element, source)) };
  if (node.type === 'TOMLValue') return node.kind === 'string' ? stringScalar(node, source) : bareScalar(node, source);
  const table = newTable(openMap(start, end));
  for (const pair of node.body) addKeyValue(pair, source, table);
  return table.node;
}

function bareScalar(node: Exclude<AST.TOMLValue, AST.TOMLStringValue>, source: TomlSource): ScalarNode {
  const span = spanOf(node, source);
  const scalar = plainScalar(source.text, span);
  if (!isWritten(node, source, scalar.text)) return templateScalar(scalar);
  return node.value instanceof Date ? scalar : { ...scalar, value: node.value };
}

/** A value that a template expression stands for. */
function templateScalar(written: ScalarNode): ScalarNode {
  if (!written.text.includes('{')) return written;
  return { ...written, text: UNRESOLVED, template: written.text, tokens: { raw: written.text, parts: wholeMap(1, 0, written.text.length) } };
}

function stringScalar(node: AST.TOMLStringValue | AST.TOMLQuoted, source: TomlSource): ScalarNode {
  const quotes = node.multiline ? 3 : 1;
  const outer = spanOf(node, source);
  const end = outer.end - quotes;
  const start = node.multiline ? contentStart(source.text, outer.start + quotes) : outer.start + quotes;
  const written = source.text.slice(start, end);
  const value = isWritten(node, source, source.text.slice(outer.start, outer.end)) ? node.value : written;
  const base: ScalarNode = { kind: 'scalar', value, text: value, style: node.multiline ? 'block' : 'quoted', start, end };
  return value === written ? base : { ...base, spelling: node.style === 'basic' ? 'double' : 'plain' };
}

/** A line break right after the opening quotes is no part of the value. */
function contentStart(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return at + 2;
  return text.startsWith('\n', at) ? at + 1 : at;
}

function isWritten(node: AST.TOMLNode, source: TomlSource, written: string): boolean {
  return source.parsed.slice(node.range[0], node.range[1]) === written;
}

function spanOf(node: AST.TOMLNode, source: TomlSource): Span {
  return { start: source.start + node.range[0], end: source.start + node.range[1] };
}
