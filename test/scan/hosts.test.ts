// Nodes whose file systems are read: each judged by itself, whatever its files say and hold.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { formats } from '../../src/report/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan, type ScanOptions } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

async function scanRoots(roots: readonly string[], options: Partial<ScanOptions> = {}): Promise<Report> {
  return scan({ paths: [], hosts: roots.map(root => ({ root })), cwd: '/', rules, kubernetes: '1.30', ...options });
}

const DOCKER = {
  'etc/hostname': 'node-1\n',
  'etc/docker/daemon.json': '{\n  "registry-mirrors": ["http://mirror:5000"],\n  "exec-opts": ["native.cgroupdriver=cgroupfs"]\n}\n',
  'var/lib/kubelet/config.yaml': 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\ncgroupDriver: systemd\n',
  'usr/bin/dockerd': '',
  'var/lib/docker/containers/': '',
};
const MOVED = {
  'etc/hostname': 'node-2\n',
  'etc/containerd/config.toml':
    'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]\n  SystemdCgroup = true\n[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"\n',
  'var/lib/kubelet/config.yaml':
    'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n',
  'usr/bin/containerd': '',
};

const idsOf = ({ findings }: Report, host: string): readonly string[] => findings.filter(finding => finding.host === host).map(({ ruleId }) => ruleId);

test('what the files of one node say is compared within it alone', async () => {
  const report = await scanRoots([makeTree(DOCKER), makeTree(MOVED)]);
  expect(idsOf(report, 'node-1')).toEqual(expect.arrayContaining(['daemon-registry-mirrors', 'kubelet-and-runtime-cgroup-drivers-differ', 'docker-leftovers']));
  expect(idsOf(report, 'node-2')).toEqual([]);
  expect(report.hosts).toMatchObject([
    {
      name: 'node-1',
      runtimes: ['docker'],
      cgroupDrivers: [
        { component: 'docker', driver: 'cgroupfs' },
        { component: 'kubelet', driver: 'systemd' },
      ],
      verdict: 'not-ready',
      complete: true,
    },
    {
      name: 'node-2',
      runtimes: ['containerd'],
      endpoint: 'unix:///run/containerd/containerd.sock',
      cgroupDrivers: [
        { component: 'containerd', driver: 'systemd' },
        { component: 'kubelet', driver: 'systemd' },
      ],
      verdict: 'ready',
    },
  ]);
});

test('places are below the root, and a state has no line', async () => {
  const { findings } = await scanRoots([makeTree(DOCKER)]);
  const place = (id: string) => findings.find(({ ruleId }) => ruleId === id)?.location;
  expect(place('daemon-registry-mirrors')).toMatchObject({ physical: { uri: 'etc/docker/daemon.json', region: { startLine: 2 } } });
  expect(place('docker-leftovers')).toEqual({ physical: { uri: 'var/lib/docker' } });
});

test('the same file of two nodes has two identities, and that of one node always the same', async () => {
  const [one, two] = [makeTree(DOCKER), makeTree({ ...DOCKER, 'etc/hostname': 'node-9' })];
  const prints = (report: Report) => report.findings.map(({ fingerprint }) => fingerprint);
  const both = prints(await scanRoots([one, two]));
  expect(new Set(both).size).toBe(both.length);
  expect(prints(await scanRoots([makeTree(DOCKER)]))).toEqual(prints(await scanRoots([one])));
});

test('images of one node are told apart', async () => {
  const report = await scanRoots([makeTree(DOCKER), makeTree(DOCKER)]);
  const [first, second] = report.hosts.map(({ name }) => name);
  expect(first).toBe('node-1');
  expect(second).toMatch(/^node-1 \(.*unshim-sources-/);
  expect(report.targets).toEqual([`host ${first ?? ''}`, `host ${second ?? ''}`]);
});

test('images of one node in folders of one name are told apart as well', async () => {
  const folders = [makeTree({}), makeTree({}), makeTree({})].map(folder => join(folder, 'image'));
  for (const folder of folders) {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'etc/hostname'), 'alpha\n');
  }
  const report = await scanRoots(folders, { cwd: '/nowhere' });
  expect(report.hosts.map(({ name }) => name)).toEqual(['alpha', 'alpha (image)', 'alpha (image, 2)']);
});

describe('a running kubelet', () => {
  const running = { 'proc/1/cmdline': 'init\0', 'proc/9/cmdline': 'kubelet\0--container-runtime=docker\0--cgroup-driver=cgroupfs\0', 'proc/9/cwd': '-> /' };

  test('is told as a process where no file says the same', async () => {
    const report = await scanRoots([makeTree({ ...running, 'etc/hostname': 'n' })]);
    const found = report.findings.find(({ ruleId }) => ruleId === 'kubelet-runtime-docker');
    expect(found?.location).toEqual({ logical: { resource: { kind: 'Process', name: 'kubelet' } } });
    expect(report.hosts).toMatchObject([{ endpoint: 'dockershim', cgroupDrivers: [{ component: 'kubelet', driver: 'cgroupfs' }] }]);
  });

  test('repeats nothing that its configuration says', async () => {
    const unit = { 'etc/systemd/system/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --container-runtime=docker --cgroup-driver=cgroupfs\n' };
    const report = await scanRoots([makeTree({ ...running, ...unit, 'etc/hostname': 'n' })]);
    const places = report.findings.filter(({ ruleId }) => ruleId === 'kubelet-runtime-docker').map(({ location }) => location.physical?.uri);
    expect(places).toEqual(['etc/systemd/system/kubelet.service']);
  });
});

