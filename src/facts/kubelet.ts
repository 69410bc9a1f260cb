// The kubelet's flags, wherever they are kept: maps and lists of extra arguments, variables, options of other programs.
import { entriesOf, get, itemsOf, textAt, type Node, type ScalarNode } from '../model/tree.ts';
import type { Word } from '../model/document.ts';
import { mapSpan } from '../model/segment-map.ts';
import type { Span } from '../model/location.ts';
import type { Collector, Context, Place, Site } from './context.ts';
import { scalarMap } from './embedded.ts';
import { flagsOf, isFlagText, scalarWithin, splitWords } from './flags.ts';
import { groupOf } from './pods.ts';
import type { Visit } from './walk.ts';

/** `kubeletExtraArgs`, `kubelet-arg`, `kubelet_custom_flags`, OpenShift's `kubeletArguments`, ... */
const ARGUMENTS = /kubelet[\w-]*(?:args?|arguments?|flags?|opts?|options)\+?$/i;
const ARGUMENTS_OF_KUBELET = /^(?:extra)?[_-]?(?:args|arguments|flags)$/i;
/** kops spells the flags as fields of these. */
const KOPS_KUBELETS: ReadonlySet<string> = new Set(['kubelet', 'masterKubelet', 'controlPlaneKubelet']);

/** The kubelet's flags that a part of a tree holds by the name of its key. */
export function kubeletFacts(visit: Visit, collect: Collector, context: Context): void {
  const { node, key, parent } = visit;
  if (parent === undefined || parent.node.kind === 'seq') return;
  const hasArguments = ARGUMENTS.test(key) || (ARGUMENTS_OF_KUBELET.test(key) && /^kubelet$/i.test(parent.key));
  if (!hasArguments && !(KOPS_KUBELETS.has(key) && parent.key === 'spec' && isKops(context))) return;
  const site: Site = { place: { path: visit.path, identity: visit.identity, group: groupOf(collect, node) }, collect, context };
  if (hasArguments) argumentsIn(node, site);
  else kopsFlags(node, site);
}

function isKops({ owner }: Context): boolean {
  return owner?.apiVersion?.startsWith('kops') === true;
}

/** A mapping of names to values, a list of `name=value` or of `{name, value}`, or one text. */
function argumentsIn(node: Node, site: Site): void {
  if (node.kind === 'scalar') {
    if (isFlagText(node.text)) kubeletText(node, site);
    else assignment(node, site);
  }
  for (const { key, value } of entriesOf(node)) valuesOf(key.text, key, value, site);
  for (const item of itemsOf(node)) {
    const name = get(item, 'name');
    if (item.kind === 'scalar') assignment(item, site);
    else if (name?.kind === 'scalar')
      flag(name.text, textAt(item, 'value') ?? '', { start: name.start, end: Math.max(name.end, get(item, 'value')?.end ?? 0) }, site);
  }
}

/** OpenShift gives each flag a list of values. */
function valuesOf(name: string, key: Span, value: Node, site: Site): void {
  const values = value.kind === 'scalar' ? [value] : itemsOf(value).filter(item => item.kind === 'scalar');
  for (const one of values) flag(name, one.value === null ? '' : one.text, { start: key.start, end: Math.max(key.end, one.end) }, site);
}

function assignment(node: ScalarNode, site: Site): void {
  const match = /^\s*["']?(?:--)?([A-Za-z][\w.-]*)(?:=([^]*?))?["']?\s*$/.exec(node.text.slice(0, 4000));
  if (match?.[1] !== undefined) flag(match[1], match[2] ?? '', node, site);
}

function kopsFlags(node: Node, site: Site): void {
  for (const { key, value } of entriesOf(node)) {
    const name = KOPS_NAMES[key.text] ?? key.text.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
    valuesOf(name, key, value, site);
  }
}

const KOPS_NAMES: Readonly<Record<string, string>> = {
  networkPluginName: 'network-plugin',
  networkPluginMTU: 'network-plugin-mtu',
  nonMasqueradeCIDR: 'non-masquerade-cidr',
};

/** The kubelet's flags in one text, if its name says that they are the kubelet's: `KUBELET_EXTRA_ARGS="--a=b --c"`. */
export function kubeletOptions(name: string, node: ScalarNode, site: Site): void {
  if (/kubelet/i.test(name) && isFlagText(node.text)) kubeletText(node, site);
}

function kubeletText(node: ScalarNode, site: Site): void {
  const map = scalarMap(site.collect.document.artifact, node);
  // Quotes that systemd or a second shell would take off stand around the whole.
  const text = node.text.replace(/^(\s*)"([^"]*)"(\s*)$/, '$1 $2 $3').replace(/^(\s*)'([^']*)'(\s*)$/, '$1 $2 $3');
  for (const { name, value, span } of flagsOf(splitWords(text))) flag(name, value, mapSpan(map, span.start, span.end), site);
}

/** A flag of another program that hands flags to the kubelet: `--kubelet-extra-args '--a=b'`, `--kubelet-arg=a=b`. */
export function passedToKubelet(name: string, node: ScalarNode, site: Site): void {
  if (ARGUMENTS.test(name)) argumentsIn(node, site);
}

/** What `sed` writes into a unit or an environment file: the last value that its script gives to a variable of the kubelet's. */
export function kubeletOptionsBySed(words: readonly Word[], site: Site): void {
  for (const { text, ...span } of words) {
    const match = /^[^]*\b(\w*KUBELET\w*)=\\?["']?([^]*)$/.exec(text.slice(0, 4000));
    const [, name = '', rest = ''] = match ?? [];
    // The script's own delimiter and flags end the text that it writes.
    const value = rest.replace(/["']?[/|#,@%][gIie\d]*\s*$/, '').replaceAll('\\', '');
    if (value !== '') kubeletOptions(name, scalarWithin(site.collect.document.artifact, span, value), site);
  }
}

/** A file that holds nothing but the kubelet's flags, one on a line, as MicroK8s keeps them. */
export function kubeletArgumentFile(collect: Collector): void {
  const { artifact, span } = collect.document;
  const name = artifact.name === '' ? artifact.uri : artifact.name;
  const text = artifact.text.slice(span.start, span.end);
  if (!/(?:^|\/)args\/kubelet$/.test(name)) return;
  const place: Place = { path: '', identity: name, group: collect.context.scope };
  const site: Site = { place, collect, context: collect.context };
  for (const line of text.matchAll(/^[ \t]*(--[^\n]*)$/gm)) {
    const start = span.start + line.index;
    for (const { name: flagName, value, span: at } of flagsOf(splitWords(line[0])))
      flag(flagName, value, { start: start + at.start, end: start + at.end }, site);
  }
}

function flag(written: string, value: string, span: Span, { place, collect, context }: Site): void {
  const name = written.replace(/^-+/, '').replaceAll('_', '-');
  const container = context.container === undefined ? {} : { container: context.container };
  collect.add('flag', { program: 'kubelet', name, value, ...container }, span, { ...place, identity: `${place.identity} --${name}` }, context);
}
