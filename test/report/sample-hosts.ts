// One report by hand about two nodes that were set up alike, one of which has left Docker Engine, besides a file of a repository.
import type { HostReport } from '../../src/model/host.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { cleanReport, finding, rules } from './sample-report.ts';

export const docker: HostReport = {
  name: 'node-1',
  root: '/',
  runtimes: ['docker', 'containerd'],
  endpoint: 'dockershim',
  cgroupDrivers: [
    { component: 'docker', driver: 'cgroupfs' },
    { component: 'kubelet', driver: 'cgroupfs' },
  ],
  files: 19,
  verdict: 'not-ready',
  complete: true,
};

export const moved: HostReport = {
  name: 'node-2',
  root: 'mnt/root',
  runtimes: ['containerd'],
  endpoint: 'unix:///run/containerd/containerd.sock',
  cgroupDrivers: [{ component: 'containerd', driver: 'systemd' }],
  files: 7,
  verdict: 'unknown',
  complete: false,
};

const mirrors = (host: string): Finding => ({
  ...finding('docker-socket-mount', 'etc/docker/daemon.json', [2, 3, 20], { path: 'registry-mirrors' }),
  message: 'Docker pulls through a mirror',
  host,
  fingerprint: `mirrors-${host}`,
});
const state: Finding = {
  ...finding('docker-socket-mount', 'var/lib/docker', [1, 1, 1], { level: 'warning', effect: 'behaves-differently' }),
  location: { physical: { uri: 'var/lib/docker' } },
  host: 'node-2',
};
const kubelet: Finding = { ...state, location: { logical: { resource: { kind: 'Process', name: 'kubelet' } } }, host: 'node-1', fingerprint: 'kubelet' };

export const hostsReport: Report = {
  ...cleanReport,
  targets: ['host node-1', 'host node-2'],
  rules,
  findings: [kubelet, mirrors('node-1'), mirrors('node-2'), state],
  notifications: [
    { code: 'unreadable', level: 'error', message: 'it cannot be read: permission denied', location: { physical: { uri: 'var/lib/kubelet' } }, host: 'node-2' },
  ],
  coverage: { files: 26, searched: 20, documents: 9, parsed: 9, skipped: {}, notLookedAt: 1 },
  hosts: [docker, moved],
  verdict: 'not-ready',
  complete: false,
};
