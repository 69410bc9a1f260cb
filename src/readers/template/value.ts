// The values that template expressions have: known, known in part (text with `UNRESOLVED` in it), or unknown.
import { UNRESOLVED, type MapNode, type Node, type SeqNode } from '../../model/tree.ts';

/** What nothing is known about. `undefined` is a known nothing: nil, none, a missing key. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export interface Dict {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, Value>;
  /** Whether there may be keys besides the known ones. */
  readonly open: boolean;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export type Value = string | number | boolean | undefined | typeof UNKNOWN | MapNode | SeqNode | Dict | List;

/** Text longer than this is not followed any further. */
export const MAX_TEXT = 65_536;

export const EMPTY_DICT: Dict = { kind: 'dict', entries: new Map(), open: false };

/** The value that a node of a values file stands for. */
export function fromNode(node: Node | undefined): Value {
  if (node === undefined) return undefined;
  if (node.kind !== 'scalar') return node;
  return node.value === null ? undefined : node.value;
}

const indexes = new WeakMap<MapNode, ReadonlyMap<string, Node>>();

function indexOf(node: MapNode): ReadonlyMap<string, Node> {
  const known = indexes.get(node);
  if (known !== undefined) return known;
  const index = new Map(node.entries.map(entry => [entry.key.text, entry.value]));
  indexes.set(node, index);
  return index;
}

/** The value under a key. */
export function fieldOf(value: Value, key: string): Value {
  if (value === undefined) return undefined;
  if (typeof value !== 'object') return UNKNOWN;
  if (value.kind === 'map') return fromNode(indexOf(value).get(key));
  if (value.kind !== 'dict') return UNKNOWN;
  return value.open && !value.entries.has(key) ? UNKNOWN : value.entries.get(key);
}

/** Whether a mapping has a key; nothing where that cannot be said. */
export function hasField(value: Value, key: string): boolean | undefined {
  if (typeof value !== 'object') return value === undefined ? false : undefined;
  if (value.kind === 'map') return indexOf(value).has(key);
  if (value.kind !== 'dict') return undefined;
  return value.entries.has(key) || (value.open ? undefined : false);
}

/** Keys and values in order, of a list with its positions as keys; nothing where they are not known. */
export function itemsIn(value: Value): readonly (readonly [key: Value, item: Value])[] | undefined {
  if (value === undefined) return [];
  if (typeof value !== 'object') return undefined;
  switch (value.kind) {
    case 'map':
      return value.entries.map(entry => [entry.key.text, fromNode(entry.value)] as const);
    case 'seq':
      return value.items.map((item, i) => [i, fromNode(item)] as const);
    case 'list':
      return value.items.map((item, i) => [i, item] as const);
    case 'dict':
      return value.open ? undefined : [...value.entries];
  }
}

/** How many items a value has, without listing them; nothing where that is not known. */
export function sizeOf(value: Value): number | undefined {
  if (value === undefined) return 0;
  if (typeof value === 'string') return isWhole(value) ? value.length : undefined;
  if (typeof value !== 'object') return undefined;
  switch (value.kind) {
    case 'map':
      return indexOf(value).size;
    case 'seq':
    case 'list':
      return value.items.length;
    case 'dict':
      return value.open ? undefined : value.entries.size;
  }
}

/** Whether a template takes the value for true; nothing where that is not known. */
export function truth(value: Value): boolean | undefined {
  if (value === UNKNOWN || value === UNRESOLVED) return undefined;
  if (typeof value === 'object') {
    const size = sizeOf(value);
    return size === undefined ? undefined : size > 0;
  }
  return Boolean(value);
}

/** Whether no part of a text is unresolved. */
export function isWhole(text: string): boolean {
  return !text.includes(UNRESOLVED);
}

/** The value as a template prints it, with `UNRESOLVED` for what is not known. */
export function textForm(value: Value): string {
  if (value === undefined) return '';
  if (value === UNKNOWN || typeof value === 'object') return UNRESOLVED;
  const text = String(value);
  return text.length > MAX_TEXT ? UNRESOLVED : text;
}

/** The value as a number; nothing where it is none. */
export function numberForm(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Whether two values are the same; nothing where that is not known. */
export function same(a: Value, b: Value): boolean | undefined {
  if (a === UNKNOWN || b === UNKNOWN || typeof a === 'object' || typeof b === 'object') return undefined;
  if (a === undefined || b === undefined) return a === b;
  const [left, right] = [String(a), String(b)];
  return isWhole(left) && isWhole(right) ? left === right : undefined;
}
