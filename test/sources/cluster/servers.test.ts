// Old and new servers, rights that are missing, places that are lost: everything that can be seen is, once, and the rest is told.
import { describe, expect, test } from 'vitest';
import {
  type FakeCluster,
  type Json,
  missed,
  mounting,
  node,
  DOCKER,
  object,
  ownerOf,
  PLAIN,
  pod,
  printed,
  scanFake,
  SOCKET,
  templated,
  told,
} from './fake-api.ts';

const cronJob = object('nightly', {}, { spec: { jobTemplate: templated(mounting(SOCKET)) } });
const web = object('web', { labels: { app: 'web' } }, templated(mounting(SOCKET)));
const lists = (asked: readonly string[]): readonly string[] => asked.filter(path => path.includes('limit=')).map(path => path.replace(/^GET |\?.*/g, ''));

describe('versions', () => {
  test('CronJobs are served in v1beta1 alone', async () => {
    const { report } = await scanFake({ served: { 'batch/v1': { Job: [] }, 'batch/v1beta1': { CronJob: [cronJob] } } });
    expect(told(report)).toEqual(['CronJob team/nightly: 0']);
    expect(report.findings[0]?.location.logical?.resource?.apiVersion).toBe('batch/v1beta1');
  });

  test('kinds that are served in two versions or groups are listed once', async () => {
    const served = {
      'batch/v1': { CronJob: [cronJob] },
      'batch/v1beta1': { CronJob: [cronJob] },
      'extensions/v1beta1': { Deployment: [web] },
      'apps/v1': { Deployment: [web] },
    };
    const { report, asked } = await scanFake({ served });
    expect(told(report)).toEqual(['CronJob team/nightly: 0', 'Deployment team/web: 0']);
    expect(lists(asked).toSorted()).toEqual(['/apis/apps/v1/deployments', '/apis/batch/v1/cronjobs']);
  });

  test('Deployments are served in extensions/v1beta1 alone', async () => {
    const set = object('web-1', { owner: ownerOf('extensions/v1beta1', 'Deployment', web) }, templated(mounting(SOCKET)));
    const pods = [pod('web-1-a', ownerOf('extensions/v1beta1', 'ReplicaSet', set), 'node-1', mounting(SOCKET))];
    const { report } = await scanFake({ served: { v1: { Pod: pods }, 'extensions/v1beta1': { Deployment: [web], ReplicaSet: [set] } } });
    expect(told(report)).toEqual(['Deployment team/web: 1 on node-1']);
  });

  test('what is not served is not asked for, and not missed', async () => {
    const { report, asked } = await scanFake({ served: { v1: { Pod: [] } } });
    expect(lists(asked)).toEqual(['/api/v1/pods']);
    expect(report).toMatchObject({ complete: true, verdict: 'ready', notifications: [] });
  });

  test('a group that does not answer and that nothing asks for does not matter', async () => {
    const { report } = await scanFake({
      served: { v1: { Pod: [] }, 'apps/v1': { Deployment: [web] }, 'metrics.k8s.io/v1beta1': { PodMetrics: [] } },
      refused: { '/apis/metrics.k8s.io/v1beta1': 503 },
    });
    expect(told(report)).toEqual(['Deployment team/web: 0']);
    expect(report.complete).toBe(true);
  });

  test('a group that does not answer and that rules ask for is told', async () => {
    const { report } = await scanFake(
      { served: { v1: { Pod: [] }, 'apps/v1': { Deployment: [] }, 'batch/v1': { CronJob: [cronJob] } }, refused: { '/apis/apps/v1': 503 } },
      { requestTimeout: 200 },
    );
    expect(told(report)).toEqual(['CronJob team/nightly: 0']);
    expect(report.complete).toBe(false);
    expect(missed(report)).toContainEqual(expect.stringMatching(/^error request-failed cluster here: whether it serves Deployment could not be asked: .*503/));
  });
});

