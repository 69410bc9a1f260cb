// Each problem of a workload is told once, at the highest owner, with the pods that it has and the nodes they run on.
import { expect, test } from 'vitest';
import { type Json, mounting, object, ownerOf, PLAIN, pod, scanFake, SOCKET, templated, told } from './fake-api.ts';

const RUNNING = { replicas: 1 };

/** A Deployment with one ReplicaSet. */
function deployment(name: string, spec: Json, replicas: number): { readonly deployment: Json; readonly replicaSet: Json; readonly owner: Json } {
  const own = object(name, {}, templated(spec, { replicas }));
  const replicaSet = object(`${name}-7d9f`, { owner: ownerOf('apps/v1', 'Deployment', own) }, templated(spec, { replicas }));
  return { deployment: own, replicaSet, owner: ownerOf('apps/v1', 'ReplicaSet', replicaSet) };
}

test('a Deployment is told once, with the pods of its ReplicaSets and their nodes', async () => {
  const spec = mounting(SOCKET);
  const web = deployment('web', spec, 3);
  const { report } = await scanFake({
    served: {
      v1: { Pod: ['a', 'b', 'c'].map((name, i) => pod(`web-${name}`, web.owner, i === 2 ? 'node-2' : 'node-1', spec)) },
      'apps/v1': { Deployment: [web.deployment], ReplicaSet: [web.replicaSet] },
    },
  });
  expect(told(report)).toEqual(['Deployment team/web: 3 on node-1, node-2']);
  expect(report.complete).toBe(true);
  expect(report.findings[0]).toMatchObject({ cluster: 'here', owner: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' } });
});

test('a Deployment scaled to zero has no pods and is told', async () => {
  const web = deployment('web', mounting(SOCKET), 0);
  const { report } = await scanFake({ served: { v1: { Pod: [] }, 'apps/v1': { Deployment: [web.deployment], ReplicaSet: [web.replicaSet] } } });
  expect(told(report)).toEqual(['Deployment team/web: 0']);
});

test('what old ReplicaSets of a Deployment were is not told', async () => {
  const web = deployment('web', PLAIN, 1);
  const old = object('web-old', { owner: ownerOf('apps/v1', 'Deployment', web.deployment) }, templated(mounting(SOCKET), { replicas: 0 }));
  const { report } = await scanFake({
    served: { v1: { Pod: [pod('web-a', web.owner, 'node-1', PLAIN)] }, 'apps/v1': { ReplicaSet: [old, web.replicaSet], Deployment: [web.deployment] } },
  });
  expect(told(report)).toEqual([]);
});

test('a sidecar that pods have and their template has not is told once, under the Deployment', async () => {
  const web = deployment('web', PLAIN, 2);
  const pods = ['a', 'b'].map(name => pod(`web-${name}`, web.owner, `node-${name}`, mounting(SOCKET)));
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { Deployment: [web.deployment], ReplicaSet: [web.replicaSet] } } });
  expect(told(report)).toEqual(['Deployment team/web: 2 on node-a, node-b']);
});

test('of pods of two sorts both are told', async () => {
  const web = deployment('web', PLAIN, 3);
  const pods = [SOCKET, '/var/lib/docker', SOCKET].map((path, i) => pod(`web-${i}`, web.owner, `node-${i}`, mounting(path)));
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { Deployment: [web.deployment], ReplicaSet: [web.replicaSet] } } });
  const where = 'Deployment team/web: 3 on node-0, node-1, node-2';
  expect(told(report)).toEqual([where]);
  expect(told(report, 'docker-data-root-mount')).toEqual([where]);
});

test('pods that an annotation of the cluster made differ are told apart by it', async () => {
  const web = deployment('web', PLAIN, 2);
  const annotations = { 'seccomp.security.alpha.kubernetes.io/pod': 'docker/default' };
  const pods = [pod('web-a', web.owner, 'node-1', PLAIN), pod('web-b', web.owner, 'node-1', PLAIN, { annotations })];
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { Deployment: [web.deployment], ReplicaSet: [web.replicaSet] } } });
  expect(told(report, 'seccomp-docker-default')).toEqual(['Deployment team/web: 2 on node-1']);
});

