// Finds values that are hidden behind another arm's value for the same key: YAML readers see the last one only.
import { mapSpan } from '../../model/segment-map.ts';
import { UNRESOLVED, type Entry, type MapNode, type Node } from '../../model/tree.ts';
import type { ChildText } from './child-text.ts';
import { pieceAt } from './pieces.ts';
import type { Template } from './structure.ts';

/** Only values that could have to do with a runtime are worth a document of their own; most are image tags and API versions. */
const MATTERS = /docker|\/run\b|runtime|container/i;
const LOOK = 20_000;

/** The offset in the child's text of a key whose value is hidden so; nothing where there is none that could matter. */
export function overriddenKey(roots: readonly Node[], child: ChildText, template: Template): number | undefined {
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'seq') for (const item of node.items) open.push(item);
    if (node.kind !== 'map') continue;
    for (const entry of node.entries) open.push(entry.value);
    const found = overriddenIn(node, child, template);
    if (found !== undefined) return found;
  }
  return undefined;
}

function overriddenIn(map: MapNode, child: ChildText, template: Template): number | undefined {
  const last = new Map<string, Entry>();
  for (const entry of map.entries) {
    const before = last.get(entry.key.text);
    last.set(entry.key.text, entry);
    if (before === undefined || entry.key.text.includes(UNRESOLVED)) continue;
    if (armOf(before, child, template) !== armOf(entry, child, template) && matters(before.value, entry.value, child)) return before.key.start;
  }
  return undefined;
}

function armOf(entry: Entry, child: ChildText, { pieces, structure }: Template): number {
  const { start } = mapSpan(child.map, entry.key.start, entry.key.start + 1);
  return structure.armOf[pieceAt(pieces, start)] ?? -1;
}

function matters(hidden: Node, seen: Node, child: ChildText): boolean {
  if (hidden.kind !== 'scalar') return MATTERS.test(child.text.slice(hidden.start, Math.min(hidden.end, hidden.start + LOOK)));
  if (seen.kind === 'scalar' && seen.text === hidden.text) return false;
  return MATTERS.test(hidden.text) || MATTERS.test(hidden.template ?? '');
}
