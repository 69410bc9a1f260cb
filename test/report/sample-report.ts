// One report by hand that holds a bit of everything: all levels and effects, templates, suppressions, hostile names.
import type { Finding, Notification } from '../../src/model/finding.ts';
import type { Location, ResourceRef } from '../../src/model/location.ts';
import type { Report, RuleInfo } from '../../src/model/report.ts';

const CI_FIX = 'Nothing, where the host keeps Docker.';
const LEAVES = 'when the node leaves Docker';

export const rules: readonly RuleInfo[] = [
  rule('docker-socket-mount', 'Pod mounts the Docker Engine socket', 'error', {
    why: 'A node that runs containerd has no Docker Engine behind this path, since Kubernetes 1.24.\nThe mount fails or shows an empty directory.',
    fix: 'Ask the runtime over /run/containerd/containerd.sock, or an API that needs no socket.',
    references: ['https://kubernetes.io/docs/tasks/administer-cluster/migrating-from-dockershim/check-if-dockershim-removal-affects-you/'],
  }),
  rule('kubelet-removed-runtime-flag', 'The kubelet is started with a flag that was removed', 'error', {
    why: 'The kubelet refuses to start when it meets a flag that it does not know.',
    fix: 'Remove the flag; set containerRuntimeEndpoint in the kubelet configuration instead.',
    references: [],
  }),
  rule('docker-log-format', 'A log pipeline expects the JSON lines that Docker Engine writes', 'error', {
    why: 'Containerd writes logs in the CRI format: a timestamp, the stream, a tag and the line.',
    fix: 'Use the cri parser; it reads both formats. Multi-line records need the multiline filter as well, because the CRI format splits lines at 16 kB.',
    references: ['https://docs.fluentbit.io/manual/pipeline/parsers'],
  }),
  rule('docker-data-root', 'A path below /var/lib/docker is used', 'error', {
    why: 'Nothing writes below /var/lib/docker any more.',
    fix: 'Mount /var/log/pods and /var/log/containers.',
    references: [],
  }),
  rule('privileged-dind', 'A pod runs its own Docker Engine', 'warning', {
    why: 'It works on, slower.',
    fix: 'Build with BuildKit or kaniko.',
    references: [],
  }),
  rule('daemon-json-mirror', 'Registry mirrors are set for Docker Engine alone', 'error', {
    why: 'The runtime reads its own configuration.',
    fix: 'Write hosts.toml below /etc/containerd/certs.d.',
    references: [],
  }),
  rule('ci-docker-build', 'A pipeline builds images with Docker', 'note', { why: 'It needs a host with Docker.', fix: CI_FIX, references: [] }),
];

const daemonSet = (name: string, namespace?: string): ResourceRef => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});
const agent = daemonSet('node-agent', 'monitoring');
const hostile = daemonSet('evil\x1b[31m\n::error::pwned\u202e##[error]<script>', 'a\u200bb');
const templated = daemonSet('{{ include "agent.fullname" . }}');

const overlays = Array.from({ length: 12 }, (_, index) => `clusters/eu-west-${index + 1}/overlays/production/monitoring/node-agent/daemonset.yaml`);

