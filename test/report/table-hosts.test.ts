// Nodes in a terminal: a verdict for each, and one block for what they have in common.
import { expect, test } from 'vitest';
import type { FormatOptions } from '../../src/report/format.ts';
import { formatTable } from '../../src/report/table.ts';
import { docker, hostsReport, moved } from './sample-hosts.ts';
import { finding } from './sample-report.ts';

const OPTIONS: FormatOptions = { width: 120, color: false, groupBy: 'file' };

test('the first lines answer for each node', () => {
  const [, first, second] = formatTable(hostsReport, OPTIONS).split('\n\n');
  expect(first?.split('\n')).toEqual([
    'Host node-1 (/): not ready',
    '  Installed: Docker Engine and containerd; the kubelet runs pods through dockershim; cgroup drivers: Docker Engine',
    '  cgroupfs, the kubelet cgroupfs',
    '  1 place will not start',
    '  1 place may behave differently',
  ]);
  expect(second?.split('\n').slice(0, 2)).toEqual([
    'Host node-2 (mnt/root): unknown',
    '  Installed: containerd; the kubelet runs pods through unix:///run/containerd/containerd.sock; cgroup drivers:',
  ]);
});

test('a name that holds the root already is not followed by it again', () => {
  const named = (name: string) => formatTable({ ...hostsReport, hosts: [{ ...moved, name }] }, OPTIONS);
  expect(named('node-2 (mnt/root)')).toContain('\nHost node-2 (mnt/root): unknown\n');
  expect(named('node-2 (mnt/root, 2)')).toContain('\nHost node-2 (mnt/root, 2): unknown\n');
  expect(named('node-2 (old)')).toContain('\nHost node-2 (old) (mnt/root): unknown\n');
});

test('what several nodes say is told once, with their names', () => {
  const printed = formatTable(hostsReport, OPTIONS);
  expect(printed.match(/^etc\/docker\/daemon\.json.*$/gm)).toEqual(['etc/docker/daemon.json on 2 hosts  2 errors']);
  expect(printed).toContain('on node-1 and node-2');
  expect(printed.match(/Docker pulls through a mirror/g)).toHaveLength(1);
});

test('what one node says names it where there are others', () => {
  const printed = formatTable(hostsReport, OPTIONS);
  expect(printed).toContain('\nnode-1: Process kubelet  1 warning');
  expect(printed).toContain('\nnode-2: var/lib/docker  1 warning');
  expect(printed).toContain('node-2: var/lib/kubelet');
  const alone = { ...hostsReport, hosts: [docker], notifications: [], findings: hostsReport.findings.filter(({ host }) => host === docker.name) };
  expect(formatTable(alone, OPTIONS)).toContain('\nProcess kubelet  1 warning');
});

test('files of a repository besides nodes have a verdict of their own', () => {
  const files = finding('docker-socket-mount', 'etc/docker/daemon.json', [2, 3, 20]);
  const printed = formatTable({ ...hostsReport, findings: [...hostsReport.findings, files] }, OPTIONS);
  expect(printed).toContain('\nFiles\n  1 place will not start\n');
  expect(printed).toContain('\netc/docker/daemon.json  1 error\n');
  expect(formatTable(hostsReport, OPTIONS)).not.toContain('\nFiles\n');
});

test('grouped by rule, every place names its node', () => {
  const printed = formatTable(hostsReport, { ...OPTIONS, groupBy: 'rule' });
  expect(printed).toContain('node-1: etc/docker/daemon.json:2:3');
  expect(printed).toContain('node-2: etc/docker/daemon.json:2:3');
});

test('quiet has a line for each node', () => {
  const printed = formatTable(hostsReport, { ...OPTIONS, width: 200, quiet: true });
  expect(printed.split('\n').slice(2, 4)).toEqual([
    '  Host node-1 (/): not ready; Installed: Docker Engine and containerd; the kubelet runs pods through dockershim; cgroup drivers: Docker Engine cgroupfs, the kubelet cgroupfs',
    '  Host node-2 (mnt/root): unknown; Installed: containerd; the kubelet runs pods through unix:///run/containerd/containerd.sock; cgroup drivers: containerd systemd',
  ]);
});

test('of a node without findings it is said that nothing depends on Docker', () => {
  const clean = { ...hostsReport, findings: [], notifications: [], hosts: [{ ...moved, complete: true, verdict: 'ready' as const }] };
  expect(formatTable(clean, OPTIONS)).toContain('  Nothing depends on dockershim or Docker Engine\n');
});
