// What is told of nodes, where their cgroup drivers come from, and what is broken already because nodes have left Docker Engine.
import { describe, expect, test } from 'vitest';
import type { ClusterNode } from '../../../src/model/cluster.ts';
import type { Report } from '../../../src/model/report.ts';
import { CONTAINERD, DOCKER, type Json, missed, mounting, node, object, ownerOf, pod, printed, scanFake, SOCKET, templated, told } from './fake-api.ts';

const CRI_SOCKET = 'kubeadm.alpha.kubernetes.io/cri-socket';
const annotated = (criSocket: string): { readonly annotations: Json } => ({ annotations: { [CRI_SOCKET]: criSocket } });

const table = ({ clusters }: Report): readonly ClusterNode[] => clusters[0]?.nodes ?? [];

const kubeletConfig = (name: string, cgroupDriver: string): Json =>
  object(
    name,
    { namespace: 'kube-system' },
    { data: { kubelet: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: ${cgroupDriver}\n` } },
  );

test('nodes are on Docker, have moved, or give mixed signals', async () => {
  const labels = { 'node-role.kubernetes.io/master': '', 'eks.amazonaws.com/nodegroup': 'a' };
  const nodes = [
    node('c', CONTAINERD, annotated('/var/run/dockershim.sock')),
    node('a', DOCKER, { ...annotated('/var/run/dockershim.sock'), labels }),
    node('b', CONTAINERD, annotated('unix:///run/containerd/containerd.sock')),
    node('d', CONTAINERD),
    node('e', DOCKER, annotated('/run/containerd/containerd.sock')),
  ];
  const { report } = await scanFake({ served: { v1: { Node: nodes } } });
  expect(table(report).map(({ name, state }) => `${name} ${state}`)).toEqual(['a on-docker', 'b moved', 'c mixed-signals', 'd moved', 'e mixed-signals']);
  expect(table(report)[0]).toMatchObject({ role: 'control-plane', managedBy: 'EKS', runtime: DOCKER, kubelet: 'v1.20.2', os: 'Debian GNU/Linux 11' });
  expect(told(report, 'node-runtime-docker')).toEqual(['Node a', 'Node e']);
  expect(report.clusters[0]?.moved).toBe(false);
});

describe('cgroup drivers', () => {
  const drivers = (report: Report): readonly unknown[] => table(report).map(({ cgroupDriver }) => cgroupDriver);

  test.each([
    ['the ConfigMap of the version', [kubeletConfig('kubelet-config-1.20', 'systemd'), kubeletConfig('kubelet-config-1.19', 'cgroupfs')], 'systemd'],
    ['the ConfigMap of all versions', [kubeletConfig('kubelet-config', 'cgroupfs')], 'cgroupfs'],
  ])('come from %s', async (_title, configMaps, driver) => {
    const { report } = await scanFake({ served: { v1: { Node: [node('a', DOCKER)], ConfigMap: configMaps } } });
    expect(drivers(report)).toEqual([{ driver, source: 'kubelet-config' }]);
  });

  test.each([
    ['another version', kubeletConfig('kubelet-config-1.19', 'systemd')],
    ['broken YAML', object('kubelet-config', { namespace: 'kube-system' }, { data: { kubelet: 'cgroupDriver: [' } })],
    ['another namespace', object('kubelet-config', { namespace: 'team' }, { data: { kubelet: 'cgroupDriver: systemd' } })],
  ])('are unknown by %s', async (_title, configMap) => {
    const { report } = await scanFake({ served: { v1: { Node: [node('a', DOCKER)], ConfigMap: [configMap] } } });
    expect(drivers(report)).toEqual([undefined]);
  });

  test('what a ConfigMap embeds is told of the ConfigMap', async () => {
    const { report } = await scanFake({ served: { v1: { Node: [node('a', DOCKER)], ConfigMap: [kubeletConfig('kubelet-config-1.20', 'cgroupfs')] } } });
    const found = report.findings.find(({ ruleId }) => ruleId === 'kubelet-cgroupfs-driver');
    expect(found?.location).toMatchObject({ logical: { resource: { kind: 'ConfigMap', namespace: 'kube-system', name: 'kubelet-config-1.20' } } });
    expect(found?.location.physical).toBeUndefined();
    expect(found?.owner).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubelet-config-1.20' });
  });
});

describe('running kubelets', () => {
  const configz = (cgroupDriver: string): Json => ({ kubeletconfig: { cgroupDriver, staticPodPath: '/etc/kubernetes/manifests' } });
  const path = (name: string): string => `/api/v1/nodes/${name}/proxy/configz`;
  const served = { v1: { Node: [node('a', DOCKER), node('b', DOCKER), node('c', DOCKER)], ConfigMap: [kubeletConfig('kubelet-config', 'systemd')] } };

  test('are not asked by default', async () => {
    const { asked } = await scanFake({ served });
    expect(asked.filter(request => request.includes('proxy'))).toEqual([]);
  });

  test('that answer go before the ConfigMap, and the others are told once for each reason', async () => {
    const answers = { [path('a')]: configz('cgroupfs'), [path('c')]: { kubeletconfig: 'nonsense' } };
    const { report } = await scanFake({ served, answers, refused: { [path('b')]: 403 } }, { askKubelets: true });
    expect(table(report).map(({ cgroupDriver }) => `${cgroupDriver?.driver ?? ''} ${cgroupDriver?.source ?? ''}`)).toEqual([
      'cgroupfs kubelet',
      'systemd kubelet-config',
      'systemd kubelet-config',
    ]);
    expect(told(report, 'node-cgroupfs-driver')).toEqual(['Node a']);
    expect(missed(report)).toEqual([
      expect.stringContaining('forbidden cluster here: the kubelets of b could not be asked for the configuration'),
      expect.stringContaining('request-failed cluster here: the kubelets of c could not be asked for the configuration'),
    ]);
    expect(report.complete).toBe(false);
  });
});

test('one finding about several nodes names them', async () => {
  const nodes = ['a', 'b', 'c', 'd'].map(name => node(name, DOCKER));
  const answers = Object.fromEntries(
    ['b', 'c'].map(name => [`/api/v1/nodes/${name}/proxy/configz`, { kubeletconfig: { cgroupDriver: 'cgroupfs', staticPodPath: '/x' } }]),
  );
  const { report } = await scanFake({ served: { v1: { Node: [...nodes, node('e', 'containerd://1.6.20')] } }, answers }, { askKubelets: true });
  const message = (id: string) => report.findings.find(({ ruleId }) => ruleId === id)?.message;
  expect(message('node-mixed-runtimes')).toContain('4 nodes (a, b, c and 1 more) still docker');
  expect(message('node-cgroupfs-driver')).toContain('on nodes b and c;');
});

describe('what has happened already', () => {
  const agent = object('agent', {}, templated(mounting(SOCKET)));
  const runner = object('runner', {}, templated(mounting(SOCKET)));
  const asleep = object('asleep', {}, templated(mounting(SOCKET)));
  const [ofAgent, ofRunner] = [ownerOf('apps/v1', 'DaemonSet', agent), ownerOf('apps/v1', 'StatefulSet', runner)];
  const pods = [
    pod('agent-1', ofAgent, 'old', mounting(SOCKET)),
    pod('agent-2', ofAgent, 'new', mounting(SOCKET)),
    pod('runner-0', ofRunner, 'new', mounting(SOCKET)),
  ];

  async function whens(nodes: readonly Json[]): Promise<{ readonly report: Report; readonly when: Readonly<Record<string, string>> }> {
    const { report } = await scanFake({ served: { v1: { Node: nodes, Pod: pods }, 'apps/v1': { DaemonSet: [agent], StatefulSet: [runner, asleep] } } });
    const mounts = report.findings.filter(({ ruleId }) => ruleId === 'docker-socket-mount');
    return { report, when: Object.fromEntries(mounts.map(({ owner, when }) => [owner?.name ?? '', when])) };
  }

  const LATER = 'when the node leaves Docker Engine';

  test('in a cluster that has moved everything is broken now', async () => {
    const { report, when } = await whens([node('old', CONTAINERD), node('new', CONTAINERD)]);
    expect(new Set(Object.values(when))).toEqual(new Set(['now: no node of the cluster runs Docker Engine any more']));
    expect(report.clusters[0]?.moved).toBe(true);
  });

  test('in a cluster that is moving that is broken whose pods all run on nodes that have moved', async () => {
    const { report, when } = await whens([node('old', DOCKER), node('new', CONTAINERD)]);
    expect(when).toEqual({ agent: LATER, asleep: LATER, runner: 'now: every node that its pods run on has left Docker Engine' });
    expect(report.clusters[0]?.moved).toBe(false);
    expect(printed(report)[0]).toContain('Broken now: it runs but silently fails, as every node that its pods run on has left');
  });

  test('a node that does not tell its runtime has not moved', async () => {
    const { report, when } = await whens([node('old', CONTAINERD), node('new', '')]);
    expect(new Set(Object.values(when))).toEqual(new Set([LATER]));
    expect(report.clusters[0]?.moved).toBe(false);
  });

  test('where no node may be seen nothing is said to be broken', async () => {
    const { when } = await whens([]);
    expect(when).toEqual({ agent: LATER, asleep: LATER, runner: LATER });
  });
});
