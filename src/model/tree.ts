// The tree that every structured text is read into: it keeps duplicate keys and the place of each part.
import type { SegmentMap } from './segment-map.ts';

/** Stands in a scalar's text for a part of a template whose value is not known. */
export const UNRESOLVED = '\uFFFC';

export type Node = MapNode | SeqNode | ScalarNode;

/** `start` and `end` are offsets in the document's own artifact; of a mapping or list, its whole extent. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends Extent {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The value as text, template expressions replaced by their defaults where those are known, else by `UNRESOLVED`. */
  readonly text: string;
  /** The text as written, where a template expression is part of it. */
  readonly template?: string;
  /** The value with a template's token characters in it, and how `text` lies in it; only where there are any. */
  readonly tokens?: { readonly raw: string; readonly parts: SegmentMap };
  /** How it was written; `block` scalars and quoted ones can hold whole files. */
  readonly style: 'plain' | 'quoted' | 'block';
  /**
   * How the spelling differs from the value: which escapes or folds apply. Absent where `text` stands in the source as it is.
   * `shell`: a backslash joins lines or stands before a character that it protects.
   */
  readonly spelling?: 'single' | 'double' | 'literal' | 'folded' | 'plain' | 'shell';
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface MapNode extends Extent {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface SeqNode extends Extent {
  readonly kind: 'seq';
  readonly items: readonly Node[];
}

/** The value under a key; the last one where the key is written twice, as Kubernetes' own reader takes it. */
export function get(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'map') return undefined;
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const entry = node.entries[i];
    if (entry?.key.text === key) return entry.value;
  }
  return undefined;
}

/** The value at a path of keys. */
export function getIn(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node;
  for (const key of path) at = get(at, key);
  return at;
}

/** A scalar's text; nothing for mappings, lists and an explicit or implicit null. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** The text under a key. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string | undefined {
  return textOf(getIn(node, ...path));
}

/** The items of a list; none for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'seq' ? node.items : [];
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}
