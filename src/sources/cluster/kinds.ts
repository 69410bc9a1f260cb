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
    states: ['policyPath', 'setting', 'annotation', 'text'],
  },
  { groups: ['node.k8s.io'], kind: 'RuntimeClass', plural: 'runtimeclasses', namespaced: false, states: ['setting'] },
  {
    groups: ['admissionregistration.k8s.io'],
    kind: 'ValidatingAdmissionPolicy',
    plural: 'validatingadmissionpolicies',
    namespaced: false,
    states: ['policyPath', 'setting', 'text'],
  },
  {
    groups: ['admissionregistration.k8s.io'],
    kind: 'MutatingAdmissionPolicy',
    plural: 'mutatingadmissionpolicies',
    namespaced: false,
    states: ['policyPath', 'setting', 'text'],
  },
  // Served by API servers of their own, so that no definition tells of them.
  { groups: ['core.gardener.cloud'], kind: 'Shoot', plural: 'shoots', namespaced: true, states: ['setting', 'annotation'] },
  { groups: ['core.gardener.cloud'], kind: 'CloudProfile', plural: 'cloudprofiles', namespaced: false, states: ['setting'] },
  { groups: ['core.gardener.cloud'], kind: 'NamespacedCloudProfile', plural: 'namespacedcloudprofiles', namespaced: true, states: ['setting'] },
  workload('DeploymentConfig', 'deploymentconfigs', 'apps.openshift.io'),
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

/** The definitions of custom resources, whose schemas tell what these hold; `states` is what the resources can state. */
export const DEFINITIONS: WantedKind = {
  groups: ['apiextensions.k8s.io'],
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
  states: TEXT_FACTS,
  large: true,
};

/** The kinds of facts that rules match or ask for. */
export function factsAskedFor(rules: readonly Rule[]): ReadonlySet<FactKind> {
  const kinds = new Set<FactKind>();
  for (const { triggers, source } of rules) {
    for (const { on, with: near, without } of triggers) [on, ...near.map(one => one.on), ...without.map(one => one.on)].forEach(kind => kinds.add(kind));
    for (const one of source.cases) for (const companion of [...(one.with ?? []), ...(one.without ?? [])]) kinds.add(companion.fact);
  }
  return kinds;
}

/** The kinds that rules can find something in, owners before what they own. */
export function wantedKinds(rules: readonly Rule[], options: { readonly includeSecrets: boolean }): readonly WantedKind[] {
  const facts = factsAskedFor(rules);
  const isWanted = (wanted: WantedKind): boolean => wanted.states.some(state => facts.has(state)) && (wanted.secret !== true || options.includeSecrets);
  return [DEFINITIONS, ...BUILT_IN].filter(isWanted);
}
