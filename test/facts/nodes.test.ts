// What a Node object tells: its role, who manages it, its conditions and the images that it has from no registry.
import { expect, it } from 'vitest';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import type { FactFields } from '../../src/model/fact.ts';
import { BundleReader } from '../../src/read-bundle.ts';

interface Shape {
  readonly labels?: Readonly<Record<string, string>>;
  readonly kubelet?: string;
  readonly status?: object;
}

async function nodeOf({ labels = {}, kubelet = 'v1.20.2', status = {} }: Shape): Promise<FactFields['node'] | undefined> {
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge([]), interesting: () => false }, maxFileSize: 1e6 });
  const nodeInfo = { containerRuntimeVersion: 'docker://20.10.24', kubeletVersion: kubelet };
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', labels }, status: { ...status, nodeInfo } });
  const { facts } = await reader.readStdin({ kind: 'text', text }, 'node.json');
  return facts.flatMap(fact => (fact.kind === 'node' ? [fact.fields] : []))[0];
}

it.each([
  ['node-role.kubernetes.io/control-plane', 'control-plane'],
  ['node-role.kubernetes.io/master', 'control-plane'],
  ['node-role.kubernetes.io/controlplane', 'control-plane'],
  ['node-role.kubernetes.io/worker', 'worker'],
])('%s makes a node a %s', async (label, role) => {
  expect((await nodeOf({ labels: { [label]: '' } }))?.role).toBe(role);
});

it.each([
  ['GKE', 'pool-1', { 'cloud.google.com/gke-nodepool': 'pool-1' }, 'v1.22.12-gke.300'],
  ['EKS', 'workers', { 'eks.amazonaws.com/nodegroup': 'workers' }, 'v1.21.14-eks-fb459a0'],
  ['EKS', 'ng-1', { 'alpha.eksctl.io/nodegroup-name': 'ng-1' }, 'v1.21.14-eks-fb459a0'],
  ['AKS', 'win', { 'kubernetes.azure.com/agentpool': 'win' }, 'v1.22.11'],
  ['AKS', 'nodepool1', { agentpool: 'nodepool1', 'kubernetes.azure.com/node-image-version': 'AKSUbuntu-1804-2021.05.19' }, 'v1.18.19'],
  ['EKS', undefined, {}, 'v1.21.14-eks-fb459a0'],
  [undefined, undefined, { agentpool: 'agents', 'kubernetes.azure.com/cluster': 'acme' }, 'v1.18.19'],
  [undefined, undefined, {}, 'v1.20.2+k3s1'],
])('managed by %s in pool %s: %o, %s', async (managedBy, pool, labels, kubelet) => {
  const node = await nodeOf({ labels, kubelet });
  expect({ managedBy: node?.managedBy, pool: node?.pool }).toEqual({ managedBy, pool });
});

it('names the types of its conditions', async () => {
  expect((await nodeOf({ status: { conditions: [{ type: 'Ready', status: 'True' }, { type: 'CorruptDockerOverlay2' }] } }))?.conditions).toEqual([
    'Ready',
    'CorruptDockerOverlay2',
  ]);
});

it('names an image without a digest by its first name, and leaves out pulled and dangling ones', async () => {
  const names = [['busybox:1.35', 'busybox:latest'], [`web@sha256:${'a'.repeat(64)}`, 'web:1'], ['<none>@<none>', '<none>:<none>'], []];
  expect((await nodeOf({ status: { images: names.map(each => ({ names: each })) } }))?.localImages).toEqual(['busybox:1.35']);
});

it.each([[{ images: null, conditions: null }], [{ images: 'busybox', conditions: {} }], [{ images: [{ names: 3 }, null], conditions: [null, {}] }]])(
  'reads a node whose status is %o',
  async status => {
    const node = await nodeOf({ status });
    expect({ conditions: node?.conditions, localImages: node?.localImages }).toEqual({ conditions: [], localImages: [] });
  },
);
