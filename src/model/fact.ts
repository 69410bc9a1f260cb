// The facts that extractors state and rules test: the meeting point of every kind of input and every rule.
import type { Document, Guard } from './document.ts';
import type { Level } from './finding.ts';
import type { ResourceRef, Span } from './location.ts';

/**
 * What is known of an agent's image: it can never do without Docker, its version is too old, it needs no Docker (by itself or by
 * the settings beside it), or its version is not known.
 */
export type AgentSupport = 'never' | 'outdated' | 'current' | 'unknown';

/** What facts say of a known agent: its entry's id and words, and what the image's tag means. */
export interface AgentFields {
  agent?: string;
  agentSupport?: AgentSupport;
  agentLevel?: Level;
  agentTitle?: string;
  /** The first version that needs no Docker, where there is one. */
  agentSince?: string;
  agentUses?: string;
  agentChange?: string;
}

export type FieldValue = string | number | boolean | readonly string[] | undefined;

/**
 * The closed set of fact kinds and the fields that rules may test in each. Paths are as written (not normalised); predicates
 * compare them with path sense. Fields that do not apply are absent.
 */
export interface FactFields {
  /** A path of the node that a pod or a PersistentVolume uses. `mounts` are the containers that mount it, absent where not all of the pod is
   * known; `mountPaths` where it appears in them; `reaches` the paths of the node that texts around it name below it; `template` the path as
   * written, where a template makes it. */
  hostPath: AgentFields & {
    path: string;
    type?: string;
    volume?: string;
    source: 'pod' | 'persistentVolume';
    mounts?: readonly string[];
    mountPaths: readonly string[];
    subPath?: string;
    reaches?: readonly string[];
    template?: string;
  };
  /** A pod's volume that is not a hostPath. */
  volume: { volume: string; source: string; mounts: readonly string[]; mountPaths: readonly string[]; reference?: string };
  /** An environment variable. `backing` is the kind of volume behind a path in its value: hostPath, emptyDir, ... */
  env: { name: string; value: string; container?: string; backing?: string };
  /** A container image, with the known agent that it is. */
  image: AgentFields & { image: string; repository: string; tag?: string; digest?: string; pullPolicy?: string; container?: string };
  /** One command of a container, a probe, a hook, a script, a unit or a task. */
  command: {
    program: string;
    subcommand?: string;
    line: string;
    args: readonly string[];
    wrappers: readonly string[];
    role: 'main' | 'init' | 'probe' | 'lifecycle' | 'script' | 'unit' | 'task';
    container?: string;
  };
  /** A command-line flag, its name without dashes and with `-` for `_`; `value` is empty where none is given. */
  flag: { program: string; name: string; value: string; container?: string; backing?: string };
  /** A configuration setting: `key` is its whole dotted path with `[]` for list items, `name` the last part of it. */
  setting: { dialect: string; key: string; name: string; value: string; file?: string };
  /** An annotation of an object or a pod template. */
  annotation: { key: string; value: string };
  /** A label, a nodeSelector, an affinity term or a kubelet's node label. */
  label: { key: string; value: string; use: 'label' | 'nodeSelector' | 'affinity' | 'toleration' | 'node' };
  /** A path that a policy allows or forbids. */
  policyPath: { path: string; policy: 'allow' | 'deny'; kind: string };
  /**
   * One part of a query in PromQL or another monitoring system's language: a metric with the matchers beside it, a matcher such as
   * `id=~/docker/.*` of a metric, a label that results are grouped by, or a string. `name` is what the query belongs to, such as `alert X`.
   * `keep`: it stands in a list of what a scraper keeps.
   */
  query: {
    text: string;
    name: string;
    use: 'expression' | 'keep';
    term: 'metric' | 'matcher' | 'label' | 'string';
    value: string;
    metric?: string;
    matchers: readonly string[];
  };
  /** A package that is installed or removed. `for`: what the folders around it are for, where their names say so. */
  package: { package: string; manager: string; state: 'present' | 'absent'; version?: string; for?: 'kubernetes' };
  /** A service of the node that is started, stopped, restarted, enabled or disabled; `role` as of the command that does so. */
  service: { service: string; action: string; role: FactFields['command']['role'] };
  /** A Kubernetes object, whatever its kind. */
  resource: { apiVersion: string; kind: string; name?: string; namespace?: string };
  /**
   * A Node object. `runtime` is the scheme of containerRuntimeVersion, `conditions` the types of its conditions, `localImages` the images
   * that it has from no registry. `managedBy` and `pool`: the provider that manages it and the node pool, where labels or the kubelet tell.
   */
  node: {
    node: string;
    runtime: string;
    runtimeVersion: string;
    kubeletVersion?: string;
    osImage?: string;
    kernelVersion?: string;
    role: 'control-plane' | 'worker';
    criSocket?: string;
    managedBy?: 'GKE' | 'EKS' | 'AKS';
    pool?: string;
    conditions: readonly string[];
    localImages: readonly string[];
  };
  /**
   * One setting of what an agent reads: `format` is the parser of an input of container logs, `path` one of an input's paths, `plugin` a
   * part that needs Docker Engine as such, `unit` a filter of the journal by unit, `journal` one by container, `metadata` and `partial` what an
   * agent asks Docker or expects of its lines, `definition` a parser's own definition. `value` is the setting as written, a variable's
   * default in its place; `variable` is that variable. `templated`: it is filled in from elsewhere.
   */
  logSource: {
    agent: string;
    plugin: string;
    part: 'format' | 'path' | 'plugin' | 'unit' | 'journal' | 'metadata' | 'partial' | 'definition';
    value: string;
    format: 'docker' | 'cri' | 'auto' | 'other' | 'unknown';
    paths: readonly string[];
    variable?: string;
    templated: boolean;
  };
  /** A text that holds something of interest and that no other fact describes. `name` is the key that it stands under. */
  text: { text: string; name: string };
}

export type FactKind = keyof FactFields;

interface FactBase<K extends FactKind> {
  readonly kind: K;
  readonly fields: Readonly<FactFields[K]>;
  readonly document: Document;
  /** The characters that a person would change, in the document's artifact. */
  readonly span: Span;
  /** The object that owns it: the workload, not the container. */
  readonly owner?: ResourceRef;
  /** What messages call the place where no object owns it, such as an Ansible task. */
  readonly label?: string;
  /** The field path of the place within its document, such as `spec.template.spec.volumes[0].hostPath.path`. */
  readonly path: string;
  /** Identity of the place that survives edits: list items by their names. */
  readonly identity: string;
  /** What the fact is joined with: one key for a pod, a ConfigMap, a file. */
  readonly scope: string;
  /** The closest thing around it: the section, the list item, the container. */
  readonly group: string;
  readonly guard?: Guard;
}

export type Fact = { [K in FactKind]: FactBase<K> }[FactKind];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** A field by a name that a rule gives; nothing where the fact has no such field. */
export function fieldOf(fact: Fact, name: string): FieldValue {
  return (fact.fields as Readonly<Record<string, FieldValue>>)[name];
}

/** The same as text; empty where there is none. */
export function fieldText(fact: Fact, name: string): string {
  return String(fieldOf(fact, name) ?? '');
}
