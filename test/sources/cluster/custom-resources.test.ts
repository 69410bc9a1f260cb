// Custom resources that hold pods are found through the schemas of their definitions, whatever those look like, and what cannot be listed is told.
import { describe, expect, test } from 'vitest';
import { type FakeCluster, type Json, missed, mounting, object, ownerOf, pod, scanFake, SOCKET, templated, told } from './fake-api.ts';

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const properties = (of: Json, more: Json = {}): Json => ({ type: 'object', properties: of, ...more });
const embedding = properties({
  spec: properties({ template: properties({ spec: properties({ containers: { type: 'array', items: { type: 'object' } } }) }) }),
});

interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: Json;
}

/** A definition as `apiextensions.k8s.io/v1` has it. */
function definition(kind: string, versions: readonly Version[], scope = 'Namespaced'): Json {
  const all = versions.map(({ schema, served = true, storage = true, name }) => ({
    name,
    served,
    storage,
    ...(schema === undefined ? {} : { schema: { openAPIV3Schema: schema } }),
  }));
  const plural = `${kind.toLowerCase()}s`;
  return object(`${plural}.ops.example`, { namespace: '' }, { spec: { group: 'ops.example', scope, names: { kind, plural }, versions: all } });
}

const cluster = (definitions: readonly Json[], served: FakeCluster['served'], api = 'v1'): FakeCluster => ({
  served: { v1: { Pod: [] }, [`apiextensions.k8s.io/${api}`]: { CustomResourceDefinition: definitions }, ...served },
});

const agent = object('agent', {}, templated(mounting(SOCKET)));

test.each([
  ['containers', embedding],
  ['an open template', properties({ spec: properties({ template: OPEN }) })],
  [
    'a template that is described and open',
    properties({ spec: properties({ template: { ...properties({ metadata: OPEN }), required: ['spec'], 'x-kubernetes-preserve-unknown-fields': true } }) }),
  ],
  ['an open root', OPEN],
  ['a list of templates', properties({ spec: properties({ parts: { type: 'array', items: properties({ podTemplate: OPEN }) } }) })],
  ['a map of templates', properties({ spec: properties({ parts: { type: 'object', additionalProperties: properties({ hostPath: { type: 'string' } }) } }) })],
  ['one of several', properties({ spec: { anyOf: [properties({ size: { type: 'integer' } }), properties({ initContainers: { type: 'array' } })] } })],
])('a schema with %s', async (_title, schema) => {
  const { report } = await scanFake(cluster([definition('Agent', [{ name: 'v1', schema }])], { 'ops.example/v1': { Agent: [agent] } }));
  expect(told(report)).toEqual(['Agent team/agent: 0']);
  expect(report.complete).toBe(true);
});

test('a schema without anything of a pod is not listed', async () => {
  const described = { type: 'string', description: 'as in "containers":{"image":1}' };
  const schema = properties({ spec: properties({ size: described }) });
  const { report, asked } = await scanFake(cluster([definition('Agent', [{ name: 'v1', schema }])], { 'ops.example/v1': { Agent: [agent] } }));
  expect(asked.filter(path => path.includes('/agents'))).toEqual([]);
  expect(report.clusters[0]?.lists.map(({ kind }) => kind)).toEqual(['CustomResourceDefinition', 'Pod']);
});

test('a definition of v1beta1, with one version, its schema beside it', async () => {
  const names = { kind: 'Agent', plural: 'agents' };
  const old = object(
    'agents.ops.example',
    { namespace: '' },
    { spec: { group: 'ops.example', scope: 'Namespaced', names, version: 'v1', validation: { openAPIV3Schema: embedding } } },
  );
  const { report } = await scanFake(cluster([old], { 'ops.example/v1': { Agent: [agent] } }, 'v1beta1'));
  expect(told(report)).toEqual(['Agent team/agent: 0']);
});

test('a definition of v1beta1 without a schema', async () => {
  const spec = {
    group: 'ops.example',
    scope: 'Namespaced',
    names: { kind: 'Agent', plural: 'agents' },
    version: 'v1',
    versions: [{ name: 'v1', served: true, storage: true }],
  };
  const { report } = await scanFake(cluster([object('agents.ops.example', { namespace: '' }, { spec })], { 'ops.example/v1': { Agent: [agent] } }, 'v1beta1'));
  expect(told(report)).toEqual(['Agent team/agent: 0']);
});

test('of several versions the stored one is listed, else one that is served', async () => {
  const stored = definition('Agent', [
    { name: 'v1alpha1', storage: false, schema: embedding },
    { name: 'v1', schema: embedding },
  ]);
  const retired = definition('Probe', [
    { name: 'v1alpha1', served: false, schema: embedding },
    { name: 'v1', storage: false, schema: embedding },
  ]);
  const { report, asked } = await scanFake(
    cluster([stored, retired], { 'ops.example/v1': { Agent: [agent], Probe: [] }, 'ops.example/v1alpha1': { Agent: [agent] } }),
  );
  expect(told(report)).toEqual(['Agent team/agent: 0']);
  expect(asked.filter(path => path.includes('limit') && path.includes('ops.example'))).toEqual([
    'GET /apis/ops.example/v1/agents?limit=500',
    'GET /apis/ops.example/v1/probes?limit=500',
  ]);
});

