// Blocks and attributes of HCL as mappings: `resource "type" "name" { ... }` becomes the path `resource.type.name`.
import type { Span } from '../../model/location.ts';
import type { Entry, MapNode, Node, ScalarNode } from '../../model/tree.ts';
import { MAX_DEPTH } from '../depth.ts';
import type { Syntax } from '../grammar.ts';
import { openMap, plainScalar } from '../nodes.ts';
import { valueOf, type HclSource } from './expression.ts';
import { quotedText } from './template.ts';

/** The mapping of a body; `extent` reaches from brace to brace. Blocks without labels that stand there several times are a list. */
export function bodyOf(parts: readonly Syntax[], extent: Span, source: HclSource, depth: number): MapNode {
  const entries: Entry[] = [];
  const blocks = new Map<string, number>();
  for (const part of parts) {
    if (part.type === 'attribute') entries.push(...attribute(part, source, depth));
    else if (part.type === 'block') addBlock(part, { entries, blocks }, source, depth);
    // What the grammar could not fit together still has whole attributes and blocks in it.
    else if (part.type === 'ERROR' || part.type === 'body') {
      if (part.type === 'ERROR' && !part.children.some(child => /^(?:attribute|block|body|ERROR)$/.test(child.type))) source.unread.push(part);
      else if (depth <= MAX_DEPTH) entries.push(...bodyOf(part.children, part, source, depth + 1).entries);
      else source.tooDeep ??= part.start;
    }
  }
  return { kind: 'map', start: extent.start, end: extent.end, entries };
}

function attribute(syntax: Syntax, source: HclSource, depth: number): readonly Entry[] {
  const name = syntax.children.find(child => child.type === 'identifier');
  const value = syntax.children.find(child => child.type === 'expression');
  return name === undefined || value === undefined ? [] : [{ key: plainScalar(source.text, name), value: valueOf(value, source, depth + 1) }];
}

interface Growing {
  readonly entries: Entry[];
  /** Where the blocks without labels stand among the entries. */
  readonly blocks: Map<string, number>;
}

function addBlock(syntax: Syntax, into: Growing, source: HclSource, depth: number): void {
  const read = blockOf(syntax, source, depth);
  if (read === undefined) return;
  const { key, labels, body } = read;
  if (labels.length > 0) {
    into.entries.push({
      key,
      value: labels.reduceRight<Node>(
        (inner, label) => ({ ...openMap(Math.min(label.start, inner.start), inner.end), entries: [{ key: label, value: inner }] }),
        body,
      ),
    });
    return;
  }
  const at = into.blocks.get(key.text);
  const earlier = at === undefined ? undefined : into.entries[at];
  if (at === undefined || earlier === undefined) {
    into.blocks.set(key.text, into.entries.length);
    into.entries.push({ key, value: body });
    return;
  }
  const items = earlier.value.kind === 'seq' ? earlier.value.items : [earlier.value];
  into.entries[at] = { key: earlier.key, value: { kind: 'seq', start: earlier.value.start, end: body.end, items: [...items, body] } };
}

interface Block {
  readonly key: ScalarNode;
  readonly labels: readonly ScalarNode[];
  readonly body: MapNode;
}

/** A block; `dynamic "volume" { content { ... } }` is a block `volume`. */
function blockOf(syntax: Syntax, source: HclSource, depth: number): Block | undefined {
  const heads: ScalarNode[] = [];
  let parts: readonly Syntax[] = [];
  let open: number | undefined;
  for (const child of syntax.children) {
    if (child.type === 'identifier') heads.push(plainScalar(source.text, child));
    else if (child.type === 'string_lit') heads.push(quotedText(source.text, child, source.names));
    else if (child.type === 'body' || child.type === 'ERROR') parts = [...parts, child];
    else if (child.type === 'block_start') open ??= child.start;
    if (parts.length > 0) open ??= child.start;
  }
  const [key, ...labels] = heads;
  if (key === undefined) return undefined;
  if (depth > MAX_DEPTH) {
    source.tooDeep ??= syntax.start;
    return undefined;
  }
  const body = bodyOf(parts, { start: open ?? syntax.end, end: syntax.end }, source, depth + 1);
  const [label] = labels;
  const content = body.entries.find(entry => entry.key.text === 'content')?.value;
  if (key.text === 'dynamic' && label !== undefined && content?.kind === 'map') return { key: label, labels: [], body: content };
  return { key, labels, body };
}