test('pods of a DaemonSet stand for one another, though each is bound to its node', async () => {
  const agent = object('agent', {}, templated(PLAIN));
  const owner = ownerOf('apps/v1', 'DaemonSet', agent);
  const bound = (name: string): Json => ({
    ...mounting(SOCKET),
    affinity: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }] } } },
  });
  const nodes = Array.from({ length: 20 }, (_, i) => `node-${10 + i}`);
  const pods = nodes.map(name => pod(`agent-${name}`, owner, name, bound(name)));
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { DaemonSet: [agent] } } });
  expect(told(report)).toEqual([`DaemonSet team/agent: 20 on ${nodes.join(', ')}`]);
  expect(report.coverage).toMatchObject({ documents: 21, parsed: 1 });
});

test('a bare pod, and the mirror of a static pod, are told as themselves', async () => {
  const spec = mounting(SOCKET);
  const mirror = { annotations: { 'kubernetes.io/config.mirror': 'abc' } };
  const pods = [
    pod('bare', undefined, 'node-1', spec),
    pod('etcd-node-1', { apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: 'n', controller: true }, 'node-1', spec, mirror),
  ];
  const { report } = await scanFake({ served: { v1: { Pod: pods } } });
  expect(told(report)).toEqual(['Pod team/bare: 1 on node-1', 'Pod team/etcd-node-1: 1 on node-1']);
  expect(told(report, 'static-pod-needs-docker')).toEqual(['Pod team/etcd-node-1: 1 on node-1']);
});

const cronJob = (name: string): Json => object(name, {}, { spec: { schedule: '0 3 * * *', jobTemplate: templated(mounting(SOCKET)) } });

test('a CronJob without a Job yet is told', async () => {
  const { report } = await scanFake({ served: { v1: { Pod: [] }, 'batch/v1': { Job: [], CronJob: [cronJob('nightly')] } } });
  expect(told(report)).toEqual(['CronJob team/nightly: 0']);
});

test('a CronJob has the pods of its Jobs, finished ones not counted', async () => {
  const nightly = cronJob('nightly');
  const owner = ownerOf('batch/v1', 'CronJob', nightly);
  const jobs = ['1', '2', '3'].map(name => object(`nightly-${name}`, { owner }, templated(mounting(SOCKET))));
  const phases = ['Succeeded', 'Failed', 'Running'];
  const pods = jobs.map((job, i) => pod(`nightly-${i}-x`, ownerOf('batch/v1', 'Job', job), `node-${i}`, mounting(SOCKET), {}, phases[i]));
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'batch/v1': { CronJob: [nightly], Job: jobs } } });
  expect(told(report)).toEqual(['CronJob team/nightly: 1 on node-2']);
});

const ROLLOUTS = 'argoproj.io/v1alpha1';
const rolloutDefinition = object(
  'rollouts.argoproj.io',
  { namespace: '' },
  {
    spec: {
      group: 'argoproj.io',
      scope: 'Namespaced',
      names: { kind: 'Rollout', plural: 'rollouts' },
      versions: [{ name: 'v1alpha1', served: true, storage: true }],
    },
  },
);

/** A Rollout with a ReplicaSet before and one now. */
function rollout(replicas: number): { readonly own: Json; readonly sets: readonly Json[]; readonly pods: readonly Json[] } {
  const own = object('shop', {}, templated(mounting(SOCKET), { replicas }));
  const owner = ownerOf(ROLLOUTS, 'Rollout', own);
  const before = object('shop-1', { owner, creationTimestamp: '2020-01-01T00:00:00Z' }, templated(mounting('/var/lib/docker'), { replicas: 0 }));
  const now = object('shop-2', { owner, creationTimestamp: '2020-01-02T00:00:00Z' }, templated(mounting(SOCKET), { replicas }));
  const pods = Array.from({ length: replicas }, (_, i) => pod(`shop-2-${i}`, ownerOf('apps/v1', 'ReplicaSet', now), 'node-1', mounting(SOCKET)));
  return { own, sets: [before, now], pods };
}

const rollouts = (shop: ReturnType<typeof rollout>): Record<string, Record<string, readonly Json[]>> => ({
  v1: { Pod: shop.pods },
  'apps/v1': { ReplicaSet: shop.sets },
  'apiextensions.k8s.io/v1': { CustomResourceDefinition: [rolloutDefinition] },
  [ROLLOUTS]: { Rollout: [shop.own] },
});

test.each([2, 0])('a Rollout with %i replicas is told once, and nothing of what it was', async replicas => {
  const { report } = await scanFake({ served: rollouts(rollout(replicas)) });
  expect(told(report)).toEqual([`Rollout team/shop: ${replicas}${replicas === 0 ? '' : ' on node-1'}`]);
  expect(told(report, 'docker-data-root-mount')).toEqual([]);
  expect(report.complete).toBe(true);
});

