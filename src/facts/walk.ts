// Walks a document's tree once, with the path of each part and an identity of it that survives edits.
import { entriesOf, textAt, type Node } from '../model/tree.ts';

/** A part of the tree with the way to it. */
export interface Visit {
  readonly node: Node;
  /** `spec.volumes[0].hostPath` */
  readonly path: string;
  /** The same with list items by their names: `spec.volumes[docker].hostPath`. */
  readonly identity: string;
  /** The path without indexes: `spec.volumes[].hostPath`. */
  readonly pattern: string;
  /** The key that it stands under; of a list's item, the list's key. */
  readonly key: string;
  readonly parent?: Visit;
}

/** Returns false to leave out what lies below. */
export type Visitor = (visit: Visit) => boolean;

export function rootVisit(node: Node, path = ''): Visit {
  return { node, path, identity: path.replace(/\[\d+\]/g, '[]'), pattern: path.replace(/\[\d+\]/g, '[]'), key: '' };
}

export function walk(visit: Visit, visitor: Visitor): void {
  if (!visitor(visit)) return;
  const { node } = visit;
  if (node.kind === 'map') for (const entry of node.entries) walk(below(visit, entry.key.text, entry.value), visitor);
  else if (node.kind === 'seq') for (let index = 0; index < node.items.length; index++) walkItem(visit, node.items[index], index, visitor);
}

function walkItem(list: Visit, item: Node | undefined, index: number, visitor: Visitor): void {
  if (item === undefined) return;
  const path = `${list.path}[${String(index)}]`;
  walk({ node: item, path, identity: `${list.identity}[${itemName(item)}]`, pattern: `${list.pattern}[]`, key: list.key, parent: list }, visitor);
}

/** The visit of a key's value. */
export function below(visit: Visit, key: string, node: Node): Visit {
  const step = stepOf(key, visit.path);
  return { node, path: visit.path + step, identity: visit.identity + step, pattern: visit.pattern + step, key, parent: visit };
}

function stepOf(key: string, path: string): string {
  if (/^[\w$@#-]+$/.test(key)) return path === '' ? key : `.${key}`;
  return `["${key.replaceAll('"', '\\"')}"]`;
}

function itemName(item: Node): string {
  if (item.kind === 'scalar') return item.text.length <= 60 ? item.text : '';
  return textAt(item, 'name') ?? textAt(item, 'key') ?? textAt(item, 'alert') ?? textAt(item, 'job_name') ?? textAt(item, 'path') ?? '';
}

/** The nearest visit, this one included, that a test holds for. */
export function nearest(visit: Visit, test: (node: Visit) => boolean): Visit | undefined {
  for (let at: Visit | undefined = visit; at !== undefined; at = at.parent) if (test(at)) return at;
  return undefined;
}

/** Where the key of a visit's value stands, so that a finding on a whole mapping points at one line. */
export function keySpan(visit: Visit): { start: number; end: number } {
  const around = visit.parent?.node;
  const entry = entriesOf(around).findLast(one => one.value === visit.node);
  if (entry !== undefined) return entry.key;
  const first = entriesOf(visit.node)[0];
  return first === undefined ? visit.node : first.key;
}
