// One report by hand about two live clusters, one on Docker Engine and one that has left it, with a snapshot's file among the places.
import type { ClusterNode, ClusterReport, ListCoverage } from '../../src/model/cluster.ts';
import type { Finding, Notification } from '../../src/model/finding.ts';
import type { ResourceRef } from '../../src/model/location.ts';
import type { Report } from '../../src/model/report.ts';
import { finding, rules, sampleReport } from './sample-report.ts';

const PROD = 'prod-eu';
const STAGING = 'arn:aws:eks:eu-west-1:123456789012:cluster/staging';
const NOW = 'now: no node of the cluster runs Docker Engine any more';

const node = (name: string, options: Partial<ClusterNode> = {}): ClusterNode => ({
  name,
  role: 'worker',
  runtime: 'docker://20.10.24',
  kubelet: 'v1.20.2',
  os: 'Debian GNU/Linux 11 (bullseye)',
  criSocket: '/var/run/dockershim.sock',
  cgroupDriver: { driver: 'cgroupfs', source: 'kubelet-config' },
  state: 'on-docker',
  ...options,
});

const list = (kind: string, objects: number, options: Partial<ListCoverage> = {}): ListCoverage => ({
  apiVersion: 'v1',
  kind,
  outcome: 'listed',
  objects,
  ...options,
});

export const prod: ClusterReport = {
  context: PROD,
  version: 'v1.20.2',
  nodes: [
    node('node-3', { criSocket: 'unix:///run/containerd/containerd.sock', os: 'Ubuntu 20.04.6 LTS', state: 'mixed-signals' }),
    node('node-2'),
    node('node-1', { role: 'control-plane', cgroupDriver: { driver: 'systemd', source: 'kubelet' } }),
  ],
  lists: [
    list('ConfigMap', 1_204),
    list('CronJob', 12, { apiVersion: 'batch/v1beta1' }),
    list('DaemonSet', 9, { apiVersion: 'apps/v1' }),
    list('Deployment', 310, { apiVersion: 'apps/v1' }),
    list('Job', 44, { apiVersion: 'batch/v1' }),
    list('Node', 3),
    list('PersistentVolume', 0),
    list('Pod', 1_500, { outcome: 'interrupted' }),
    list('PodSecurityPolicy', 2, { apiVersion: 'policy/v1beta1' }),
    list('PrometheusRule', 0, { apiVersion: 'monitoring.coreos.com/v1', outcome: 'failed' }),
    list('Secret', 0, { outcome: 'forbidden' }),
    list('StatefulSet', 18, { apiVersion: 'apps/v1' }),
    list('Workflow', 5, { apiVersion: 'argoproj.io/v1alpha1' }),
  ],
  moved: false,
  verdict: 'not-ready',
  complete: false,
};

export const staging: ClusterReport = {
  context: STAGING,
  version: 'v1.24.17-eks-4f9a1c0',
  nodes: [node('ip-10-0-12-34.eu-west-1.compute.internal', { ...moved(), managedBy: 'EKS' }), node('ip-10-0-9-7.eu-west-1.compute.internal', moved())],
  lists: [
    list('ConfigMap', 40, { namespace: 'backup' }),
    list('ConfigMap', 0, { namespace: 'build', outcome: 'forbidden' }),
    list('Node', 2),
    list('Pod', 61, { namespace: 'backup' }),
    list('Pod', 3, { namespace: 'build' }),
    list('Secret', 0, { namespace: 'backup', outcome: 'forbidden' }),
    list('Secret', 0, { namespace: 'build', outcome: 'forbidden' }),
  ],
  moved: true,
  verdict: 'not-ready',
  complete: false,
};

const fluentBit: ResourceRef = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'logging', name: 'fluent-bit' };
const runner: ResourceRef = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'build', name: 'runner' };
const nightly: ResourceRef = { apiVersion: 'batch/v1beta1', kind: 'CronJob', namespace: 'backup', name: 'nightly' };
const config: ResourceRef = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'logging', name: 'fluent-bit' };
const SOCKET = 'spec.template.spec.volumes[0].hostPath.path';

export const findings: readonly Finding[] = [
  live(STAGING, runner, SOCKET, {
    message: 'Deployment build/runner mounts /var/run/docker.sock from the node',
    when: NOW,
    workload: { pods: 2, nodes: ['ip-10-0-12-34.eu-west-1.compute.internal'], origin: 'Argo CD application agents' },
  }),
  live(STAGING, nightly, 'spec.jobTemplate.spec.template.spec.volumes[0].hostPath.path', {
    ruleId: 'docker-data-root',
    level: 'warning',
    effect: 'runs-but-fails',
    message: 'CronJob backup/nightly copies /var/lib/docker/containers from the node',
    when: NOW,
    workload: { pods: 0, nodes: [] },
  }),
  live(PROD, { apiVersion: 'v1', kind: 'Node', name: 'node-1' }, 'status.nodeInfo.containerRuntimeVersion', nodeRuntime('node-1')),
  live(PROD, { apiVersion: 'v1', kind: 'Node', name: 'node-2' }, 'status.nodeInfo.containerRuntimeVersion', nodeRuntime('node-2')),
  live(PROD, fluentBit, SOCKET, {
    message: 'DaemonSet logging/fluent-bit mounts /var/run/docker.sock from the node',
    workload: { pods: 40, nodes: ['node-1', 'node-2', 'node-3'], origin: 'Helm release logging/fluent-bit' },
  }),
  live(PROD, fluentBit, 'spec.template.spec.containers[0].env[2].value', {
    effect: 'runs-but-fails',
    message: 'DaemonSet logging/fluent-bit sets DOCKER_HOST to unix:///var/run/docker.sock',
    workload: { pods: 40, nodes: ['node-1', 'node-2', 'node-3'], origin: 'Helm release logging/fluent-bit' },
    related: [{ location: { logical: { resource: config, path: 'data.socket' } }, message: 'the value comes from a ConfigMap' }],
  }),
  live(PROD, runner, SOCKET, {
    message: 'Deployment build/runner mounts /var/run/docker.sock from the node',
    workload: { pods: 1, nodes: ['node-2'] },
  }),
  live(PROD, config, 'data["fluent-bit.conf"]', {
    ruleId: 'docker-log-format',
    effect: 'runs-but-fails',
    message: 'the input `tail` reads container logs with the parser `docker`',
    workload: { pods: 0, nodes: [], origin: 'Helm release logging/fluent-bit' },
  }),
  finding('docker-socket-mount', 'snapshot/prod-eu/build/deployment.ci.yaml', [41, 19, 39], {
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'build', name: 'ci' },
    cluster: PROD,
    message: 'Deployment build/ci mounts /var/run/docker.sock from the node',
    workload: { pods: 3, nodes: [] },
  }),
  {
    ...finding('privileged-dind', '', [1, 1, 1], { cluster: PROD, level: 'note', effect: 'none-yet', message: 'the nodes run different runtimes' }),
    location: {},
  },
];

