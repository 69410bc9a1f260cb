// What holds for every tree that a reader makes, and short ways to look at one.
import { expect } from 'vitest';
import type { Node, ScalarNode } from '../../src/model/tree.ts';
import { mapScalar } from '../../src/readers/scalar-map.ts';
import type { ReadResult } from '../../src/readers/result.ts';

/** A tree as nested pairs of key and value, so that repeated keys show. */
export type Pairs = string | null | readonly Pairs[];

/** The tree of a text that is expected to be read, as pairs. */
export function pairsOf(result: ReadResult): Pairs {
  if (result.root === undefined) throw new Error(result.error.message);
  return toPairs(result.root);
}

function toPairs(node: Node): Pairs {
  if (node.kind === 'scalar') return node.value === null ? null : node.text;
  if (node.kind === 'seq') return node.items.map(toPairs);
  return node.entries.map(entry => [entry.key.text, toPairs(entry.value)]);
}

/** All scalars of a tree, keys and values, in the order of the text's reading. */
export function scalarsOf(root: Node | undefined): ScalarNode[] {
  const found: ScalarNode[] = [];
  const rest: Node[] = root === undefined ? [] : [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (node.kind === 'scalar') found.push(node);
    else rest.push(...(node.kind === 'seq' ? [...node.items] : node.entries.flatMap(entry => [entry.key, entry.value])).reverse());
  }
  return found;
}

/** The scalar with a text. */
export function scalarWith(result: ReadResult, text: string): ScalarNode {
  const found = scalarsOf(result.root).find(scalar => scalar.text === text);
  if (found === undefined) throw new Error(`no scalar reads ${text}`);
  return found;
}

/** Every place lies inside the text and inside what holds it, and every scalar stands in the text as it says it does. */
export function expectTruePlaces(text: string, result: ReadResult): void {
  if (result.root === undefined) {
    expect(result.error.offset).toBeGreaterThanOrEqual(0);
    expect(result.error.offset).toBeLessThanOrEqual(text.length);
    return;
  }
  const rest: Node[] = [result.root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    const inside = 0 <= node.start && node.start <= node.end && node.end <= text.length;
    if (!inside) expect.fail(`${node.start}..${node.end} is not a place in a text of ${text.length}`);
    if (node.kind === 'scalar') expectTrueScalar(text, node);
    else {
      const children = node.kind === 'seq' ? node.items : node.entries.flatMap(entry => [entry.key, entry.value]);
      for (const child of children) {
        // A block scalar ends with its last line break, what holds it before that.
        const last = child.start + text.slice(child.start, child.end).trimEnd().length;
        if (child.start < node.start || last > node.end) expect.fail(`${child.start}..${child.end} is not within ${node.start}..${node.end}`);
        rest.push(child);
      }
    }
  }
}

function expectTrueScalar(text: string, scalar: ScalarNode): void {
  const written = text.slice(scalar.start, scalar.end);
  if (scalar.value === null || scalar.template !== undefined || scalar.tokens !== undefined || scalar.text === '#arg' || scalar.text === '#label') return;
  if (scalar.spelling === undefined) {
    if (written !== scalar.text && written.toLowerCase() !== scalar.text) expect.fail(`${JSON.stringify(scalar.text)} is written ${JSON.stringify(written)}`);
    return;
  }
  for (const segment of mapScalar(text, scalar, scalar.text, scalar.spelling)) {
    if (segment.exact) expect(text.slice(segment.to, segment.to + segment.length)).toBe(scalar.text.slice(segment.from, segment.from + segment.length));
  }
}