test.each([2, 0])('a Rollout with %i replicas that may not be listed is known by what it owns', async replicas => {
  const { report } = await scanFake({ served: rollouts(rollout(replicas)), refused: { [`/apis/${ROLLOUTS}/rollouts`]: 403 } });
  expect(told(report)).toEqual([`Rollout team/shop: ${replicas}${replicas === 0 ? '' : ' on node-1'}`]);
  expect(told(report, 'docker-data-root-mount')).toEqual([]);
  expect(report.complete).toBe(false);
});

test('both ReplicaSets of a Rollout in the middle of a change are told', async () => {
  const shop = rollout(1);
  const owner = ownerOf(ROLLOUTS, 'Rollout', shop.own);
  const canary = object('shop-3', { owner, creationTimestamp: '2020-01-03T00:00:00Z' }, templated(mounting('/run/dockershim.sock'), RUNNING));
  const served = { ...rollouts({ ...shop, pods: [], sets: [...shop.sets, canary] }) };
  const { report } = await scanFake({ served, refused: { [`/apis/${ROLLOUTS}/rollouts`]: 403 } });
  expect(told(report)).toEqual(['Rollout team/shop: 0']);
  expect(told(report, 'dockershim-socket-mount')).toEqual(['Rollout team/shop: 0']);
});

/** A custom resource whose own spec tells nothing; no definition is served, so that owner references alone lead to it. */
const custom = (kind: string, name: string, more: Parameters<typeof object>[1] = {}): { readonly own: Json; readonly owner: Json } => {
  const own = object(name, more, { spec: { size: 3 } });
  return { own, owner: ownerOf('ops.example/v1', kind, own) };
};

test('a Job of a custom resource is told under it, also when its pods have gone', async () => {
  const backup = custom('Backup', 'weekly', { labels: { 'argocd.argoproj.io/instance': 'ops' } });
  const job = object('weekly-1', { owner: backup.owner }, templated(mounting(SOCKET)));
  const { report } = await scanFake({ served: { v1: { Pod: [] }, 'batch/v1': { Job: [job] }, 'ops.example/v1': { Backup: [backup.own] } } });
  expect(told(report)).toEqual(['Backup team/weekly: 0']);
  expect(report.findings[0]?.workload?.origin).toBe('Argo CD application ops');
});

test('a StatefulSet that an operator makes is told under the custom resource', async () => {
  const store = custom('Store', 'main');
  const set = object('main', { owner: store.owner }, templated(mounting(SOCKET), { replicas: 2 }));
  const claims = (i: number): Json =>
    mounting(SOCKET, {
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: `data-main-${i}` } },
        { name: 'host', hostPath: { path: SOCKET } },
      ],
    });
  const pods = [0, 1].map(i => pod(`main-${i}`, ownerOf('apps/v1', 'StatefulSet', set), `node-${i}`, claims(i)));
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { StatefulSet: [set] }, 'ops.example/v1': { Store: [store.own] } } });
  expect(told(report)).toEqual(['Store team/main: 2 on node-0, node-1']);
  expect(report.coverage.parsed).toBe(2);
});

test('a custom resource that owns pods itself is named by what they say of it', async () => {
  const flow = custom('Flow', 'build');
  const pods = [pod('build-1', flow.owner, 'node-1', mounting(SOCKET)), pod('build-2', flow.owner, 'node-2', mounting(SOCKET))];
  const { report } = await scanFake({ served: { v1: { Pod: pods } } });
  expect(told(report)).toEqual(['Flow team/build: 2 on node-1, node-2']);
  expect(report.complete).toBe(true);
});

test('what owns ConfigMaps alone is not listed', async () => {
  const bundle = custom('Bundle', 'ca');
  const configMap = object('ca', { owner: bundle.owner }, { data: { 'run.sh': '#!/bin/sh\nsystemctl restart docker\n' } });
  const { report, asked } = await scanFake({ served: { v1: { ConfigMap: [configMap], Pod: [] }, 'ops.example/v1': { Bundle: [bundle.own] } } });
  expect(told(report, 'docker-service-control')).toEqual(['ConfigMap team/ca']);
  expect(asked.filter(path => path.includes('/bundles'))).toEqual([]);
});
