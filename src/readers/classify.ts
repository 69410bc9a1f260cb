// Which kind of configuration a tree is, from its keys and its name.
import type { Artifact } from '../model/artifact.ts';
import type { Dialect } from '../model/document.ts';
import { entriesOf, get, itemsOf, textAt, type Node } from '../model/tree.ts';
import type { Syntax } from './sniff.ts';

/** The dialect that a text's language alone decides. */
const BY_SYNTAX: Partial<Record<Syntax, Dialect>> = { systemd: 'systemd', env: 'env', 'fluent-bit': 'fluent-bit', fluentd: 'fluentd', shell: 'shell' };

/** Keys of daemon.json that hardly any other configuration has. */
export const DAEMON_KEYS: ReadonlySet<string> = new Set([
  'registry-mirrors',
  'insecure-registries',
  'exec-opts',
  'log-driver',
  'log-opts',
  'storage-driver',
  'storage-opts',
  'data-root',
  'exec-root',
  'live-restore',
  'default-runtime',
  'default-ulimits',
  'userns-remap',
  'default-address-pools',
  'max-concurrent-downloads',
  'userland-proxy',
  'selinux-enabled',
  'fixed-cidr',
  'metrics-addr',
  'default-shm-size',
  'bip',
]);

const KUBELET_KEYS: ReadonlySet<string> = new Set([
  'cgroupDriver',
  'clusterDNS',
  'clusterDomain',
  'evictionHard',
  'kubeReserved',
  'systemReserved',
  'containerLogMaxSize',
  'imageGCHighThresholdPercent',
  'staticPodPath',
  'containerRuntimeEndpoint',
  'failSwapOn',
  'kubeletCgroups',
  'serializeImagePulls',
  'rotateCertificates',
]);

/** Keys of K3s' and RKE2's config.yaml that no other configuration has. */
const K3S_KEY =
  /^(?:write-kubeconfig(?:-mode)?|kube(?:let|-apiserver|-controller-manager|-scheduler|-proxy)-arg|flannel-(?:backend|iface)|disable-(?:network-policy|cloud-controller|kube-proxy|helm-controller)|cluster-init)$/;

type Recogniser = readonly [Dialect, (keys: ReadonlySet<string>, root: Node) => boolean];

const any = (keys: ReadonlySet<string>, ...wanted: readonly string[]): boolean => wanted.some(key => keys.has(key));
const count = (keys: ReadonlySet<string>, of: ReadonlySet<string>): number => [...keys].filter(key => of.has(key)).length;
const startsWith = (keys: ReadonlySet<string>, prefix: string): boolean => [...keys].some(key => key === prefix || key.startsWith(`${prefix}.`));

