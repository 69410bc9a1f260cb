// What a live cluster adds to a finding, in words: the object's pods, the nodes they run on, who put it there.
import type { Workload } from '../model/cluster.ts';
import type { Finding } from '../model/finding.ts';
import { visible } from './safe-text.ts';
import { count } from './words.ts';

const WORKLOADS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'DeploymentConfig',
  'Rollout',
]);

/** Whether a finding is about something that has pods, now or when it is scaled up. */
export function isOfWorkload({ owner, location, workload }: Pick<Finding, 'owner' | 'location' | 'workload'>): boolean {
  const object = owner ?? location.logical?.resource;
  // An origin is told of anything; pods, or their absence alone, only of what has them.
  const bearsPods = workload !== undefined && (workload.pods > 0 || workload.origin === undefined);
  return object !== undefined && (WORKLOADS.has(object.kind) || bearsPods);
}

/** `2 pods on node-1`, `40 pods on 12 nodes`, `no pods now`, and the origin; nothing of pods where the object has none by nature. `verbose` names all nodes. */
export function workloadWords(finding: Finding, verbose: boolean): string {
  const { workload } = finding;
  if (workload === undefined) return '';
  const origin = workload.origin === undefined ? [] : [visible(workload.origin)];
  return [...(isOfWorkload(finding) ? [podsWords(workload, verbose)] : []), ...origin].join('; ');
}

function podsWords({ pods, nodes }: Workload, verbose: boolean): string {
  if (pods === 0) return 'no pods now';
  const amount = count(pods, 'pod');
  const [only] = nodes;
  if (only === undefined) return `${amount} on no node yet`;
  if (nodes.length === 1) return `${amount} on ${visible(only)}`;
  return `${amount} on ${count(nodes.length, 'node')}${verbose ? `: ${nodes.map(visible).join(', ')}` : ''}`;
}
