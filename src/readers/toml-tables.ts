// The tables of a TOML document while they are filled.
import type { Node, ScalarNode } from '../model/tree.ts';
import { addEntry, openMap, openSeq, type OpenMap, type OpenSeq } from './nodes.ts';

/** A table with the tables in it, so that headers find them by name. */
export interface Table {
  readonly node: OpenMap;
  readonly parent: Table | undefined;
  /** The list that the table is an item of. */
  readonly list: OpenSeq | undefined;
  /** By name; of an array of tables the last one. */
  readonly tables: Map<string, Table>;
}

export function newTable(node: OpenMap, parent?: Table, list?: OpenSeq): Table {
  return { node, parent, list, tables: new Map() };
}

/** The table that a header names, made where it does not exist; `[[array]]` headers add a new one to their list. */
export function tableAt(root: Table, keys: readonly ScalarNode[], header: { readonly isArray: boolean; readonly start: number }): Table {
  let table = root;
  for (const [index, key] of keys.entries()) {
    const isNew = header.isArray && index === keys.length - 1;
    table = (isNew ? undefined : table.tables.get(key.text)) ?? addTable(table, key, { isArray: isNew, start: header.start });
  }
  return table;
}

function addTable(parent: Table, key: ScalarNode, header: { readonly isArray: boolean; readonly start: number }): Table {
  const node = openMap(header.start, key.end);
  const existing = header.isArray ? parent.tables.get(key.text)?.list : undefined;
  const list = existing ?? (header.isArray ? openSeq(header.start, key.end) : undefined);
  const table = newTable(node, parent, list);
  parent.tables.set(key.text, table);
  list?.items.push(node);
  if (existing === undefined) addEntry(parent.node, key, list ?? node);
  stretch(table, key.end);
  return table;
}

/** Sets a value under a key, which nests where it is dotted. */
export function setValue(table: Table, keys: readonly ScalarNode[], value: Node): void {
  const last = keys.at(-1);
  if (last === undefined) return;
  const owner = tableAt(table, keys.slice(0, -1), { isArray: false, start: keys[0]?.start ?? last.start });
  addEntry(owner.node, last, value);
  stretch(owner, value.end);
}

/** Makes a table, and all that hold it, reach to an offset. */
function stretch(table: Table, end: number): void {
  for (let at: Table | undefined = table; at !== undefined; at = at.parent) {
    at.node.end = Math.max(at.node.end, end);
    if (at.list !== undefined) at.list.end = Math.max(at.list.end, end);
  }
}