export const findings: readonly Finding[] = [
  finding('ci-docker-build', '.gitlab-ci.yml', [14, 7, 32], { level: 'note', effect: 'none-yet', message: 'The job runs `docker build`', fix: CI_FIX }),
  finding('ci-docker-build', '.gitlab-ci.yml', [15, 7, 31], { level: 'note', effect: 'none-yet', message: 'The job runs `docker push`', fix: CI_FIX }),
  finding('daemon-json-mirror', 'ansible/roles/node/templates/daemon.json.j2', [3, 3, 70], {
    effect: 'behaves-differently',
    message: 'registry-mirrors in daemon.json is read by Docker Engine alone',
    fix: 'Write hosts.toml below /etc/containerd/certs.d.',
  }),
  finding('docker-data-root', 'backup/job.yaml', [22, 15, 42], {
    effect: 'data-lost',
    owner: { kind: 'CronJob', namespace: 'backup', name: 'nightly' },
    message: 'CronJob backup/nightly copies /var/lib/docker/containers from the node',
    fix: 'Mount /var/log/pods and /var/log/containers.',
  }),
  finding('privileged-dind', 'charts/builder/templates/deployment.yaml', [41, 11, 38], {
    level: 'warning',
    effect: 'behaves-differently',
    precision: 'low',
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: '{{ include "builder.fullname" . }}' },
    message: 'Deployment {{ include "builder.fullname" . }} runs docker:dind, if .Values.dind.enabled is set',
    fix: 'Build with BuildKit or kaniko.',
  }),
  finding('docker-socket-mount', 'charts/node-agent/templates/daemonset.yaml', [57, 19, 39], {
    owner: templated,
    message: 'DaemonSet {{ include "agent.fullname" . }} mounts /var/run/docker.sock from the node',
    related: [
      { location: { physical: { uri: 'charts/node-agent/values.yaml', region: region(9, 15, 37) } }, message: 'the path comes from .Values.socket' },
      { location: { logical: { resource: templated, path: 'spec.template.spec.volumes[0]' } }, message: 'the volume' },
    ],
  }),
  ...overlays.map(uri =>
    finding('docker-socket-mount', uri, [33, 17, 37], { owner: agent, message: 'DaemonSet monitoring/node-agent mounts /var/run/docker.sock from the node' }),
  ),
  finding('docker-log-format', 'logging/fluent-bit.yaml', [88, 20, 26], {
    effect: 'runs-but-fails',
    owner: { kind: 'ConfigMap', namespace: 'logging', name: 'fluent-bit' },
    path: 'data["fluent-bit.conf"]',
    message: 'the input `tail` reads container logs with the parser `docker`',
    fix: 'Use the cri parser; it reads both formats. Multi-line records need the multiline filter as well, because the CRI format splits lines at 16 kB.',
  }),
  finding('docker-log-format', 'logging/fluent-bit.yaml', [131, 20, 26], {
    effect: 'runs-but-fails',
    owner: { kind: 'ConfigMap', namespace: 'logging', name: 'fluent-bit' },
    path: 'data["fluent-bit.conf"]',
    message: 'the input `tail` reads container logs with the parser `docker`',
    fix: 'Use the cri parser; it reads both formats. Multi-line records need the multiline filter as well, because the CRI format splits lines at 16 kB.',
  }),
  finding('docker-socket-mount', 'nasty/\x1b]0;owned\x07 a#b?c%[x].yaml', [1, 1, 5], {
    level: 'warning',
    effect: 'crashes',
    owner: hostile,
    fingerprint: 'twice',
    message:
      'DaemonSet a\u200bb/evil\x1b[31m\n::error::pwned\u202e##[error]<script>alert(1)</script> mounts /var/run/docker.sock; see [here](https://evil.example)',
  }),
  finding('docker-socket-mount', 'nasty/\x1b]0;owned\x07 a#b?c%[x].yaml', [9, 1, 5], {
    level: 'warning',
    effect: 'crashes',
    owner: hostile,
    fingerprint: 'twice',
    message: '::warning file=x::a message like a command',
  }),
  finding('kubelet-removed-runtime-flag', 'nodes/cloud-init.yaml', [12, 9, 47], {
    effect: 'component-refuses-to-start',
    when: 'at Kubernetes 1.27',
    path: 'write_files[0].content',
    message: '--container-runtime=remote was removed from the kubelet',
    fix: 'Remove the flag; set containerRuntimeEndpoint in the kubelet configuration instead.',
  }),
  finding('kubelet-removed-runtime-flag', 'nodes/kubeadm.yaml', [4, 14, 42], {
    effect: 'node-not-ready',
    message: 'criSocket: /var/run/dockershim.sock has no server',
    fix: 'Remove the flag; set containerRuntimeEndpoint in the kubelet configuration instead.',
  }),
  finding('docker-socket-mount', 'legacy/pod.yaml', [8, 13, 33], {
    owner: { kind: 'Pod', name: 'legacy' },
    message: 'Pod legacy mounts /var/run/docker.sock from the node',
    suppression: { kind: 'inSource', justification: 'leaves with the old cluster in May' },
  }),
  finding('docker-socket-mount', 'secrets/settings.yaml', [5, 3, 20], {
    effect: 'runs-but-fails',
    snippet: false,
    owner: { kind: 'Secret', namespace: 'build', name: 'settings' },
    path: 'stringData.DOCKER_HOST',
    message: 'DOCKER_HOST in Secret build/settings names the Docker Engine socket',
  }),
  {
    ...finding('docker-socket-mount', '', [1, 1, 1], { message: 'Pod default/live mounts /run/docker.sock from the node' }),
    location: { logical: { resource: { kind: 'Pod', namespace: 'default', name: 'live' }, path: 'spec.volumes[0].hostPath.path' } },
  },
];