describe('rights', () => {
  const served = {
    v1: { Node: [node('node-1', DOCKER)], ConfigMap: [], Pod: [pod('bare', undefined, 'node-1', mounting(SOCKET))] },
    'apps/v1': { Deployment: [web], DaemonSet: [] },
  };

  test('each list that is forbidden is told once, and the rest is found', async () => {
    const { report } = await scanFake({ served, refused: { '/api/v1/configmaps': 403, '/apis/apps/v1/daemonsets': 403 } });
    expect(told(report)).toEqual(['Deployment team/web: 0', 'Pod team/bare: 1 on node-1']);
    expect(report).toMatchObject({ complete: false, verdict: 'not-ready', coverage: { notLookedAt: 2 } });
    expect(missed(report)).toEqual([
      expect.stringMatching(/^error forbidden cluster here: configmaps \(v1\) could not be listed: the server answered 403 .*; unshim rbac/),
      expect.stringMatching(/^error forbidden cluster here: daemonsets \(apps\/v1\) could not be listed: /),
    ]);
    expect(report.clusters[0]?.lists.filter(({ outcome }) => outcome === 'forbidden').map(({ kind, objects }) => `${kind} ${objects}`)).toEqual([
      'ConfigMap 0',
      'DaemonSet 0',
    ]);
  });

  test('nothing found where nothing may be seen is not a clean cluster', async () => {
    const { report } = await scanFake({ served: { v1: { Pod: [] } }, refused: { '/api/v1/pods': 403 } });
    expect(report).toMatchObject({ verdict: 'unknown', complete: false, findings: [] });
  });

  test('a server that keeps its version to itself is read', async () => {
    const { report } = await scanFake({ served, refused: { '/version': 403 } });
    expect(told(report)).toEqual(['Deployment team/web: 0', 'Pod team/bare: 1 on node-1']);
    expect(missed(report)).toEqual([expect.stringMatching(/^error forbidden cluster here: its version could not be asked for: /)]);
    expect(report.clusters[0]?.version).toBeUndefined();
  });

  test('namespaces are listed one by one, and what is forbidden in one is told of that one', async () => {
    const other = object('other', { namespace: 'other' }, templated(mounting(SOCKET)));
    const third = object('third', { namespace: 'third' }, templated(mounting(SOCKET)));
    const { report, asked } = await scanFake(
      { served: { v1: { Pod: [] }, 'apps/v1': { Deployment: [web, other, third] } }, refused: { '/apis/apps/v1/namespaces/other/deployments': 403 } },
      { namespaces: ['team', 'other', 'team'] },
    );
    expect(told(report)).toEqual(['Deployment team/web: 0']);
    expect(lists(asked).toSorted()).toEqual([
      '/api/v1/namespaces/other/pods',
      '/api/v1/namespaces/team/pods',
      '/apis/apps/v1/namespaces/other/deployments',
      '/apis/apps/v1/namespaces/team/deployments',
    ]);
    expect(missed(report)).toEqual([expect.stringContaining('deployments (apps/v1) in namespace other could not be listed')]);
    expect(report.clusters[0]?.lists).toContainEqual({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'other', outcome: 'forbidden', objects: 0 });
  });

  test('a selector goes to what lies in namespaces, and to nothing else', async () => {
    const db = object('db', { labels: { app: 'db' } }, templated(mounting(SOCKET)));
    const { report, asked } = await scanFake(
      { served: { v1: { Node: [node('node-1', DOCKER)] }, 'apps/v1': { Deployment: [web, db] } } },
      { selector: 'app=web' },
    );
    expect(told(report)).toEqual(['Deployment team/web: 0']);
    expect(asked).toContain('GET /apis/apps/v1/deployments?limit=500&labelSelector=app%3Dweb');
    expect(asked).toContain('GET /api/v1/nodes?limit=500');
  });
});

describe('what was chosen and is not there', () => {
  const served = { v1: { Node: [node('node-1', DOCKER)], Pod: [] }, 'apps/v1': { Deployment: [web] } };

  test.each([
    [{ namespaces: ['team', 'taem'] }, 'nothing that rules ask for is in namespace taem; see whether its name is right'],
    [{ selector: 'app=wbe' }, 'nothing that rules ask for has labels that fit app=wbe; see whether the selector is right'],
    [
      { selector: 'app=web', namespaces: ['taem'] },
      'nothing that rules ask for in the namespaces asked for has labels that fit app=web; see whether the selector is right',
    ],
  ])('%j is told and leaves the scan incomplete', async (chosen, message) => {
    const { report } = await scanFake({ served }, chosen);
    expect(missed(report)).toEqual([`error nothing-to-read cluster here: ${message}`]);
    expect(report.complete).toBe(false);
  });

  test.each([{ namespaces: ['team'] }, { selector: 'app=web' }, { selector: 'app=web', namespaces: ['team', 'empty'] }])('%j has something', async chosen => {
    const { report } = await scanFake({ served }, chosen);
    expect(told(report)).toEqual(['Deployment team/web: 0']);
    expect(report.complete).toBe(true);
  });
});

