// The table of nodes in a terminal.
import { expect, test } from 'vitest';
import type { ClusterNode, ClusterReport } from '../../src/model/cluster.ts';
import { nodeTable } from '../../src/report/table-nodes.ts';
import { viewOf } from '../../src/report/table-view.ts';
import { clustersReport, prod } from './sample-clusters.ts';

function draw(cluster: ClusterReport, width: number, verbose = false): readonly string[] {
  return nodeTable(viewOf(clustersReport, { width, color: false, groupBy: 'file', verbose }), cluster);
}

function nodes(amount: number, state: ClusterNode['state'], prefix: string): readonly ClusterNode[] {
  const [node] = prod.nodes;
  if (node === undefined) return [];
  return Array.from({ length: amount }, (_, i) => ({ ...node, name: `${prefix}-${String(i).padStart(3, '0')}`, state }));
}

test('the worst nodes come first, by name within', () => {
  const [titled, head, ...rows] = draw(prod, 200);
  expect(titled).toBe('Nodes of prod-eu');
  expect(head?.trim().split(/ {2,}/)).toEqual(['node', 'role', 'runtime', 'kubelet', 'OS', 'cri-socket', 'cgroup driver', 'state']);
  expect(rows.map(row => row.trim().split(/ {2,}/))).toEqual([
    [
      'node-1',
      'control-plane',
      'docker://20.10.24',
      'v1.20.2',
      'Debian GNU/Linux 11 (bullseye)',
      '/var/run/dockershim.sock',
      'systemd (running kubelet)',
      'on Docker',
    ],
    [
      'node-2',
      'worker',
      'docker://20.10.24',
      'v1.20.2',
      'Debian GNU/Linux 11 (bullseye)',
      '/var/run/dockershim.sock',
      'cgroupfs (kubelet-config)',
      'on Docker',
    ],
    [
      'node-3',
      'worker',
      'docker://20.10.24',
      'v1.20.2',
      'Ubuntu 20.04.6 LTS',
      'unix:///run/containerd/containerd.sock',
      'cgroupfs (kubelet-config)',
      'mixed signals',
    ],
  ]);
});

test('columns for which there is no room are summed up', () => {
  const lines = draw(prod, 80);
  expect(lines[1]?.trim().split(/ {2,}/)).toEqual(['node', 'role', 'runtime', 'kubelet', 'state']);
  expect(lines).toContain('  OS: Debian GNU/Linux 11 (bullseye) on 2 nodes and Ubuntu 20.04.6 LTS on node-3');
  const alike = draw({ ...prod, nodes: nodes(3, 'moved', 'n') }, 80);
  expect(alike).toContain('  cri-socket: unix:///run/containerd/containerd.sock on all');
});

test('many different values are cut short and counted, unless asked for', () => {
  const many = { ...prod, nodes: nodes(9, 'moved', 'n').map((node, i) => ({ ...node, os: `OS ${i}` })) };
  expect(draw(many, 80)).toContain('  OS: OS 0 on n-000, OS 1 on n-001, OS 2 on n-002, OS 3 on n-003 and 5 more');
  expect(draw(many, 80, true).join('\n')).toContain('OS 8 on n-008');
});

test('a node without an annotation and a known driver says so', () => {
  const bare: ClusterNode = { name: 'a', role: 'worker', runtime: 'containerd://1.6.20', kubelet: 'v1.24.0', os: 'Flatcar', state: 'mixed-signals' };
  expect(draw({ ...prod, nodes: [bare] }, 200)[2]).toMatch(/ none +not known +mixed signals$/);
});

test('above twenty nodes the first twenty of each state are shown, the others counted', () => {
  const cluster = { ...prod, nodes: [...nodes(3, 'moved', 'moved'), ...nodes(500, 'on-docker', 'docker'), ...nodes(21, 'mixed-signals', 'mixed')] };
  const lines = draw(cluster, 200);
  expect(lines.filter(line => /^ {2}(?:docker|mixed|moved)-\d/.test(line))).toHaveLength(43);
  expect(lines.at(2)).toContain('docker-000');
  expect(lines.at(-2)).toContain('moved-002');
  expect(lines.at(-1)).toBe('  480 more nodes (on Docker) and 1 more node (mixed signals) hidden; --verbose shows them');
  expect(draw(cluster, 200, true)).toHaveLength(2 + 524);
  expect(draw({ ...prod, nodes: nodes(20, 'on-docker', 'docker') }, 200)).toHaveLength(2 + 20);
});

test('no nodes, no table', () => {
  expect(draw({ ...prod, nodes: [] }, 80)).toEqual([]);
});