const BY_KEYS: readonly Recogniser[] = [
  ['k8s', (keys, root) => textAt(root, 'kind') !== undefined && (keys.has('apiVersion') || keys.has('spec') || keys.has('metadata'))],
  ['grafana', keys => ((keys.has('panels') || keys.has('rows')) && any(keys, 'title', 'templating', 'schemaVersion', 'annotations')) || keys.has('dashboard')],
  ['prometheus', (_keys, root) => itemsOf(get(root, 'groups')).some(group => get(group, 'rules') !== undefined)],
  ['npd', keys => keys.has('plugin') && (keys.has('rules') || keys.has('conditions') || keys.has('source'))],
  // What the reader of a node's file system states besides its files.
  ['host-state', keys => keys.has('hostState')],
  ['crictl', keys => any(keys, 'runtime-endpoint', 'image-endpoint')],
  [
    'containerd',
    (keys, root) =>
      entriesOf(get(root, 'plugins')).some(entry => /^(?:io\.containerd|cri$|linux$)/.test(entry.key.text)) ||
      keys.has('disabled_plugins') ||
      keys.has('proxy_plugins'),
  ],
  ['crio', keys => keys.has('crio')],
  [
    'gitlab-runner',
    (_keys, root) => itemsOf(get(root, 'runners')).some(runner => ['executor', 'kubernetes', 'docker'].some(key => get(runner, key) !== undefined)),
  ],
  ['filebeat', keys => ['filebeat', 'metricbeat', 'auditbeat', 'packetbeat', 'heartbeat', 'journalbeat'].some(beat => startsWith(keys, beat))],
  [
    'promtail',
    (keys, root) =>
      keys.has('scrape_configs') &&
      (any(keys, 'clients', 'client', 'positions') || itemsOf(get(root, 'scrape_configs')).some(job => get(job, 'pipeline_stages') !== undefined)),
  ],
  ['otel', keys => keys.has('receivers') && any(keys, 'exporters', 'service', 'processors')],
  ['vector', keys => keys.has('sources') && any(keys, 'sinks', 'transforms')],
  [
    'telegraf',
    (keys, root) =>
      keys.has('inputs') && (any(keys, 'outputs', 'agent', 'processors') || entriesOf(get(root, 'inputs')).some(entry => entry.value.kind === 'seq')),
  ],
  ['fluent-bit', (_keys, root) => get(get(root, 'pipeline'), 'inputs') !== undefined],
  [
    'cloud-init',
    keys =>
      any(keys, 'runcmd', 'write_files', 'bootcmd', 'coreos') ||
      (keys.has('packages') && any(keys, 'package_update', 'package_upgrade', 'users', 'ssh_authorized_keys')),
  ],
  ['daemon-json', keys => count(keys, DAEMON_KEYS) >= 2],
  ['kubelet-config', keys => count(keys, KUBELET_KEYS) >= 2],
  ['rke', (_, root) => isRke(root)],
  [
    'compose',
    (keys, root) =>
      entriesOf(get(root, 'services')).length > 0 &&
      entriesOf(get(root, 'services')).every(entry => any(keysOf(entry.value), 'image', 'build', 'extends')) &&
      !keys.has('nodes'),
  ],
  ['policy', (keys, root) => isLinterRules(keys, root)],
  ['k3s', keys => [...keys].some(key => K3S_KEY.test(key))],
];

