// Finds settings in configurations of log agents, whose keys change case, dots and underscores from one syntax to the next.
import { ownText } from '../../model/own-text.ts';
import { textOf, type Entry, type MapNode, type Node } from '../../model/tree.ts';
import { below, type Visit } from '../walk.ts';

/** Keys are few and asked for again and again. */
const bareKeys = new Map<string, string>();
const MOST_KEYS = 5_000;

/** A key without case and signs: `Docker_Mode`, `dockerMode` and `docker.mode` are one. */
export function bareKey(key: string): string {
  let bare = bareKeys.get(key);
  if (bare === undefined) {
    if (bareKeys.size >= MOST_KEYS) bareKeys.clear();
    bare = key
      .slice(0, 200)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '');
    const kept = ownText(key);
    if (kept !== undefined) bareKeys.set(kept, bare);
  }
  return bare;
}

/** Every mapping is asked for some twenty keys, so its bare keys are worked out once. */
const indexes = new WeakMap<MapNode, ReadonlyMap<string, readonly Entry[]>>();

function indexOf(map: MapNode): ReadonlyMap<string, readonly Entry[]> {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map<string, Entry[]>();
  for (const entry of map.entries) {
    const key = bareKey(entry.key.text);
    const list = index.get(key);
    if (list === undefined) index.set(key, [entry]);
    else list.push(entry);
  }
  indexes.set(map, index);
  return index;
}

/** The settings of a mapping under these bare keys, key by key. */
export function fieldsOf(visit: Visit, ...names: readonly string[]): readonly Visit[] {
  if (visit.node.kind !== 'map') return NONE;
  const index = indexOf(visit.node);
  let found: Visit[] | undefined;
  for (const name of names) for (const entry of index.get(name) ?? NONE) (found ??= []).push(below(visit, entry.key.text, entry.value));
  return found ?? NONE;
}

const NONE: readonly never[] = [];

/** The last setting of a mapping under one of these bare keys. */
export function fieldOf(visit: Visit | undefined, ...names: readonly string[]): Visit | undefined {
  if (visit?.node.kind !== 'map') return undefined;
  const index = indexOf(visit.node);
  for (let at = names.length - 1; at >= 0; at--) {
    const entry = index.get(names[at] ?? '')?.at(-1);
    if (entry !== undefined) return below(visit, entry.key.text, entry.value);
  }
  return undefined;
}

/** A setting whose path is written as one dotted key, as nested mappings, or as a mix: `a: {b.c: 1}`. */
export function dottedField(visit: Visit, path: readonly string[]): Visit | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = fieldOf(visit, path.slice(0, length).join(''));
    if (found === undefined) continue;
    const rest = path.slice(length);
    const deeper = rest.length === 0 ? found : dottedField(found, rest);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** A scalar's text without the quotes that some syntaxes keep. */
export function plainText(visit: Visit | undefined): string | undefined {
  return textOf(visit?.node)
    ?.trim()
    .replace(/^(["'])([^]*)\1$/, '$2');
}

/** The scalars of a list, or a scalar alone. */
export function valuesOf(visit: Visit | undefined): readonly Visit[] {
  if (visit === undefined) return [];
  if (visit.node.kind === 'scalar') return visit.node.value === null ? [] : [visit];
  return itemVisits(visit).filter(item => item.node.kind === 'scalar');
}

/** The items of a list with their places. */
export function itemVisits(visit: Visit | undefined): readonly Visit[] {
  if (visit?.node.kind !== 'seq') return [];
  return visit.node.items.map((node: Node, index) => ({
    node,
    path: `${visit.path}[${String(index)}]`,
    identity: `${visit.identity}[${textOf(node) ?? ''}]`,
    pattern: `${visit.pattern}[]`,
    key: visit.key,
    parent: visit,
  }));
}

/** The bare words of all keys around a part, nearest first; dotted keys count as several. */
export function keysAround(visit: Visit): readonly string[] {
  const keys: string[] = [];
  for (let at: Visit | undefined = visit; at !== undefined; at = at.parent) {
    if (at.parent?.node.kind === 'seq') continue;
    for (const word of at.key.split('.').reverse()) if (word !== '') keys.push(bareKey(word));
  }
  return keys;
}

/** Whether a client of Docker's API is pointed at Podman's socket. */
export function isPodman(visit: Visit): boolean {
  return /podman/.test(plainText(fieldOf(visit, 'host', 'endpoint')) ?? '');
}

/** Whether a part is switched off where it stands. */
export function isSwitchedOff(visit: Visit): boolean {
  return /^(?:false|no|off)$/i.test(plainText(fieldOf(visit, 'enabled', 'enable')) ?? '');
}
