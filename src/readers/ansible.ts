// Ansible's variables: what a role, a play, a block and a task set is put in the place of the expressions that name it.
import type { Guard, TreeDocument } from '../model/document.ts';
import type { Span } from '../model/location.ts';
import type { SegmentMap } from '../model/segment-map.ts';
import { entriesOf, get, type Node, type ScalarNode } from '../model/tree.ts';
import { newBudget, type Budget } from './template/evaluate.ts';
import { guardOfInline, knownInline, type JinjaVariables } from './template/jinja.ts';
import { readYaml } from './yaml.ts';

/** Variables by name: texts, and lists with their items. */
export interface AnsibleVariables {
  readonly texts: JinjaVariables;
  list(name: string): readonly Node[] | undefined;
}

/** What the mappings of several files set, the later ones winning; their lists have no place in the document that uses them. */
export function variablesOfFiles(texts: readonly string[]): AnsibleVariables {
  const roots = texts.flatMap(text => readYaml(text, { start: 0, end: text.length }).trees.map(tree => tree.root));
  return new Layer(roots, undefined, true);
}

/** A document of tasks or plays with its variables filled in; expressions that nothing makes known stay as written. */
export function withVariables(document: TreeDocument, given: AnsibleVariables): TreeDocument {
  const { dialect, artifact, span } = document;
  if (dialect !== 'ansible' || !artifact.text.slice(span.start, span.end).includes('{{')) return document;
  const filler = new Filler();
  const root = filler.fill(document.root, given);
  const { choices } = filler;
  if (choices.length === 0) return { ...document, root };
  const guardAt = (offset: number): Guard | undefined => artifact.guardAt?.(offset) ?? choices.find(({ start, end }) => start <= offset && offset < end)?.guard;
  return { ...document, root, artifact: { ...artifact, guardAt } };
}

/** The variables of one level over those of the levels around it. */
class Layer implements AnsibleVariables {
  readonly texts: JinjaVariables = { get: name => this.#text(name) };
  readonly #values = new Map<string, Node>();
  readonly #around: AnsibleVariables | undefined;
  readonly #isElsewhere: boolean;

  constructor(roots: readonly Node[], around: AnsibleVariables | undefined, isElsewhere: boolean) {
    for (const root of roots) for (const { key, value } of entriesOf(root)) this.#values.set(key.text, value);
    this.#around = around;
    this.#isElsewhere = isElsewhere;
  }

  #text(name: string): string | undefined {
    const own = this.#values.get(name);
    if (own === undefined) return this.#around?.texts.get(name);
    return own.kind === 'scalar' && own.value !== null ? own.text : undefined;
  }

  list(name: string): readonly Node[] | undefined {
    const own = this.#values.get(name);
    if (own === undefined) return this.#around?.list(name);
    if (own.kind !== 'seq') return undefined;
    return this.#isElsewhere ? own.items.map(withoutPlace) : own.items;
  }
}

const NOWHERE: Span = { start: -1, end: -1 };

function withoutPlace(node: Node): Node {
  return { ...node, ...NOWHERE };
}

/** Where no file sets any. */
export const NO_VARIABLES: AnsibleVariables = new Layer([], undefined, true);

/** One variable or the sum of several, with filters that keep what a list holds. */
const NAMES = /^\s*\{\{\s*(\w+(?:\s*\+\s*\w+){0,9})\s*(?:\|\s*(?:list|flatten|unique|sort|default\(\[\]\)|join\(["'],\s*["']\))\s*){0,4}\}\}\s*$/;
const LONGEST_NAMES = 300;
/** What lists put in place of their names may come to, in one document. */
const MOST_FILLED = 20_000;

/** Conditions are read as written. */
const CONDITIONS: ReadonlySet<string> = new Set(['when', 'until', 'failed_when', 'changed_when']);

class Filler {
  /** The scalars whose value was chosen by a condition that asks for Docker. */
  readonly choices: (Span & { readonly guard: Guard })[] = [];
  readonly #budget: Budget = newBudget();
  #filled = 0;

  fill(node: Node, around: AnsibleVariables): Node {
    if (node.kind === 'scalar') return this.#scalar(node, around);
    if (node.kind === 'seq') return { ...node, items: node.items.map(item => this.fill(item, around)) };
    const vars = get(node, 'vars');
    const scope = vars?.kind === 'map' ? new Layer([vars], around, false) : around;
    return {
      ...node,
      entries: node.entries.map(({ key, value }) => ({ key, value: CONDITIONS.has(key.text) ? value : this.fill(value, scope) })),
    };
  }

  #scalar(node: ScalarNode, variables: AnsibleVariables): Node {
    const written = node.template ?? node.text;
    if (!written.includes('{{')) return node;
    const items = this.#items(written, variables);
    if (items !== undefined) {
      const { start, end } = node;
      return { kind: 'seq', start, end, items: items.map(item => placed(item, node)) };
    }
    return this.#known(node, variables);
  }

  #items(written: string, variables: AnsibleVariables): readonly Node[] | undefined {
    const names = written.length <= LONGEST_NAMES ? NAMES.exec(written)?.[1] : undefined;
    if (names === undefined || this.#filled > MOST_FILLED) return undefined;
    const lists = names.split('+').map(name => variables.list(name.trim()));
    const items = lists.flatMap(list => list ?? []);
    if (lists.includes(undefined) && items.length === 0) return undefined;
    this.#filled += items.length;
    return items.map(item => (item.kind === 'scalar' ? this.#known(item, variables) : item));
  }

  #known(node: ScalarNode, variables: AnsibleVariables): ScalarNode {
    if (node.template !== undefined) return node;
    const guard = guardOfInline(node.text, variables.texts, this.#budget);
    if (guard !== undefined) this.choices.push({ start: node.start, end: node.end, guard });
    return filled(node, knownInline(node.text, variables.texts, this.#budget));
  }
}

/** An item of a list from another file stands where the list's name does. */
function placed(item: Node, { start, end }: Span): Node {
  if (item.start >= 0) return item;
  if (item.kind === 'scalar') return { ...item, start, end, spelling: 'shell' };
  if (item.kind === 'seq') return { ...item, start, end, items: item.items.map(one => placed(withoutPlace(one), { start, end })) };
  const entries = item.entries.map(({ key, value }) => ({
    key: { ...key, start, end, spelling: 'shell' as const },
    value: placed(withoutPlace(value), { start, end }),
  }));
  return { ...item, start, end, entries };
}

/** A scalar with its expressions replaced: all of the new text stands for all of the old one. */
function filled(node: ScalarNode, text: string): ScalarNode {
  if (text === node.text) return node;
  const parts: SegmentMap = alignedParts(node.text, text);
  return { ...node, value: text, text, template: node.text, tokens: { raw: node.text, parts } };
}

/** How the new text lies in the old one: line by line while they have as many lines, so that a finding in a long script keeps its line. */
function alignedParts(old: string, text: string): SegmentMap {
  const from = text.split('\n');
  const to = old.split('\n');
  if (from.length !== to.length) return [{ from: 0, length: text.length, to: 0, toLength: old.length, exact: false }];
  const parts: { from: number; length: number; to: number; toLength: number; exact: boolean }[] = [];
  let fromAt = 0;
  let toAt = 0;
  for (const [index, line] of from.entries()) {
    const before = to[index] ?? '';
    const last = index === from.length - 1 ? 0 : 1;
    parts.push({ from: fromAt, length: line.length + last, to: toAt, toLength: before.length + last, exact: line === before });
    fromAt += line.length + last;
    toAt += before.length + last;
  }
  return parts;
}