describe('secrets', () => {
  const VALUE = 'hunter2-marker';
  const script = Buffer.from(`#!/bin/sh\nexport DOCKER_PASSWORD=${VALUE}\ndocker login -p ${VALUE}\nsystemctl restart docker\n`).toString('base64');
  const served = { v1: { Secret: [object('boot', {}, { type: 'Opaque', data: { 'run.sh': script } })], Pod: [] } };

  test('are not asked for', async () => {
    const { report, asked } = await scanFake({ served });
    expect(asked.filter(path => path.includes('secrets'))).toEqual([]);
    expect(report.findings).toEqual([]);
  });

  test('are asked for where that is wanted, and show no value in any format', async () => {
    const { report } = await scanFake({ served }, { includeSecrets: true });
    expect(told(report, 'docker-service-control')).toEqual(['Secret team/boot']);
    expect(report.findings.length).toBeGreaterThan(1);
    for (const text of printed(report)) {
      expect(text).toContain('boot');
      expect(text).not.toContain(VALUE);
      expect(text).not.toContain(script.slice(0, 24));
    }
  });
});

/** Many objects under few workloads. */
function crowd(pods: number, pageSize: number): FakeCluster {
  const set = object('crowd', {}, templated(mounting(SOCKET)));
  const owner = ownerOf('apps/v1', 'StatefulSet', set);
  const all: readonly Json[] = Array.from({ length: pods }, (_, i) => pod(`crowd-${i}`, owner, `node-${i % 3}`, mounting(SOCKET)));
  const others = Array.from({ length: 30 }, (_, i) => object(`plain-${i}`, {}, templated(PLAIN)));
  return { served: { v1: { Pod: all }, 'apps/v1': { StatefulSet: [set], Deployment: others } }, pageSize };
}

const PODS = 'StatefulSet team/crowd: 40 on node-0, node-1, node-2';

test('only lists are asked for, with GET, page by page, and never an object by itself', async () => {
  const { report, asked } = await scanFake(crowd(40, 10));
  expect(told(report)).toEqual([PODS]);
  expect(asked.every(request => request.startsWith('GET '))).toBe(true);
  expect(lists(asked)).toHaveLength(4 + 3 + 1);
  expect(asked.filter(path => !path.includes('limit=')).sort()).toEqual(['GET /api', 'GET /api/v1', 'GET /apis', 'GET /apis/apps/v1', 'GET /version']);
  expect(report.coverage).toMatchObject({ documents: 71, parsed: 2 });
});

test('a list that loses its place in the middle loses and doubles no object', async () => {
  const { report } = await scanFake({ ...crowd(40, 10), expired: ['/api/v1/pods', '/apis/apps/v1/deployments'] });
  expect(told(report)).toEqual([PODS]);
  expect(report.complete).toBe(true);
  expect(report.clusters[0]?.lists.map(({ kind, objects }) => `${kind} ${objects}`)).toEqual(['Deployment 30', 'Pod 40', 'StatefulSet 1']);
});

test('an object that was made anew while its list went by is told once', async () => {
  const twice = ['before', 'now'].map(uid => object('web', { uid }, templated(mounting(SOCKET))));
  const { report } = await scanFake({ served: { 'apps/v1': { Deployment: twice } }, pageSize: 1 });
  expect(told(report)).toEqual(['Deployment team/web: 0']);
});

test('copies of an object that the cluster keeps give no findings of their own', async () => {
  const copy = JSON.stringify({ spec: templated(mounting(SOCKET)) });
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': copy };
  const managedFields = [{ manager: 'kubectl', fieldsV1: { 'f:spec': { hostPath: { path: SOCKET } } } }];
  const clean: Json = { ...templated(PLAIN), status: { note: SOCKET, template: mounting(SOCKET), volumes: [{ hostPath: { path: SOCKET } }] } };
  const kinds = {
    'apps/v1': { Deployment: [object('clean', { annotations, managedFields }, clean)] },
    v1: { ConfigMap: [object('clean', { annotations }, { data: {} })] },
  };
  const { report } = await scanFake({ served: kinds });
  expect(report.findings).toEqual([]);
});

test('an origin that labels or annotations tell is named in findings', async () => {
  const annotations = { 'meta.helm.sh/release-name': 'agents', 'meta.helm.sh/release-namespace': 'ops' };
  const helm = object('helm', { annotations }, templated(mounting(SOCKET)));
  const flux = object(
    'flux',
    { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' } },
    { data: { 'a.sh': '#!/bin/sh\nsystemctl restart docker\n' } },
  );
  const pods = [pod('helm-1', ownerOf('apps/v1', 'DaemonSet', helm), 'node-1', mounting(SOCKET))];
  const { report } = await scanFake({ served: { v1: { ConfigMap: [flux], Pod: pods }, 'apps/v1': { DaemonSet: [helm] } } });
  expect(report.findings.map(({ workload }) => workload)).toContainEqual({ pods: 1, nodes: ['node-1'], origin: 'Helm release ops/agents' });
  expect(report.findings.map(({ workload }) => workload?.origin)).toContain('Flux Kustomization flux/apps');
  expect(printed(report)[0]).toContain('Helm release ops/agents');
});
