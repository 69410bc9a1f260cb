// What a live cluster adds to a finding, in words: the object's pods, the nodes they run on, who put it there.
import type { Workload } from '../model/cluster.ts';
import { visible } from './safe-text.ts';
import { count } from './words.ts';

/** `2 pods on node-1`, `40 pods on 12 nodes`, `no pods now`, with the origin behind it; `verbose` names all nodes. */
export function workloadWords(workload: Workload, verbose: boolean): string {
  const origin = workload.origin === undefined ? '' : `; ${visible(workload.origin)}`;
  return `${podsWords(workload, verbose)}${origin}`;
}

function podsWords({ pods, nodes }: Workload, verbose: boolean): string {
  if (pods === 0) return 'no pods now';
  const amount = count(pods, 'pod');
  const [only] = nodes;
  if (only === undefined) return `${amount} on no node yet`;
  if (nodes.length === 1) return `${amount} on ${visible(only)}`;
  return `${amount} on ${count(nodes.length, 'node')}${verbose ? `: ${nodes.map(visible).join(', ')}` : ''}`;
}
