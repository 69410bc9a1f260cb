// The options that say which clusters to read, and how; scan, snapshot and rbac share them.
import { UserError } from '../model/errors.ts';
import type { ClusterOptions } from '../sources/cluster/clusters.ts';
import type { Arguments, OptionSpec } from './arguments.ts';
import type { HelpSection } from './help/layout.ts';
import { quoted } from './quoted.ts';

/** Which clusters. */
export const CONTEXT_OPTIONS = {
  cluster: { takes: 'flag' },
  context: { takes: 'list' },
  'all-contexts': { takes: 'flag' },
  kubeconfig: { takes: 'value' },
  'request-timeout': { takes: 'value' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** What of them. */
export const CLUSTER_OPTIONS = {
  ...CONTEXT_OPTIONS,
  namespace: { takes: 'list', short: 'n' },
  selector: { takes: 'value', short: 'l' },
  'include-secrets': { takes: 'flag' },
  'ask-kubelets': { takes: 'flag' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const contextRows = [
  ['--context NAME', 'this context of the kubeconfig; may be given several times'],
  ['--all-contexts', 'every context of the kubeconfig'],
  ['--kubeconfig FILE', 'instead of $KUBECONFIG, ~/.kube/config or the service account of the pod'],
  ['--request-timeout TIME', 'how long a request may stand still (default 30s); TIME has a unit: 500ms, 30s, 2m'],
] as const satisfies NonNullable<HelpSection['rows']>;

export const clusterRows = [
  ...contextRows,
  ['-n, --namespace NAME', 'look into this namespace alone; may be given several times'],
  ['-l, --selector LABELS', 'look at objects with these labels alone, as kubectl does: app=web,tier!=db'],
  ['--include-secrets', 'read Secrets, too; their values are never shown'],
  ['--ask-kubelets', 'ask running kubelets for their cgroup driver, through nodes/proxy: a right that allows more than reading'],
] as const satisfies NonNullable<HelpSection['rows']>;

/** The clusters asked for; nothing where none is. Throws a `UserError` for the first wrong value. */
export function readClusterOptions(args: Arguments): ClusterOptions | undefined {
  const contexts = args.values('context');
  const all = args.has('all-contexts');
  if (all && contexts.length > 0) throw new UserError('--context and --all-contexts exclude each other');
  if (!all && contexts.length === 0 && !args.has('cluster')) {
    const stray = ['kubeconfig', ...Object.keys(CLUSTER_OPTIONS), 'snapshot'].find(option => option !== 'cluster' && args.has(option));
    if (stray !== undefined) throw new UserError(`--${stray} is about clusters, but none is asked for; add --cluster, --context NAME or --all-contexts`);
    return undefined;
  }
  return clustersOf(args, all ? 'all' : contexts);
}

/** The same for commands that are about clusters alone: the current context where none is named. */
export function readTargetClusters(args: Arguments): ClusterOptions {
  const contexts = args.values('context');
  const all = args.has('all-contexts');
  if (all && contexts.length > 0) throw new UserError('--context and --all-contexts exclude each other');
  return clustersOf(args, all ? 'all' : contexts);
}

function clustersOf(args: Arguments, contexts: readonly string[] | 'all'): ClusterOptions {
  const kubeconfig = args.value('kubeconfig');
  const selector = selectorOf(args.value('selector'));
  const requestTimeout = readTime(args.value('request-timeout'));
  const snapshot = args.value('snapshot');
  return {
    contexts,
    namespaces: namespacesOf(args.values('namespace')),
    includeSecrets: args.has('include-secrets'),
    askKubelets: args.has('ask-kubelets'),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(selector === undefined ? {} : { selector }),
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
}

const LABEL = /^!?\s*[\w./-]+$/;
const REQUIREMENT = /^[\w./-]+\s*(?:(?:==?|!=)\s*[\w.-]*|[<>]\s*\d+|\s(?:in|notin)\s*\([^()]*\))$/;

/** What no API server would take; otherwise each list would come back with the same complaint. */
function selectorOf(text: string | undefined): string | undefined {
  const parts = text?.split(/,(?![^(]*\))/).map(part => part.trim()) ?? [];
  const wrong = parts.find(part => !LABEL.test(part) && !REQUIREMENT.test(part));
  if (wrong !== undefined) throw new UserError(`--selector takes labels such as app=web,tier!=db or 'env in (a,b)', not ${quoted(text ?? '')}`);
  return text;
}

function namespacesOf(values: readonly string[]): readonly string[] {
  const names = [...new Set(values.flatMap(value => value.split(',')).map(name => name.trim()))].filter(name => name !== '');
  const wrong = names.find(name => !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name));
  if (wrong !== undefined) throw new UserError(`--namespace takes the name of a namespace, not ${quoted(wrong)}`);
  return names;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `30s`, `2m` or plain seconds. */
function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? [];
  const milliseconds = Number(number) * (UNITS[unit ?? 's'] ?? 1);
  if (number === undefined || !(milliseconds >= 1)) throw new UserError(`--request-timeout takes a time such as 500ms, 30s or 2m, not ${quoted(text)}`);
  // Node's timers end at 2^31 milliseconds.
  return Math.min(milliseconds, 2_000_000_000);
}
