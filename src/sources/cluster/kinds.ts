// Which kinds of a cluster the enabled rules need: the one list that scans, snapshots and the printed role go by.
import type { FactKind } from '../../model/fact.ts';
import type { Rule } from '../../model/rule.ts';

/** A kind that some rule may ask for, by the API groups that serve it, the first that is served winning. */
export interface WantedKind {
  readonly groups: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** The facts that its objects can state. */
  readonly states: readonly FactKind[];
  /** Objects are large, so fewer come in one page. */
  readonly large?: boolean;
  /** Only where secrets were asked for. */
  readonly secret?: boolean;
}

const POD_FACTS: readonly FactKind[] = [
  'hostPath',
  'volume',
  'env',
  'image',
  'command',
  'flag',
  'setting',
  'annotation',
  'label',
  'text',
  'service',
  'package',
  'logSource',
];
const TEXT_FACTS: readonly FactKind[] = [...POD_FACTS, 'query', 'policyPath', 'resource'];

const workload = (kind: string, plural: string, ...groups: readonly string[]): WantedKind => ({ groups, kind, plural, namespaced: true, states: POD_FACTS });

/** Objects that own others stand before these. */
export const BUILT_IN: readonly WantedKind[] = [
  { groups: [''], kind: 'Node', plural: 'nodes', namespaced: false, states: ['node', 'label', 'setting', 'annotation'] },
  { groups: [''], kind: 'ConfigMap', plural: 'configmaps', namespaced: true, states: TEXT_FACTS, large: true },
  { groups: [''], kind: 'Secret', plural: 'secrets', namespaced: true, states: TEXT_FACTS, large: true, secret: true },
  { groups: [''], kind: 'PersistentVolume', plural: 'persistentvolumes', namespaced: false, states: ['hostPath', 'setting'] },
  {
    groups: ['policy', 'extensions'],
    kind: 'PodSecurityPolicy',
    plural: 'podsecuritypolicies',
    namespaced: false,
    states: ['policyPath', 'setting', 'annotation'],
  },
  { groups: ['node.k8s.io'], kind: 'RuntimeClass', plural: 'runtimeclasses', namespaced: false, states: ['setting'] },
  {
    groups: ['admissionregistration.k8s.io'],
    kind: 'ValidatingAdmissionPolicy',
    plural: 'validatingadmissionpolicies',
    namespaced: false,
    states: ['policyPath', 'setting', 'text'],
  },
  workload('PodTemplate', 'podtemplates', ''),
  workload('Deployment', 'deployments', 'apps', 'extensions'),
  workload('DaemonSet', 'daemonsets', 'apps', 'extensions'),
  workload('StatefulSet', 'statefulsets', 'apps'),
  workload('CronJob', 'cronjobs', 'batch'),
  workload('ReplicationController', 'replicationcontrollers', ''),
  workload('ReplicaSet', 'replicasets', 'apps', 'extensions'),
  workload('Job', 'jobs', 'batch'),
  workload('Pod', 'pods', ''),
];

/** The definitions of custom resources, whose schemas tell which of them hold pods. */
export const DEFINITIONS: WantedKind = {
  groups: ['apiextensions.k8s.io'],
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
  states: TEXT_FACTS,
  large: true,
};

/** Groups of custom resources that some rule asks for, whatever their schemas hold. */
const TELLING_GROUPS: readonly RegExp[] = [
  /^monitoring\.coreos\.com$/,
  /^operator\.victoriametrics\.com$/,
  /^(?:grafana\.integreatly|integreatly|loki\.grafana|tempo\.grafana|monitoring\.grafana)\.(?:org|com)$/,
  /^kyverno\.io$/,
  /^(?:constraints|templates)\.gatekeeper\.sh$/,
  /(?:^|\.)cluster\.x-k8s\.io$/,
  /^karpenter(?:\.k8s\.aws|\.sh|\.azure\.com)$/,
  /^machineconfiguration\.openshift\.io$/,
  /^security\.openshift\.io$/,
  /(?:^|\.)cattle\.io$/,
  /(?:^|\.)toolkit\.fluxcd\.io$/,
  /^argoproj\.io$/,
  /^(?:fluentbit|fluentd)\.fluent\.io$/,
  /^logging\.(?:banzaicloud|openshift)\.io$/,
  /^opentelemetry\.io$/,
  /^cilium\.io$/,
  /^appdynamics\.com$/,
  /(?:^|\.)gardener\.cloud$/,
];

export function isTellingGroup(group: string): boolean {
  return TELLING_GROUPS.some(pattern => pattern.test(group));
}

/** The kinds of facts that rules match or ask for. */
export function factsAskedFor(rules: readonly Rule[]): ReadonlySet<FactKind> {
  const kinds = new Set<FactKind>();
  for (const { triggers, source } of rules) {
    for (const { on, with: near, without } of triggers) [on, ...near.map(one => one.kind), ...without.map(one => one.kind)].forEach(kind => kinds.add(kind));
    for (const one of source.cases) for (const companion of [...(one.with ?? []), ...(one.without ?? [])]) kinds.add(companion.fact);
  }
  return kinds;
}

/** The kinds that rules can find something in, owners before what they own. */
export function wantedKinds(rules: readonly Rule[], options: { readonly includeSecrets: boolean }): readonly WantedKind[] {
  const facts = factsAskedFor(rules);
  const isWanted = (wanted: WantedKind): boolean => wanted.states.some(state => facts.has(state)) && (wanted.secret !== true || options.includeSecrets);
  const wanted = BUILT_IN.filter(isWanted);
  return wanted.some(({ kind }) => kind === 'Pod') ? [DEFINITIONS, ...wanted] : wanted;
}