describe("what Docker's configuration still says", () => {
  const daemon = { 'etc/docker/daemon.json': '{\n  "registry-mirrors": ["http://mirror.example.com:5000/"],\n  "log-opts": {"max-size": "50m"}\n}\n' };
  const hosts = { 'etc/containerd/certs.d/docker.io/hosts.toml': '[host."http://mirror.example.com:5000"]\n  capabilities = ["pull"]\n' };
  const levels = ({ findings }: Report) => findings.map(({ ruleId, level, when }) => [ruleId, level, when.startsWith('now')]);

  test('is an error before the move, and a warning about now after it', async () => {
    expect(levels(await scanRoots([makeTree({ 'etc/hostname': 'n', ...daemon })]))).toEqual([
      ['daemon-registry-mirrors', 'error', false],
      ['daemon-log-options', 'warning', false],
    ]);
    expect(levels(await scanRoots([makeTree({ ...MOVED, ...daemon })]))).toEqual([
      ['daemon-registry-mirrors', 'warning', true],
      ['daemon-log-options', 'warning', true],
    ]);
  });

  test('is settled where the next runtime has the same registry', async () => {
    const told = [['daemon-log-options', 'warning', true]];
    expect(levels(await scanRoots([makeTree({ ...MOVED, ...daemon, ...hosts })]))).toEqual(told);
    expect(levels(await scanRoots([makeTree({ ...MOVED, ...daemon, ...hosts })], { to: 'cri-o' }))).not.toEqual(told);
  });
});

test("scripts on a node are never a build machine's", async () => {
  const report = await scanRoots([makeTree({ 'etc/hostname': 'n', 'etc/cron.daily/build': '#!/bin/sh\ndocker build -t tools . && docker push tools\n' })]);
  expect(report.findings).toMatchObject([{ ruleId: 'docker-build-call', level: 'error', host: 'n' }]);
});

test('static pods are objects of the node', async () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: kube-system}\nspec:\n  containers: [{name: a, image: b, volumeMounts: [{name: s, mountPath: /s}]}]\n  volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]\n';
  const report = await scanRoots([makeTree({ 'etc/hostname': 'n', 'etc/kubernetes/manifests/agent': pod })]);
  const [found] = report.findings.filter(({ ruleId }) => ruleId === 'docker-socket-mount');
  expect(found).toMatchObject({ owner: { kind: 'Pod', name: 'agent' }, host: 'n', location: { physical: { uri: 'etc/kubernetes/manifests/agent' } } });
});

test('a root that is none hides nothing of another, and is no clean node', async () => {
  const report = await scanRoots([makeTree({ 'var/': '' }), makeTree(MOVED)]);
  expect(report).toMatchObject({
    complete: false,
    verdict: 'unknown',
    hosts: [
      { complete: false, verdict: 'unknown' },
      { complete: true, verdict: 'ready' },
    ],
  });
});

test('a node of which only /etc is there is not ready', async () => {
  const report = await scanRoots([makeTree({ 'etc/hostname': 'n', 'etc/kubernetes/kubelet.env': 'KUBELET_ARGS=--v=2\n' })]);
  expect(report).toMatchObject({ findings: [], complete: false, verdict: 'unknown', hosts: [{ complete: false, verdict: 'unknown' }] });
});

test('a scan without the filter finds the same', async () => {
  const root = makeTree({ ...DOCKER, 'etc/cron.d/a': '* * * * * root docker ps\n', 'etc/sysctl.d/a.conf': 'net.ipv4.ip_forward=1\n' });
  expect((await scanRoots([root], { filter: false })).findings).toEqual((await scanRoots([root])).findings);
});

test('nothing that a node is called, or says, reaches an output raw', async () => {
  const hostile = 'a\x1b[31m\u202e\r::error::x';
  const root = makeTree({
    ...DOCKER,
    'etc/hostname': hostile,
    'etc/default/kubelet': `KUBELET_EXTRA_ARGS="--cgroup-driver=${hostile.replaceAll('\r', '')}"\n`,
    'var/lib/kubelet/kubeadm-flags.env': `A="--container-runtime-endpoint=/run/dockershim.sock\x1b]0;x"\n`,
  });
  const report = await scanRoots([root, makeTree({ 'etc/hostname': 'b' })]);
  expect(report.hosts[0]?.name).toContain('\x1b');
  for (const [name, format] of Object.entries(formats)) {
    for (const verbose of [false, true]) {
      const printed = format(report, { width: 100, color: false, groupBy: 'file', verbose });
      expect([name, /[\x00-\x09\x0b-\x1f\u202e]|^\s*::/m.exec(printed)?.[0]]).toEqual([name, undefined]);
    }
  }
});