type NameRule = readonly [Dialect, RegExp];
const BY_NAME: readonly NameRule[] = [
  ['daemon-json', /(?:^|[/._-])(?:docker-?)?daemon\.json(?:\.(?:j2|tpl|tmpl))?$/i],
  ['daemon-json', /^(?:dockerConfigJson|docker[_-]?(?:daemon[_-]?)?(?:config|configuration|options|opts|settings|json)|daemon[_-]?config)$/],
  ['crictl', /(?:^|\/)crictl\.yaml/i],
  ['npd', /(?:^|[/_-])(?:docker-monitor|kernel-monitor|systemd-monitor|abrt-adaptor|health-checker-[\w-]+|[\w-]+-monitor(?:-counter|-filelog)?)\.json$/i],
  ['k3s', /(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/i],
  ['kubelet-config', /(?:^|\/)kubelet(?:-config)?(?:\.(?:ya?ml|json|conf))$/i],
];

const ANSIBLE_VARS = /(?:^|\/)(?:group_vars|host_vars|defaults|vars)\/(?:[^/]+\/)*[^/]+$/i;
const ANSIBLE_TASKS = /(?:^|\/)(?:tasks|handlers|playbooks)\/(?:[^/]+\/)*[^/]+$/i;

/** The dialect of a tree that was read from an artifact. */
export function classify(root: Node, artifact: Artifact, syntax: Syntax): Dialect {
  const bySyntax = BY_SYNTAX[syntax];
  if (bySyntax !== undefined) return bySyntax;
  if (artifact.usage === 'ci' || artifact.usage === 'compose') return artifact.usage;
  const keys = keysOf(root);
  if (syntax === 'blocks') return blocksDialect(keys);
  const fromKeys = BY_KEYS.find(([, test]) => test(keys, root))?.[0];
  if (fromKeys === 'k8s') return kubernetesDialect(root);
  const name = artifact.name === '' ? artifact.uri : artifact.name;
  return fromKeys ?? BY_NAME.find(([, pattern]) => pattern.test(name))?.[0] ?? byShape(root, artifact) ?? 'unknown';
}

function blocksDialect(keys: ReadonlySet<string>): Dialect {
  if (any(keys, 'input', 'filter', 'output')) return 'logstash';
  // logrotate's blocks are named by paths.
  return [...keys].some(key => key.startsWith('/')) ? 'unknown' : 'alloy';
}

function kubernetesDialect(root: Node): Dialect {
  const group = textAt(root, 'apiVersion') ?? '';
  if (group.startsWith('kubelet.config.k8s.io')) return 'kubelet-config';
  return group.startsWith('kubeadm.k8s.io') ? 'kubeadm' : 'k8s';
}

/** Semgrep's rules, and kube-linter's checks. */
function isLinterRules(keys: ReadonlySet<string>, root: Node): boolean {
  if (keys.has('customChecks') || (keys.has('template') && keys.has('remediation'))) return true;
  return itemsOf(get(root, 'rules')).some(rule => get(rule, 'languages') !== undefined && get(rule, 'id') !== undefined);
}

/** RKE's cluster.yml, which called its nodes `hosts` before it was 0.1. */
function isRke(root: Node): boolean {
  if (itemsOf(get(root, 'nodes')).some(node => get(node, 'address') !== undefined && get(node, 'role') !== undefined)) return true;
  const hosts = itemsOf(get(root, 'hosts'));
  return (
    get(root, 'services') !== undefined && hosts.some(host => get(host, 'role')?.kind === 'seq' && (get(host, 'ip') ?? get(host, 'hostname')) !== undefined)
  );
}

/** Falco's files are lists of rules, macros and lists. */
function isFalcoPart(item: Node): boolean {
  if (get(item, 'list') !== undefined) return get(item, 'items') !== undefined;
  return (get(item, 'macro') ?? get(item, 'rule')) !== undefined && get(item, 'condition') !== undefined;
}

function byShape(root: Node, artifact: Artifact): Dialect | undefined {
  const file = artifact.origin === undefined ? artifact.uri : '';
  if (root.kind === 'seq' && root.items.some(isFalcoPart)) return 'falco';
  if (root.kind === 'seq' && root.items.some(isPlayOrTask)) return 'ansible';
  if (root.kind === 'seq' && root.items.some(item => get(item, 'op') !== undefined && get(item, 'path') !== undefined)) return 'kustomize-patch';
  return dialectOfPath(file);
}

/** What a file's place and name say it is, where its keys do not. */
export function dialectOfPath(file: string): Dialect | undefined {
  if (ANSIBLE_VARS.test(file)) return 'ansible-vars';
  if (ANSIBLE_TASKS.test(file)) return 'ansible';
  if (/\.sls$/i.test(file)) return 'salt';
  return /(?:^|[/.-])values[\w.-]*\.ya?ml$/i.test(file) ? 'values' : undefined;
}

const TASK_KEYS: ReadonlySet<string> = new Set([
  'shell',
  'command',
  'raw',
  'script',
  'service',
  'systemd',
  'apt',
  'yum',
  'dnf',
  'package',
  'template',
  'copy',
  'file',
  'lineinfile',
  'when',
  'register',
  'notify',
  'become',
  'include_tasks',
  'import_tasks',
  'include_role',
  'import_role',
  'set_fact',
  'win_shell',
  'win_service',
  'block',
  'with_items',
  'loop',
]);

/** A play has `hosts`; a task has a module or one of the words that only tasks have. */
export function isPlayOrTask(item: Node): boolean {
  const keys = keysOf(item);
  if (keys.has('hosts') && any(keys, 'tasks', 'roles', 'pre_tasks', 'post_tasks', 'handlers', 'become', 'gather_facts', 'vars')) return true;
  if (keys.has('import_playbook')) return true;
  return (
    [...keys].some(
      key =>
        TASK_KEYS.has(key) ||
        /^(?:ansible|community|kubernetes|containers)\.\w+\.\w+$|^docker_(?:container|image|network|volume|login|compose|prune)$/.test(key),
    ) &&
    !keys.has('image') &&
    !keys.has('apiVersion')
  );
}

/** The keys of a mapping. */
export function keysOf(node: Node): ReadonlySet<string> {
  return new Set(entriesOf(node).map(entry => entry.key.text));
}
