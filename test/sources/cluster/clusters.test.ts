// Several clusters in one report: one that cannot be read hides none of the others, and what is interrupted says so.
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import {
  type FakeCluster,
  fakeApi,
  kubeConfig,
  missed,
  mounting,
  node,
  CONTAINERD,
  DOCKER,
  object,
  ownerOf,
  pod,
  scanClusters,
  scanFake,
  SOCKET,
  templated,
} from './fake-api.ts';

const running = (runtime: string, name: string): FakeCluster => ({
  served: { v1: { Node: [node('node-1', runtime)], Pod: [] }, 'apps/v1': { Deployment: [object(name, {}, templated(mounting(SOCKET)))] } },
});

/** Nothing listens on the discard port. */
const NOWHERE = 'http://127.0.0.1:9';

const verdicts = ({ clusters }: Report): readonly string[] =>
  clusters.map(({ context, verdict, complete }) => `${context} ${verdict} ${complete ? 'complete' : 'incomplete'}`);
const found = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ ruleId }) => ruleId === 'docker-socket-mount')
    .map(({ cluster, owner, when }) => `${cluster ?? ''} ${owner?.name ?? ''} ${when.split(':')[0] ?? ''}`);

test('each cluster has its own part, moved or not', async () => {
  const [one, two] = [await fakeApi(running(DOCKER, 'web')), await fakeApi(running(CONTAINERD, 'db'))];
  const report = await scanClusters({ kubeconfig: kubeConfig({ one: one.url, two: two.url }), contexts: 'all' });
  expect(verdicts(report)).toEqual(['one not-ready complete', 'two not-ready complete']);
  expect(found(report)).toEqual(['one web when the node leaves Docker Engine', 'two db now']);
  expect(report.targets).toEqual(['cluster one', 'cluster two']);
  expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length);
});

test.each([
  ['gone', 'up'],
  ['up', 'gone'],
])('with %s and %s, what is unreachable is told and hides nothing', async (...contexts) => {
  const { url } = await fakeApi(running(DOCKER, 'web'));
  const report = await scanClusters({ kubeconfig: kubeConfig({ up: url, gone: NOWHERE }), contexts, requestTimeout: 200 });
  expect(verdicts(report).toSorted()).toEqual(['gone unknown incomplete', 'up not-ready complete']);
  expect(found(report)).toEqual(['up web when the node leaves Docker Engine']);
  expect(missed(report)).toEqual([expect.stringMatching(/^error unreachable cluster gone: /)]);
  expect(report.complete).toBe(false);
});

test('a context that is named twice is read once', async () => {
  const { url, asked } = await fakeApi(running(DOCKER, 'web'));
  const report = await scanClusters({ kubeconfig: kubeConfig({ one: url }), contexts: ['one', 'one'] });
  expect(verdicts(report)).toEqual(['one not-ready complete']);
  expect(asked.filter(path => path.startsWith('GET /version'))).toHaveLength(1);
});

test('a context that makes no sense is told beside others', async () => {
  const { url } = await fakeApi(running(DOCKER, 'web'));
  const file = kubeConfig({ one: url });
  const context = { name: 'broken', context: { cluster: 'missing', user: 'u' } };
  const config = {
    clusters: [{ name: 'one', cluster: { server: url } }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'u' } }, context],
  };
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config, 'current-context': 'one' }));
  const report = await scanClusters({ kubeconfig: file, contexts: 'all' });
  expect(verdicts(report)).toEqual(['one not-ready complete', 'broken unknown incomplete']);
  expect(found(report)).toEqual(['one web when the node leaves Docker Engine']);
  expect(missed(report)).toEqual([expect.stringContaining('missing')]);
});

test('a context that makes no sense is refused where it is the only one', async () => {
  const { url } = await fakeApi(running(DOCKER, 'web'));
  await expect(scanClusters({ kubeconfig: kubeConfig({ one: url }), contexts: ['two'] })).rejects.toThrow(/two/);
});

test('all contexts of a kubeconfig that has none are refused', async () => {
  await expect(scanClusters({ kubeconfig: kubeConfig({}), contexts: 'all' })).rejects.toThrow('the kubeconfig has no context');
});

test('a scan that is interrupted tells what it found, and once that it is not complete', async () => {
  const stop = new AbortController();
  const set = object('big', {}, templated(mounting(SOCKET)));
  const pods = Array.from({ length: 40 }, (_, i) => pod(`big-${i}`, ownerOf('apps/v1', 'StatefulSet', set), 'node-1', mounting(SOCKET)));
  const onRequest = (url: URL): void => {
    if (url.searchParams.get('continue') === '20') stop.abort();
  };
  const { report } = await scanFake({ served: { v1: { Pod: pods }, 'apps/v1': { StatefulSet: [set] } }, pageSize: 10, onRequest }, { signal: stop.signal });
  expect(found(report)).toEqual(['here big when the node leaves Docker Engine']);
  expect(missed(report)).toEqual(['error interrupted cluster here: interrupted before everything was listed']);
  expect(report.complete).toBe(false);
  const listed = report.clusters[0]?.lists.find(({ kind }) => kind === 'Pod');
  expect(listed?.outcome).toBe('interrupted');
  expect(listed?.objects).toBeLessThan(40);
  expect(report.findings[0]?.workload?.pods).toBe(listed?.objects);
});

test('after an interruption no further cluster is asked anything', async () => {
  const stop = new AbortController();
  const one = await fakeApi({
    ...running(DOCKER, 'web'),
    onRequest: url => {
      if (url.pathname === '/api') stop.abort();
    },
  });
  const two = await fakeApi(running(DOCKER, 'db'));
  const report = await scanClusters({ kubeconfig: kubeConfig({ one: one.url, two: two.url }), contexts: 'all', signal: stop.signal });
  expect(two.asked).toEqual([]);
  expect(verdicts(report)).toEqual(['one unknown incomplete', 'two unknown incomplete']);
  expect(missed(report).map(message => message.split(' ')[1])).toEqual(['interrupted', 'interrupted']);
});

test('the current context is called by its name, also where its credentials cannot be had', async () => {
  const file = kubeConfig({ here: NOWHERE });
  const config = {
    clusters: [{ name: 'here', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'u', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-credential-plugin' } } }],
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'u' } }],
  };
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config, 'current-context': 'here' }));
  const report = await scanClusters({ kubeconfig: file });
  expect(verdicts(report)).toEqual(['here unknown incomplete']);
  expect(missed(report)).toEqual([expect.stringMatching(/^error unauthorized cluster here: it could not be reached: .*no-such-credential-plugin/)]);
});