export const notifications: readonly Notification[] = [
  {
    code: 'invalid-yaml',
    level: 'error',
    message: 'mapping values are not allowed here',
    location: { physical: { uri: 'broken/values.yaml', region: region(7, 12, 13) } },
  },
  { code: 'too-large', level: 'error', message: '64 MB, the limit is 32 MB', location: { physical: { uri: 'dumps/\u2066cluster\u2069.json' } } },
  {
    code: 'unused-suppression',
    level: 'warning',
    message: 'unshim: ignore[docker-socket-mount] suppresses nothing',
    location: { physical: { uri: 'web/deploy.yaml', region: region(3, 1, 40) } },
  },
  { code: 'not-found', level: 'note', message: 'no values.yaml beside the chart: defaults are not known' },
];

/** The report that the golden files show. */
export const sampleReport: Report = {
  tool: { name: 'unshim', version: '0.0.0' },
  targets: ['.'],
  runtime: 'containerd',
  kubernetes: '1.31',
  category: 'sample',
  rules,
  findings,
  notifications,
  clusters: [],
  hosts: [],
  coverage: { files: 412, searched: 380, documents: 1204, parsed: 96, skipped: { 'vendor folder': 2, '.gitignore': 30 }, notLookedAt: 2 },
  verdict: 'not-ready',
  complete: false,
};

/** A report in which nothing was found. */
export const cleanReport: Report = {
  ...sampleReport,
  findings: [],
  notifications: [],
  coverage: { ...sampleReport.coverage, notLookedAt: 0 },
  verdict: 'ready',
  complete: true,
};

interface FindingOptions extends Partial<Omit<Finding, 'location' | 'ruleId'>> {
  readonly path?: string;
  readonly snippet?: false;
}

/** A finding with everything that a test does not care about filled in; the place is a line and its first and last column. */
export function finding(ruleId: string, uri: string, place: readonly [number, number, number], options: FindingOptions = {}): Finding {
  const { path, snippet, ...rest } = options;
  const logical = { ...(rest.owner === undefined ? {} : { resource: rest.owner }), path: path ?? 'spec.template.spec.volumes[0].hostPath.path' };
  const location: Location = { physical: { uri, region: region(...place) }, logical, ...(snippet === false ? {} : { snippet: '/var/run/docker.sock' }) };
  return {
    ruleId,
    level: 'error',
    precision: 'high',
    effect: 'pod-does-not-start',
    when: LEAVES,
    message: 'a message',
    fix: 'Ask the runtime over /run/containerd/containerd.sock, or an API that needs no socket.',
    related: [],
    fingerprint: `${ruleId}:${uri}:${place[0]}`,
    ...rest,
    location,
  };
}

function region(startLine: number, startColumn: number, endColumn: number) {
  return { startLine, startColumn, endLine: startLine, endColumn };
}

function rule(id: string, title: string, level: RuleInfo['level'], text: Pick<RuleInfo, 'why' | 'fix' | 'references'>): RuleInfo {
  return { id, title, category: 'workloads', level, precision: 'high', ...text, tags: ['dockershim'], added: '0.1.0' };
}
