// One container: its image, environment, commands, probes and hooks.
import { imageParts } from '../model/image.ts';
import { entriesOf, get, itemsOf, textAt, textOf, type Node, type ScalarNode } from '../model/tree.ts';
import { agentFields, configured, type Switches } from './agents.ts';
import { argumentFacts } from './arguments.ts';
import type { Collector, CommandRole, Context } from './context.ts';
import { daemonOptions } from './daemon-flags.ts';
import { scriptChild } from './embedded.ts';
import { kubeletOptions } from './kubelet.ts';
import { groupOf, prefixed, type PodMounts } from './pods.ts';
import { below, keySpan, type Visit } from './walk.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const HOOKS = ['postStart', 'preStop'] as const;

/** Facts of a container; `init` where it is one that must end before the pod starts. */
export function containerFacts(visit: Visit, pod: PodMounts | undefined, collect: Collector, around: Context): void {
  const { node } = visit;
  const container = textAt(node, 'name');
  const role: CommandRole = visit.key === 'initContainers' ? 'init' : 'main';
  const context: Context = { ...around, role, ...(container === undefined ? {} : { container }) };
  const image = get(node, 'image');
  if (image?.kind === 'scalar') imageFact(below(visit, 'image', image), image, collect, context);
  envFacts(visit, pod, collect, context);
  commandFacts(visit, pod, collect, context);
  for (const probe of PROBES) execFacts(visit, [probe], collect, { ...context, role: 'probe' });
  for (const hook of HOOKS) execFacts(visit, ['lifecycle', hook], collect, { ...context, role: 'lifecycle' });
}

/** Facts of an image reference. */
export function imageFact(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  const parts = imageParts(node.text);
  if (parts === undefined) return;
  const match = collect.kit.agents.match(parts.repository, parts.tag);
  const pullPolicy = textAt(visit.parent?.node, 'imagePullPolicy') ?? textAt(visit.parent?.node, 'pullPolicy');
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  collect.add(
    'image',
    {
      image: node.text,
      ...parts,
      ...(pullPolicy === undefined ? {} : { pullPolicy }),
      ...(context.container === undefined ? {} : { container: context.container }),
      ...(match === undefined ? {} : agentFields(configured(match, switchesOf(visit.parent?.node)))),
    },
    node,
    place,
    context,
  );
}

/** What the container around an image sets. */
function switchesOf(container: Node | undefined): Switches {
  const variables = new Map(itemsOf(get(container, 'env')).map(item => [textAt(item, 'name') ?? '', textAt(item, 'value') ?? '']));
  return { variables, words: [...scalarsOf(get(container, 'command')), ...scalarsOf(get(container, 'args'))].map(word => word.text) };
}

function envFacts(visit: Visit, pod: PodMounts | undefined, collect: Collector, context: Context): void {
  const env = get(visit.node, 'env');
  for (const item of itemsOf(get(visit.node, 'envFrom'))) {
    const reference = prefixed('ConfigMap', get(get(item, 'configMapRef'), 'name')) ?? prefixed('Secret', get(get(item, 'secretRef'), 'name'));
    if (reference === undefined) continue;
    const at = below(visit, 'envFrom', item);
    collect.add(
      'volume',
      { volume: 'envFrom', source: 'envFrom', mounts: [], mountPaths: [], reference },
      item,
      { path: at.path, identity: at.identity, group: groupOf(collect, item) },
      context,
    );
  }
  itemsOf(env).forEach((item, index) => {
    const name = textAt(item, 'name');
    const value = get(item, 'value');
    if (name === undefined || value?.kind !== 'scalar' || textAt(item, '$patch') === 'delete') return;
    const place = { path: `${visit.path}.env[${String(index)}].value`, identity: `${visit.identity}.env[${name}].value`, group: groupOf(collect, visit.node) };
    envFact(name, value, { pod, place }, collect, context);
  });
}

/** One environment variable; a path in its value is traced to the volume behind it. */
export function envFact(
  name: string,
  value: ScalarNode,
  at: { readonly pod?: PodMounts | undefined; readonly place: { path: string; identity: string; group: string } },
  collect: Collector,
  context: Context,
): void {
  const backing = at.pod?.backing(context.container, value.text.replace(/^(?:unix|npipe|file):(?:\/\/)?/, ''));
  const fields = {
    name,
    value: value.text,
    ...(context.container === undefined ? {} : { container: context.container }),
    ...(backing === undefined ? {} : { backing }),
  };
  collect.add('env', fields, value.value === null || value.text === '' ? { start: value.start, end: value.end } : value, at.place, context);
  kubeletOptions(name, value, { place: at.place, collect, context });
  daemonOptions(name, value, { place: at.place, collect, context });
}

function commandFacts(visit: Visit, pod: PodMounts | undefined, collect: Collector, context: Context): void {
  const command = get(visit.node, 'command');
  const args = get(visit.node, 'args');
  const words = [...scalarsOf(command), ...scalarsOf(args)];
  const at = below(visit, command === undefined ? 'args' : 'command', command ?? args ?? visit.node);
  argumentFacts(words, { visit: at, ...(pod === undefined ? {} : { pod }) }, collect, context);
  for (const key of ['script', 'source']) {
    const script = get(visit.node, key);
    if (script?.kind === 'scalar' && script.text !== '') collect.children.push(scriptChild(below(visit, key, script), script, collect, context));
  }
}

function execFacts(visit: Visit, keys: readonly string[], collect: Collector, context: Context): void {
  let at = visit;
  for (const key of [...keys, 'exec', 'command']) {
    const node = get(at.node, key);
    if (node === undefined) return;
    at = below(at, key, node);
  }
  argumentFacts(scalarsOf(at.node), { visit: at }, collect, context);
}

function scalarsOf(node: Node | undefined): readonly ScalarNode[] {
  if (node?.kind === 'scalar') return node.text === '' ? [] : [node];
  return itemsOf(node).filter(item => item.kind === 'scalar');
}

/** Annotations of an object or a pod template. */
export function annotationFacts(visit: Visit, collect: Collector, context: Context): void {
  for (const { key, value } of entriesOf(visit.node)) {
    if (key.text === 'kubectl.kubernetes.io/last-applied-configuration') continue;
    const at = below(visit, key.text, value);
    const text = textOf(value);
    if (text === undefined) continue;
    collect.add(
      'annotation',
      { key: key.text, value: text },
      text === '' ? keySpan(at) : value,
      { path: at.path, identity: at.identity, group: groupOf(collect, visit.node) },
      context,
    );
  }
}
