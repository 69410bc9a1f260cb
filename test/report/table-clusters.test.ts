// Live clusters in a terminal: which cluster a place is in, pods and origins, what was listed.
import { expect, test } from 'vitest';
import type { FormatOptions } from '../../src/report/format.ts';
import { formatTable } from '../../src/report/table.ts';
import { clustersReport, live, prod, staging } from './sample-clusters.ts';
import { finding } from './sample-report.ts';

const OPTIONS: FormatOptions = { width: 120, color: false, groupBy: 'file' };
const one = { ...clustersReport, clusters: [prod], findings: clustersReport.findings.filter(({ cluster }) => cluster === prod.context), notifications: [] };

test('the first lines answer for each cluster', () => {
  const [, first = '', second = ''] = formatTable(clustersReport, OPTIONS).split('\n\n');
  expect(first.split('\n')).toEqual([
    'Cluster prod-eu (Kubernetes v1.20.2): not ready',
    '  2 of 3 nodes still run Docker Engine, 1 gives mixed signals',
    '  2 nodes will not become ready',
    '  3 workloads will not start',
    '  1 workload and 1 other place will run but silently fail',
    '  3 lists could not be read as a whole',
  ]);
  expect(second).toMatch(/: already broken\n {2}No node runs Docker Engine any more \(2 nodes\)\n {2}1 workload does not start\n/);
});

test('quiet has a line for each cluster', () => {
  const printed = formatTable(clustersReport, { ...OPTIONS, width: 200, quiet: true });
  expect(printed.split('\n').slice(2, 4)).toEqual([
    '  Cluster prod-eu (Kubernetes v1.20.2): not ready, 2 of 3 nodes still run Docker Engine, 1 gives mixed signals',
    '  Cluster arn:aws:eks:eu-west-1:123456789012:cluster/staging (Kubernetes v1.24.17-eks-4f9a1c0): already broken, no node runs Docker Engine any more (2 nodes)',
  ]);
});

test('places name their cluster where there is more than one, or files besides', () => {
  expect(formatTable(clustersReport, OPTIONS)).toContain('\nprod-eu: DaemonSet logging/fluent-bit  2 errors');
  const alone = formatTable(one, OPTIONS);
  expect(alone).toContain('\nDaemonSet logging/fluent-bit  2 errors');
  expect(alone).not.toContain('prod-eu: ');
  const besides = formatTable({ ...one, findings: [...one.findings, finding('docker-socket-mount', 'a.yaml', [1, 1, 2])] }, OPTIONS);
  expect(besides).toContain('\nprod-eu: DaemonSet logging/fluent-bit  2 errors');
  expect(besides).toContain('\na.yaml  1 error');
});

test('objects of the same name in two clusters, or in two namespaces of one, are two groups', () => {
  const deployment = (namespace: string) => ({ kind: 'Deployment', namespace, name: 'runner' });
  const findings = [live('prod-eu', deployment('a'), 'spec'), live('prod-eu', deployment('b'), 'spec'), live(staging.context, deployment('a'), 'spec')];
  for (const groupBy of ['file', 'owner'] as const) {
    expect(formatTable({ ...clustersReport, findings }, { ...OPTIONS, groupBy }).match(/Deployment [ab]\/runner {2}1 error$/gm)).toHaveLength(3);
  }
});

test.each([
  ['file', '\n  40 pods on 3 nodes; Helm release logging/fluent-bit\n'],
  ['owner', '\n  40 pods on 3 nodes; Helm release logging/fluent-bit\n'],
  ['rule', 'volumes[0].hostPath.path, 40 pods on 3 nodes; Helm release logging/fluent-bit\n'],
] as const)('by %s a finding shows pods, nodes and origin', (groupBy, words) => {
  expect(formatTable(clustersReport, { ...OPTIONS, width: 200, groupBy })).toContain(words);
});

test('a finding in a file of a snapshot shows its object and the pods of it', () => {
  expect(formatTable(clustersReport, OPTIONS)).toContain('Deployment build/ci: 3 pods on no node yet');
});