test('a definition none of whose versions is served is not listed', async () => {
  const { report } = await scanFake(cluster([definition('Agent', [{ name: 'v1', served: false, schema: embedding }])], {}));
  expect(report.complete).toBe(true);
});

test('cluster-scoped resources are listed as a whole, also where namespaces are asked for', async () => {
  const whole = object('agent', { namespace: '' }, templated(mounting(SOCKET)));
  const served = { 'ops.example/v1': { ClusterAgent: [whole] } };
  const { report } = await scanFake(cluster([definition('ClusterAgent', [{ name: 'v1', schema: embedding }], 'Cluster')], served), { namespaces: ['team'] });
  expect(told(report)).toEqual(['ClusterAgent agent: 0']);
});

test('a kind whose conversion is broken is told, and the others are found', async () => {
  const definitions = [definition('Agent', [{ name: 'v1', schema: embedding }]), definition('Broken', [{ name: 'v1', schema: embedding }])];
  const broken = cluster(definitions, { 'ops.example/v1': { Agent: [agent], Broken: [] } });
  const { report } = await scanFake({ ...broken, refused: { '/apis/ops.example/v1/brokens': 500 } }, { requestTimeout: 200 });
  expect(told(report)).toEqual(['Agent team/agent: 0']);
  expect(missed(report)).toEqual([
    expect.stringMatching(/^error request-failed cluster here: brokens \(ops\.example\/v1\) could not be listed: the server answered 500/),
  ]);
  expect(report.clusters[0]?.complete).toBe(false);
  expect(report.clusters[0]?.lists).toContainEqual({ apiVersion: 'ops.example/v1', kind: 'Broken', outcome: 'failed', objects: 0 });
});

test('a kind that no definition tells of is found by what it owns, scaled to zero as well', async () => {
  const running = object('running', {}, templated(mounting(SOCKET)));
  const asleep = object('asleep', {}, templated(mounting('/var/lib/docker')));
  const set = object('running-set', { owner: ownerOf('ops.example/v1', 'Agent', running) }, templated(mounting(SOCKET)));
  const { report } = await scanFake({ served: { v1: { Pod: [] }, 'apps/v1': { StatefulSet: [set] }, 'ops.example/v1': { Agent: [running, asleep] } } });
  expect(told(report)).toEqual(['Agent team/running: 0']);
  expect(told(report, 'docker-data-root-mount')).toEqual(['Agent team/asleep: 0']);
});

describe('a kind that no definition tells of and that owns nothing but pods', () => {
  const running = object('running', {}, templated(mounting(SOCKET)));
  const asleep = object('asleep', {}, templated(mounting('/var/lib/docker')));
  const bare = pod('running-0', ownerOf('ops.example/v1', 'PodSet', running), 'a', mounting(SOCKET));
  const served = { v1: { Pod: [bare] }, 'ops.example/v1': { PodSet: [running, asleep] } };

  test('is found by them, scaled to zero as well', async () => {
    const { report, asked } = await scanFake({ served });
    expect(told(report)).toEqual(['PodSet team/running: 1 on a']);
    expect(told(report, 'docker-data-root-mount')).toEqual(['PodSet team/asleep: 0']);
    expect(asked.filter(path => path.includes('/podsets'))).toHaveLength(1);
  });

  test('is told where it may not be listed', async () => {
    const { report } = await scanFake({ served, refused: { '/apis/ops.example/v1/podsets': 403 } });
    expect(told(report)).toEqual(['PodSet team/running: 1 on a']);
    expect(missed(report)).toEqual([expect.stringContaining('podsets (ops.example/v1) could not be listed')]);
  });
});

test('a cluster-scoped owner that may not be listed is one in all namespaces', async () => {
  const owner = ownerOf('ops.example/v1', 'ClusterAgent', object('agent', { namespace: '' }));
  const sets = ['east', 'west'].map(namespace => object('set', { namespace, owner }, templated(mounting(SOCKET))));
  const served = { v1: { Pod: [] }, 'apps/v1': { DaemonSet: sets }, 'ops.example/v1': { ClusterAgent: [] } };
  const { report } = await scanFake({ served, refused: { '/apis/ops.example/v1/clusteragents': 403 } });
  expect(told(report)).toEqual(['ClusterAgent agent: 0']);
});

test('where it cannot be asked whether owners are served, pods are found all the same', async () => {
  const owner = ownerOf('ops.example/v1', 'Agent', agent);
  const sets = [object('a', { owner }, templated(mounting(SOCKET)))];
  const pods = [object('bare', {}, { spec: mounting(SOCKET) })];
  const served = { v1: { Pod: pods }, 'apps/v1': { StatefulSet: sets }, 'ops.example/v1': { Agent: [agent] } };
  const { report } = await scanFake({ served, refused: { '/apis/ops.example/v1': 503 } }, { requestTimeout: 200 });
  expect(told(report)).toEqual(['Agent team/agent: 0', 'Pod team/bare: 1']);
  expect(missed(report)).toEqual([expect.stringContaining('whether it serves Agent (ops.example) could not be asked')]);
});
