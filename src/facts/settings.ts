// Every setting of a configuration, with its key path, and the texts that no other fact describes.
import type { Artifact } from '../model/artifact.ts';
import { get, itemsOf, textAt, type ScalarNode } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { envFact } from './containers.ts';
import { PROSE } from './embedded.ts';
import { groupOf } from './pods.ts';
import { keySpan, type Visit } from './walk.ts';

/** The setting that a visited part of a tree is. A mapping or list has an empty value, so that rules can ask for its presence. */
export function settingFact(visit: Visit, dialect: string, collect: Collector, context: Context): void {
  const { node } = visit;
  if (visit.parent === undefined) return;
  const value = node.kind === 'scalar' ? node.text : '';
  const span = node.kind !== 'scalar' || node.text === '' || node.value === null ? keySpan(visit) : node;
  const around = visit.parent.node.kind === 'seq' ? visit.parent.parent?.node : visit.parent.node;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, around ?? node) };
  collect.add('setting', { dialect, key: visit.pattern, name: visit.key, value, file: fileName(collect.document.artifact) }, span, place, context);
}

/** A text of interest: any scalar that holds a literal some rule on texts asks for. */
export function textFact(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  if (typeof node.value !== 'string' || node.text.length > 20_000 || !collect.kit.interesting(node.text)) return;
  // Annotations have facts of their own, and most of their texts are for people, as descriptions are.
  if (PROSE.test(visit.key) || (visit.parent !== undefined && /annotations$/i.test(visit.parent.key))) return;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  collect.add('text', { text: node.text, name: visit.key === '' ? collect.document.artifact.name : visit.key }, node, place, context);
}

/** What a text calls itself; a file that does not is known by its path. */
function fileName({ name, uri }: Artifact): string {
  return name === '' ? uri : name;
}

const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^DOCKER$/;

/** Environment variables outside of containers: `NAME: value`, and `{name, value}` items in charts' values and custom resources. */
export function looseEnvFact(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  const parent = visit.parent?.node;
  if (parent?.kind !== 'map') return;
  const name = VARIABLE.test(visit.key) ? visit.key : visit.key === 'value' ? textAt(parent, 'name') : undefined;
  if (name === undefined || !VARIABLE.test(name)) return;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, parent) };
  envFact(name, node, { place }, collect, context);
}

/** Labels, node selectors, affinity terms and tolerations. */
export function labelFacts(visit: Visit, collect: Collector, context: Context): void {
  if (visit.node.kind !== 'map') return;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.node) };
  const use = LABEL_USES[visit.key];
  if (use !== undefined) {
    for (const { key, value } of visit.node.entries) {
      if (value.kind !== 'scalar') continue;
      const at = { ...place, path: `${visit.path}["${key.text}"]`, identity: `${visit.identity}["${key.text}"]` };
      collect.add('label', { key: key.text, value: value.text, use }, value.text === '' ? key : value, at, context);
    }
  }
  const key = get(visit.node, 'key');
  const operator = textAt(visit.node, 'operator');
  if (key?.kind !== 'scalar' || operator === undefined || operator === 'NotIn' || operator === 'DoesNotExist') return;
  const values = itemsOf(get(visit.node, 'values'));
  const term = visit.key === 'tolerations' ? ('toleration' as const) : ('affinity' as const);
  if (values.length === 0) collect.add('label', { key: key.text, value: textAt(visit.node, 'value') ?? '', use: term }, key, place, context);
  for (const value of values) if (value.kind === 'scalar') collect.add('label', { key: key.text, value: value.text, use: term }, value, place, context);
}

const LABEL_USES: Readonly<Record<string, 'label' | 'nodeSelector'>> = {
  labels: 'label',
  matchLabels: 'label',
  nodeSelector: 'nodeSelector',
  nodeLabels: 'label',
};