test('what is broken now is never told as what will be', () => {
  for (const groupBy of ['file', 'rule', 'owner'] as const) {
    const findings = clustersReport.findings.filter(({ cluster }) => cluster === staging.context);
    const printed = formatTable({ ...clustersReport, clusters: [staging], findings }, { ...OPTIONS, width: 200, groupBy });
    expect(printed).toMatch(/^Already broken: no node runs Docker Engine any more\n/);
    expect(printed).toContain('Broken now: the pod does not start, as no node of the cluster runs Docker Engine any more');
    expect(printed).not.toMatch(/\bwill\b|when the node leaves/);
  }
});

test('copies in a cluster that has moved are kept from those in one that has not', () => {
  const printed = formatTable(clustersReport, { ...OPTIONS, width: 200, groupBy: 'rule' });
  const [, after = ''] = printed.split('Broken now: the pod does not start, as no node of the cluster runs Docker Engine any more\n');
  const [copies = ''] = after.split(/^ {2}error /m);
  expect(copies).toContain('staging: Deployment build/runner');
  expect(copies).not.toContain('prod-eu');
});

test('a thousand nodes with one problem are one problem', () => {
  const findings = Array.from({ length: 1_000 }, (_, i) =>
    live('prod-eu', { kind: 'Node', name: `node-${i}` }, 'status', { effect: 'node-not-ready', message: `node node-${i} runs Docker Engine` }),
  );
  for (const groupBy of ['file', 'rule', 'owner'] as const) {
    const printed = formatTable({ ...one, findings }, { ...OPTIONS, groupBy });
    expect(printed.match(/runs Docker Engine$/gm)).toHaveLength(1);
    expect(printed).toContain('1,000 nodes will not become ready');
    expect(printed).toMatch(/the same: node-1, node-2, node-3, node-4, node-5 and 994 more nodes|and 995 more/);
  }
});

test('a group of findings without a place in a cluster is about the cluster', () => {
  const findings = [{ ...finding('docker-socket-mount', '', [1, 1, 1], { cluster: 'prod-eu' }), location: {} }];
  expect(formatTable({ ...one, findings }, OPTIONS)).toContain('\nCluster prod-eu as a whole  1 error');
});

test('coverage says what was listed, and what was not, by kind and namespace', () => {
  const printed = formatTable(clustersReport, OPTIONS);
  expect(printed).toContain(
    '  Listed 1,607 objects of 10 kinds: ConfigMap 1,204, Deployment 310, Job 44, StatefulSet 18, CronJob 12, DaemonSet 9,\n  Workflow 5, Node 3, and 2 more kinds\n',
  );
  expect(printed).toContain('  forbidden    Secret (v1)\n  failed       PrometheusRule (monitoring.coreos.com/v1)\n');
  expect(printed).toContain('  interrupted  Pod (v1), 1,500 objects seen before it broke off\n');
  expect(printed).toContain(
    '  Limited to the namespaces backup and build\n  forbidden  ConfigMap (v1) in build\n  forbidden  Secret (v1) in backup and build\n',
  );
  expect(formatTable(clustersReport, { ...OPTIONS, verbose: true })).toContain('PersistentVolume 0');
});

test('nothing is said of files where only clusters were read, and something where both were', () => {
  expect(formatTable(clustersReport, OPTIONS)).not.toMatch(/Looked at 0|^Files$/m);
  const both = { ...clustersReport, coverage: { ...clustersReport.coverage, files: 12 } };
  expect(formatTable(both, OPTIONS)).toContain('Looked at 12 files, 3,208 documents and objects\n');
  const findings = [...both.findings, finding('docker-socket-mount', 'a.yaml', [1, 1, 2], { owner: { kind: 'Pod', name: 'a' } })];
  expect(formatTable({ ...both, findings }, OPTIONS)).toContain('\nFiles\n  1 workload will not start\n');
});

test('a notification names its cluster', () => {
  expect(formatTable(clustersReport, { ...OPTIONS, width: 200 })).toContain('prod-eu: ConfigMap logging/fluent-bit data["values.yaml"]  aliases unfold');
});

test('all nodes that a finding is about are named where everything is asked for', () => {
  const nodes = ['node-1', 'node-2', 'node-3', 'node-4'];
  const about = live(prod.context, { apiVersion: 'v1', kind: 'Node', name: 'node-1' }, 'spec', { nodes });
  const printed = (verbose: boolean): string => formatTable({ ...one, findings: [about] }, { ...OPTIONS, verbose });
  expect(printed(true)).toContain('nodes: node-1, node-2, node-3, node-4\n');
  expect(printed(false)).not.toContain('nodes: ');
});
