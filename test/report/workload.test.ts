// Pods, nodes and origins in words.
import { expect, test } from 'vitest';
import type { Workload } from '../../src/model/cluster.ts';
import { workloadWords } from '../../src/report/workload.ts';
import { live } from './sample-clusters.ts';

const words = (kind: string, workload: Workload, verbose = false): string => workloadWords(live('c', { kind, name: 'a' }, 'spec', { workload }), verbose);

test.each([
  [{ pods: 2, nodes: ['node-1'] }, '2 pods on node-1'],
  [{ pods: 1, nodes: ['node-1'], origin: 'Argo CD application agents' }, '1 pod on node-1; Argo CD application agents'],
  [{ pods: 1_200, nodes: ['a', 'b'] }, '1,200 pods on 2 nodes'],
  [{ pods: 3, nodes: [] }, '3 pods on no node yet'],
  [{ pods: 0, nodes: [] }, 'no pods now'],
])('%o', (workload, expected) => {
  expect(words('Deployment', workload)).toBe(expected);
});

test('nodes are named where everything is asked for', () => {
  expect(words('DaemonSet', { pods: 2, nodes: ['a', 'b'] }, true)).toBe('2 pods on 2 nodes: a, b');
});

test('pods are told of custom resources that have some or could have, never of what has none by nature', () => {
  expect(words('Workflow', { pods: 4, nodes: ['a'], origin: 'Helm release x/y' })).toBe('4 pods on a; Helm release x/y');
  expect(words('Workflow', { pods: 0, nodes: [] })).toBe('no pods now');
  expect(words('ConfigMap', { pods: 0, nodes: [], origin: 'Helm release x/y' })).toBe('Helm release x/y');
});
