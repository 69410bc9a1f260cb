// A cluster of many nodes: one finding for each node on Docker, and one alone for whatever all of them say.
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();
const NODES = 40;

/** Nodes as a live cluster gives them, each with everything that rules on nodes look for. */
function nodesWith(runtime: string, criSocket: string): string {
  const items = Array.from({ length: NODES }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${String(index)}`,
      annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': criSocket },
      labels: index < 3 ? { 'node-role.kubernetes.io/control-plane': '' } : {},
    },
    status: {
      conditions: [{ type: 'CorruptDockerOverlay2', reason: 'NoCorruptDockerOverlay2', status: 'False' }],
      images: [{ names: ['busybox:1.35'], sizeBytes: 1982298 }],
      nodeInfo: { containerRuntimeVersion: runtime, kubeletVersion: 'v1.20.2', osImage: 'CentOS Linux 7 (Core)', kernelVersion: '3.10.0-1160.el7.x86_64' },
    },
  }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

async function* stream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await Promise.resolve();
}

async function findingsOf(text: string): Promise<Readonly<Record<string, number>>> {
  const { findings } = await scan({ paths: ['-'], stdin: stream(text), cwd: '/', rules, kubernetes: '1.37' });
  const counts: Record<string, number> = {};
  for (const { ruleId } of findings) counts[ruleId] = (counts[ruleId] ?? 0) + 1;
  return counts;
}

it('on dockershim', async () => {
  expect(await findingsOf(nodesWith('docker://20.10.24', '/var/run/dockershim.sock'))).toEqual({
    'kubeadm-node-annotation-docker': 1,
    'node-docker-conditions': 1,
    'node-local-images': 1,
    'node-os-too-old': 1,
    'node-runtime-docker': NODES,
    'node-version-skew': 1,
  });
});

it('moved, their annotations forgotten', async () => {
  expect(await findingsOf(nodesWith('containerd://1.6.20', '/var/run/dockershim.sock'))).toEqual({ 'node-cri-socket-differs': 1 });
});

it('moved', async () => {
  expect(await findingsOf(nodesWith('containerd://1.6.20', 'unix:///run/containerd/containerd.sock'))).toEqual({});
});