export const notifications: readonly Notification[] = [
  { code: 'interrupted', level: 'error', message: `cluster ${PROD}: interrupted before everything was listed` },
  { code: 'forbidden', level: 'error', message: `cluster ${PROD}: secrets (v1): the server answered 403 Forbidden` },
  {
    code: 'request-failed',
    level: 'error',
    message: `cluster ${PROD}: prometheusrules (monitoring.coreos.com/v1): the server answered 503 Service Unavailable`,
  },
  ...['configmaps (v1) in namespace build', 'secrets (v1) in namespace backup', 'secrets (v1) in namespace build'].map((what): Notification => ({
    code: 'forbidden',
    level: 'error',
    message: `cluster ${STAGING}: ${what}: the server answered 403 Forbidden`,
  })),
  {
    code: 'too-complex',
    level: 'error',
    message: 'aliases unfold without end',
    location: { logical: { resource: config, path: 'data["values.yaml"]' } },
    cluster: PROD,
  },
];

/** A report on two live clusters. */
export const clustersReport: Report = {
  ...sampleReport,
  targets: [`cluster ${PROD}`, `cluster ${STAGING}`],
  rules,
  findings,
  notifications,
  clusters: [prod, staging],
  coverage: { files: 0, searched: 0, documents: 3_208, parsed: 41, skipped: {}, notLookedAt: 7 },
};

function moved(): Partial<ClusterNode> {
  return {
    runtime: 'containerd://1.6.20',
    kubelet: 'v1.24.17-eks-4f9a1c0',
    os: 'Amazon Linux 2',
    criSocket: 'unix:///run/containerd/containerd.sock',
    state: 'moved',
  };
}

function nodeRuntime(name: string): Partial<Finding> {
  return {
    ruleId: 'kubelet-removed-runtime-flag',
    effect: 'node-not-ready',
    when: 'at Kubernetes 1.24',
    message: `node ${name} runs Docker Engine 20.10.24 through dockershim (kubelet v1.20.2): a kubelet of 1.24 or later does not start on it`,
    fix: 'Move the node to containerd before its kubelet is upgraded.',
  };
}

/** A finding of a live cluster without a file. */
export function live(cluster: string, resource: ResourceRef, path: string, options: Partial<Omit<Finding, 'location'>> = {}): Finding {
  const { ruleId = 'docker-socket-mount', ...rest } = options;
  return {
    ...finding(ruleId, '', [1, 1, 1], { owner: resource, cluster, fingerprint: [ruleId, cluster, resource.kind, resource.name, path].join(':'), ...rest }),
    location: { logical: { resource, path }, snippet: '/var/run/docker.sock' },
  };
}

/** A report in which every text that comes from a cluster is the same. */
export function hostileClusters(text: string): Report {
  const cgroupDriver = { driver: text, source: 'kubelet' } as const;
  const states = (['on-docker', 'mixed-signals', 'moved'] as const).flatMap(state =>
    Array.from({ length: 8 }, () => node(text, { runtime: text, kubelet: text, os: text, criSocket: text, cgroupDriver, managedBy: text, state })),
  );
  const lists = (['listed', 'forbidden', 'failed', 'interrupted'] as const).map(outcome => list(text, 7, { apiVersion: text, namespace: text, outcome }));
  const cluster: ClusterReport = { ...prod, context: text, version: text, nodes: states, lists };
  const object = { kind: text, namespace: text, name: text };
  const workload = { pods: 2, nodes: [text], origin: text };
  const told = [object, { kind: 'Node', name: text }, { kind: 'Node', name: `${text}2` }].flatMap(resource =>
    (['error', 'note'] as const).map(level => live(text, resource, text, { level, message: text, when: text, workload, nodes: [text, 'b'], fingerprint: 'f' })),
  );
  return {
    ...clustersReport,
    findings: [...told, finding('docker-socket-mount', text, [1, 1, 2], { cluster: text, owner: object, workload, fingerprint: 'f', message: text })],
    notifications: [{ code: 'forbidden', level: 'error', message: text, location: { logical: { resource: object, path: text } }, cluster: text }],
    clusters: [cluster, { ...cluster, moved: true }],
  };
}
