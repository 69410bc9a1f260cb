// `unshim scan --cluster` against a real API server: every planted dependency is found, and nothing else.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClusterReport } from '../../src/model/cluster.ts';
import type { Finding } from '../../src/model/finding.ts';
import { kubeconfigFile } from './kubeconfig.ts';
import { planted } from './manifests.ts';
import { podsOf, runtimes } from './objects.ts';
import { ours, reportOf, type Run, scanCluster, type Told, unshim } from './unshim.ts';

const titled = planted.map(one => [`${one.kind} ${one.namespace}/${one.name}: ${one.finds.join(', ') || 'clean'}`, one] as const);
const nodes = await runtimes();
const onDocker = [...nodes.values()].some(runtime => runtime.startsWith('docker://'));
const moved = nodes.size > 0 && !onDocker;

let run: Run;
let report: Told;
let cluster: ClusterReport;

beforeAll(async () => {
  ({ report, ...run } = await scanCluster());
  expect(report.clusters).toHaveLength(1);
  cluster = report.clusters[0]!;
});

it('sees everything, and says that the cluster is not ready', () => {
  expect(report.notifications.filter(({ level }) => level === 'error')).toEqual([]);
  expect(cluster).toMatchObject({ complete: true, verdict: 'not-ready' });
  expect(run).toMatchObject({ status: 1, stderr: '' });
});

it.each(titled)('%s', (_, { kind, namespace, name, finds }) => {
  const found = ours(report).filter(({ owner }) => owner?.kind === kind && owner.namespace === namespace && owner.name === name);
  expect(found.map(({ ruleId, level, effect }) => `${ruleId} ${level} ${effect}`).sort()).toEqual(finds);
});

it('tells of what was planted alone, and never of the pods and ReplicaSets below it', () => {
  const names = new Set(planted.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  const told = new Set(ours(report).map(({ owner }) => `${owner?.kind ?? ''} ${owner?.namespace ?? ''}/${owner?.name ?? ''}`));
  expect([...told].filter(name => !names.has(name))).toEqual([]);
});

it('counts the pods of a workload, and knows where they run and who put it there', async () => {
  const of = (name: string) => ours(report).find(({ owner }) => owner?.name === name)?.workload;
  const builders = await podsOf('unshim-test-builds', 'app=builder');
  const where = [...new Set(builders.flatMap(({ spec }) => spec?.nodeName ?? []))].sort();
  expect(of('builder')).toEqual({ pods: 2, nodes: where, origin: 'Helm release unshim-test-builds/builder' });
  expect(of('release')).toEqual({ pods: 0, nodes: [] });
  expect(of('image-prune')).toEqual({ pods: 0, nodes: [] });
  expect(of('debug')).toMatchObject({ pods: 1 });
});

it('lists the custom resources whose definition holds a pod', () => {
  expect(cluster.lists).toContainEqual({ apiVersion: 'test.unshim.dev/v1', kind: 'Fleet', outcome: 'listed', objects: 1 });
});

it('shows every node with the runtime that its kubelet reports', () => {
  expect(new Map(cluster.nodes.map(({ name, runtime }) => [name, runtime]))).toEqual(nodes);
});

describe.runIf(onDocker)('where nodes run Docker', () => {
  it('finds each of them, and warns of what will break', () => {
    const docker = [...nodes].filter(([, runtime]) => runtime.startsWith('docker://')).map(([name]) => name);
    const told = report.findings.filter(({ ruleId }) => ruleId === 'node-runtime-docker').map(({ message }) => message);
    expect(docker.filter(name => !told.some(message => message.includes(name)))).toEqual([]);
    expect(cluster.nodes.filter(({ state }) => state === 'on-docker').map(({ name }) => name)).toEqual(docker.sort());
  });

  it('tells nothing as broken already', () => {
    expect(cluster.moved).toBe(false);
    expect(ours(report).filter(({ when }) => /^now\b/.test(when))).toEqual([]);
  });
});

describe.runIf(moved)('where no node runs Docker any more', () => {
  it('finds nothing about the nodes being on Docker', () => {
    expect(report.findings.filter(({ ruleId }) => /^(?:node-runtime-docker|kubeadm-node-annotation-docker|node-local-images)$/.test(ruleId))).toEqual([]);
    expect(cluster.nodes.filter(({ state }) => state !== 'moved')).toEqual([]);
  });

  it('tells what breaks as broken now', async () => {
    expect(cluster.moved).toBe(true);
    const errors = ours(report).filter(({ level }) => level === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter(({ when }) => !/^now\b/.test(when))).toEqual([]);
    const table = await unshim('scan', '--cluster', '--kubeconfig', kubeconfigFile(), '--color', 'never');
    expect(table.stdout).toMatch(/\bnow\b/);
  });
});

it('looks into the namespace and at the labels asked for alone', async () => {
  const only = await unshim('scan', '--cluster', '--kubeconfig', kubeconfigFile(), '-n', 'unshim-test-builds', '-l', 'app=builder', '--format', 'json');
  const told = reportOf(only);
  const rulesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ owner, ruleId }) => `${owner?.name ?? ''} ${ruleId}`).sort();
  expect(rulesOf(ours(told))).toEqual(rulesOf(ours(report).filter(({ owner }) => owner?.name === 'builder')));
  expect(told.clusters[0]?.lists.filter(({ namespace }) => namespace !== undefined && namespace !== 'unshim-test-builds')).toEqual([]);
});

it.each(['table', 'json', 'sarif'])('prints no control character of a stranger as %s', async format => {
  const { stdout } = await unshim('scan', '--cluster', '--kubeconfig', kubeconfigFile(), '--format', format, '--color', 'never', '--verbose');
  expect(stdout).toContain('hostile');
  expect(stdout).not.toMatch(/[\0-\t\x0b-\x1f\x7f-\x9f]/);
  expect(stdout).not.toMatch(/^::error::owned/m);
});
