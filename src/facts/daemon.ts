// daemon.json under other names: the dictionaries of Ansible roles, option variables, and the `docker` of a kops cluster.
import { entriesOf, itemsOf, type Node, type ScalarNode } from '../model/tree.ts';
import { DAEMON_KEYS } from '../readers/classify.ts';
import type { Collector, Context, Site } from './context.ts';
import { daemonOptions, daemonSetting } from './daemon-flags.ts';
import { isFlagText } from './flags.ts';
import { groupOf } from './pods.ts';
import { settingFact } from './settings.ts';
import { walk, type Visit } from './walk.ts';

/** What kops calls them in `spec.docker`. */
const KOPS_NAMES: Readonly<Record<string, string>> = {
  storage: 'storage-driver',
  registryMirrors: 'registry-mirror',
  insecureRegistries: 'insecure-registry',
  storageOpts: 'storage-opt',
  hosts: 'host',
  ipTables: 'iptables',
  userNamespaceRemap: 'userns-remap',
  metricsAddress: 'metrics-addr',
};
const DAEMON_DICTIONARY = /docker|(?:^|_)daemon/i;

/** A mapping that is daemon.json under another name, such as a role's `docker_daemon_options`, or options in a variable. */
export function daemonFacts(visit: Visit, collect: Collector, context: Context): void {
  const { node, key, parent } = visit;
  if (parent === undefined || collect.document.dialect === 'daemon-json') return;
  const site = (): Site => ({ place: { path: visit.path, identity: visit.identity, group: groupOf(collect, node) }, collect, context });
  // Names in capitals are environment variables, which are read as such.
  if (node.kind === 'scalar' && (key === 'OPTIONS' || /[a-z]/.test(key)) && isFlagText(node.text)) daemonOptions(key, node, site());
  // In a chart's values it is the file of a daemon in a container.
  if (node.kind !== 'map' || collect.document.dialect === 'values') return;
  if (key === 'docker' && parent.key === 'spec' && context.owner?.apiVersion?.startsWith('kops') === true) kopsDocker(node, site());
  else if (isDictionary(key, node) && !isDictionary(parent.key, parent.node)) dictionary(visit, collect, context);
}

function isDictionary(key: string, node: Node): boolean {
  const known = entriesOf(node).filter(entry => DAEMON_KEYS.has(entry.key.text)).length;
  return known >= 2 || (known === 1 && DAEMON_DICTIONARY.test(key));
}

function dictionary(visit: Visit, collect: Collector, context: Context): void {
  const root: Visit = { node: visit.node, path: visit.path, identity: visit.identity, pattern: '', key: visit.key };
  walk(root, at => {
    settingFact({ ...at, pattern: at.pattern.replace(/^\./, '') }, 'daemon-json', collect, context);
    return true;
  });
}

function kopsDocker(node: Node, site: Site): void {
  for (const { key, value } of entriesOf(node)) {
    const flag = KOPS_NAMES[key.text] ?? key.text.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
    for (const item of scalarsIn(value)) daemonSetting(flag, item.text, { start: key.start, end: Math.max(key.end, item.end) }, site);
  }
}

function scalarsIn(node: Node): readonly ScalarNode[] {
  return node.kind === 'scalar' ? [node] : itemsOf(node).filter(item => item.kind === 'scalar');
}
