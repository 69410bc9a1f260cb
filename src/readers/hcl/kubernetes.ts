// Objects of Kubernetes as Terraform's provider spells them (`kubernetes_daemonset`, `volume_mount`), in the shape that manifests have.
import { wholeMap } from '../../model/segment-map.ts';
import { entriesOf, get, UNRESOLVED, type Entry, type MapNode, type Node, type ScalarNode } from '../../model/tree.ts';

/** Kinds whose names run together, or have capitals of their own. */
const KINDS: Readonly<Record<string, string>> = { daemonset: 'DaemonSet', csi_driver: 'CSIDriver', api_service: 'APIService' };

const GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  PodSecurityPolicy: 'policy/v1beta1',
  RuntimeClass: 'node.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
};

/** Mappings whose keys are the user's own. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  'annotations',
  'binary_data',
  'data',
  'labels',
  'limits',
  'match_labels',
  'node_selector',
  'parameters',
  'requests',
  'selector',
  'string_data',
  'volume_attributes',
]);

/** Blocks that repeat, and the lists that they make. */
const LISTS: Readonly<Record<string, string>> = {
  allowed_host_paths: 'allowedHostPaths',
  container: 'containers',
  env: 'env',
  env_from: 'envFrom',
  host_aliases: 'hostAliases',
  image_pull_secrets: 'imagePullSecrets',
  init_container: 'initContainers',
  item: 'items',
  match_expressions: 'matchExpressions',
  match_fields: 'matchFields',
  mount_options: 'mountOptions',
  node_selector_term: 'nodeSelectorTerms',
  port: 'ports',
  readiness_gate: 'readinessGates',
  rule: 'rules',
  subject: 'subjects',
  toleration: 'tolerations',
  volume: 'volumes',
  volume_claim_template: 'volumeClaimTemplates',
  volume_mount: 'volumeMounts',
};

const NAMES: Readonly<Record<string, string>> = { host_pid: 'hostPID', host_ipc: 'hostIPC', cluster_ip: 'clusterIP', empty_dir: 'emptyDir' };

/** The kind of object that a type of resource makes; nothing for those that are no objects. */
export function objectKind(type: string): string | undefined {
  const name = /^kubernetes_([a-z_]+?)(?:_v\d+(?:(?:alpha|beta)\d+)?)?$/.exec(type)?.[1];
  if (name === undefined || /^(?:manifest|labels|annotations|env|config_map_v1_data|secret_v1_data|resources?)$/.test(name)) return undefined;
  return KINDS[name] ?? name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The object of a resource's body; `type` is the label that says its kind. */
export function objectOf(kind: string, type: ScalarNode, body: MapNode): MapNode {
  const { start, end } = body;
  const head: readonly Entry[] = [
    { key: implied('apiVersion', type), value: implied(GROUPS[kind] ?? 'v1', type) },
    { key: implied('kind', type), value: implied(kind, type) },
  ];
  const isSecret = kind === 'Secret';
  const rest = body.entries
    .filter(entry => !META.has(entry.key.text))
    .map((entry): Entry => {
      const key = isSecret ? SECRET_KEYS[entry.key.text] : undefined;
      return key === undefined ? converted(entry) : { key: renamed(entry.key, key), value: entry.value };
    });
  return { kind: 'map', start: Math.min(start, type.start), end, entries: [...head, ...(kind === 'PersistentVolume' ? rest.map(withoutSource) : rest)] };
}

/** What is Terraform's own in a resource. */
const META: ReadonlySet<string> = new Set(['connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner', 'timeouts']);

/** What a Secret's resource takes as it is, and what in base64. */
const SECRET_KEYS: Readonly<Record<string, string>> = { data: 'stringData', binary_data: 'data' };

/** A word that stands for the resource's type, where that stands. */
function implied(text: string, { start, end }: ScalarNode): ScalarNode {
  return { kind: 'scalar', value: text, text, style: 'plain', start, end, spelling: 'plain' };
}

function renamed(key: ScalarNode, text: string): ScalarNode {
  return text === key.text ? key : { ...key, value: text, text, spelling: 'plain' };
}

function converted({ key, value }: Entry): Entry {
  if (OWN_KEYS.has(key.text) && value.kind === 'map' && get(value, 'match_labels') === undefined) return { key: renamed(key, camelCase(key.text)), value };
  const list = LISTS[key.text];
  const inner = nodeOf(list === undefined ? onlyBlock(value) : value);
  if (list === undefined || inner.kind === 'scalar') return { key: renamed(key, NAMES[key.text] ?? camelCase(key.text)), value: inner };
  return { key: renamed(key, list), value: inner.kind === 'seq' ? inner : { kind: 'seq', start: inner.start, end: inner.end, items: [inner] } };
}

/** A block that JSON has to write as a list of one. */
export function onlyBlock(node: Node): Node {
  const [only] = node.kind === 'seq' && node.items.length === 1 ? node.items : [];
  return only?.kind === 'map' ? only : node;
}

function nodeOf(node: Node): Node {
  if (node.kind === 'map') return { ...node, entries: node.entries.map(entry => converted(entry.key.text === 'name' ? byReference(entry) : entry)) };
  return node.kind === 'seq' ? { ...node, items: node.items.map(nodeOf) } : node;
}

/** Names that are not resolved still tell which volume a mount means. */
function byReference({ key, value }: Entry): Entry {
  if (value.kind !== 'scalar' || value.template === undefined || !value.text.includes(UNRESOLVED)) return { key, value };
  const { template } = value;
  const raw = value.tokens?.raw ?? template;
  return { key, value: { ...value, value: template, text: template, tokens: { raw, parts: wholeMap(template.length, 0, raw.length) } } };
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The volume of a PersistentVolume stands in its spec, without the block that Terraform has around it. */
function withoutSource({ key, value }: Entry): Entry {
  if (key.text !== 'spec' || value.kind !== 'map') return { key, value };
  const flat = value.entries.flatMap(entry => (entry.key.text === 'persistentVolumeSource' ? entriesOf(entry.value) : [entry]));
  return { key, value: { ...value, entries: flat } };
}
