// What cloud-init, Ignition and their relatives put on a node besides commands: packages, units that they switch, files in data URLs.
import type { Artifact } from '../model/artifact.ts';
import { wholeMap } from '../model/segment-map.ts';
import { entriesOf, get, itemsOf, textAt, type Node, type ScalarNode } from '../model/tree.ts';
import { sniff } from '../readers/sniff.ts';
import { isPackageTask } from './ansible/modules.ts';
import type { Child, Collector, Context } from './context.ts';
import { childArtifact, decodeBase64, fileNameOf, isTooDeep } from './embedded.ts';
import { packageFact, serviceName } from './packages.ts';
import { groupOf } from './pods.ts';
import { nearest, type Visit } from './walk.ts';

const PACKAGES = /(?:^|[_-])(?:packages?|pkgs?)(?:[_-]names?)?$/i;
/** What is taken off a node is no dependency. */
const REMOVED = /remov|absent|obsolete|old_|conflict|uninstall|purge|delet|clean|unwanted|exclud|deny|block|forbid|disallow/i;
const LISTING: ReadonlySet<string> = new Set(['cloud-init', 'ansible', 'ansible-vars', 'unknown', 'provisioning']);

/** Packages in lists, and units that are enabled or masked. */
export function hostFacts(visit: Visit, collect: Collector, context: Context): void {
  if (PACKAGES.test(visit.key) && visit.parent?.node.kind === 'map') packageLists(visit, collect, context);
  if (visit.node.kind === 'map' && (visit.key === 'units' || visit.parent?.key === 'ignition_systemd_unit')) unitState(visit, collect, context);
}

function packageLists(visit: Visit, collect: Collector, context: Context): void {
  const { dialect } = collect.document;
  if (!LISTING.has(dialect) || REMOVED.test(visit.path) || (dialect === 'ansible' && !isVariable(visit, collect))) return;
  // Anything may call its parts packages; only cloud-init's are surely the node's.
  const manager = dialect === 'cloud-init' ? 'cloud-init' : 'list';
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.node) };
  for (const node of packagesIn(visit.node)) packageFact(node.text.trim(), { manager, state: 'present' }, { span: node, place }, collect, context);
}

/** A variable of a play or a role; what the modules of a task itself make of its variables is read with them. */
function isVariable(visit: Visit, collect: Collector): boolean {
  const around = nearest(visit, ({ key, node }) => key === 'vars' && node.kind === 'map')?.parent;
  return around !== undefined && !isPackageTask(around, collect);
}

/** Names alone, `[name, version]`, `{name: ...}`, or names by version. */
function packagesIn(node: Node): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind === 'map') return entriesOf(node).flatMap(({ value }) => (value.kind === 'scalar' ? [value] : []));
  return itemsOf(node).flatMap(item => {
    const first = item.kind === 'seq' ? item.items[0] : item.kind === 'map' ? get(item, 'name') : item;
    return first?.kind === 'scalar' ? [first] : [];
  });
}

/** A unit of Ignition, Butane or CoreOS' own cloud-config. */
function unitState(visit: Visit, collect: Collector, context: Context): void {
  const { node } = visit;
  const name = get(node, 'name');
  if (name?.kind !== 'scalar' || !/\.(?:service|socket)$/.test(name.text)) return;
  const action = actionOf(node);
  if (action === undefined) return;
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, node) };
  collect.add('service', { service: serviceName(name.text), action, role: 'unit' }, name, place, context);
}

function actionOf(unit: Node): string | undefined {
  const command = textAt(unit, 'command');
  if (textAt(unit, 'mask') === 'true') return 'mask';
  const enabled = textAt(unit, 'enabled') ?? textAt(unit, 'enable');
  if (enabled !== undefined) return enabled === 'true' ? 'enable' : 'disable';
  return command !== undefined && /^(?:start|restart|stop|reload)$/.test(command) ? command : undefined;
}

const DATA_URL = /^data:[\w.+/-]*(?:;[\w.+-]+=[^;,]{0,200})*(;base64)?,/;

/** The file that a data URL holds; nothing for anything else. */
export function dataUrlChild(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child | undefined {
  if (!node.text.startsWith('data:')) return undefined;
  const head = DATA_URL.exec(node.text.slice(0, 1000));
  if (head === null) return undefined;
  const body = node.text.slice(head[0].length);
  const text = head[1] === undefined ? unescaped(body) : decodeBase64(body, node, collect);
  if (text === undefined || text === '' || isTooDeep(collect, node, text)) return undefined;
  const parent = collect.document.artifact;
  const name = fileNameOf(visit);
  const map = wholeMap(Number.MAX_SAFE_INTEGER, node.start, node.end - node.start);
  const artifact: Artifact = { ...childArtifact(visit, node, collect, name), text, origin: { parent, map, field: visit.path } };
  return { artifact, context: { ...context, role: 'script' }, syntax: sniff(name, text) };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray `%`: whatever made the text did not mean a URL.
    return undefined;
  }
}
