import { afterEach, describe, expect, test } from 'vitest';
import { connect, type ApiServer } from '../../../src/sources/cluster/api-server.ts';
import { listedKinds, type ListedKinds } from '../../../src/sources/cluster/listed-kinds.ts';
import { ruleOf } from '../../rules/rule-text.ts';
import { json, kubeConfigFile, serve, status, type Loopback } from './loopback.ts';

const open: ApiServer[] = [];
afterEach(() => {
  for (const api of open.splice(0)) api.close();
});

const owned = (apiVersion: string, kind: string): unknown => ({
  metadata: { name: 'one', namespace: 'ci', uid: 'u1', ownerReferences: [{ apiVersion, kind, name: 'top', uid: 'u0', controller: true }] },
});
const defined = (group: string, kind: string, plural: string, property: string): unknown => ({
  spec: {
    group,
    names: { kind, plural },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { [property]: { type: 'object' } } } } }],
  },
});
const resources = (...kinds: (readonly [name: string, kind: string])[]): unknown => ({
  resources: kinds.map(([name, kind]) => ({ name, kind, namespaced: true, verbs: ['get', 'list'] })),
});
const group = (name: string, version = 'v1'): unknown => ({ name, versions: [{ groupVersion: `${name}/${version}` }] });

/** A small cluster: Deployments in apps, definitions, and an operator whose resources own a Deployment and a pod. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api': { versions: ['v1'] },
  '/apis': { groups: [group('apps'), group('apiextensions.k8s.io'), group('fleets.example.com')] },
  '/api/v1': resources(['pods', 'Pod'], ['configmaps', 'ConfigMap'], ['secrets', 'Secret']),
  '/apis/apps/v1': resources(['deployments', 'Deployment']),
  '/apis/apiextensions.k8s.io/v1': resources(['customresourcedefinitions', 'CustomResourceDefinition']),
  '/apis/fleets.example.com/v1': resources(['fleets', 'Fleet'], ['engines', 'Engine'], ['tokens', 'Token'], ['crews', 'Crew']),
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': {
    items: [
      defined('fleets.example.com', 'Engine', 'engines', 'containers'),
      defined('fleets.example.com', 'Token', 'tokens', 'containers'),
      defined('other.example.com', 'Size', 'sizes', 'number'),
    ],
  },
  '/apis/apps/v1/deployments': { items: [owned('fleets.example.com/v1', 'Fleet')] },
  '/api/v1/pods': { items: [owned('fleets.example.com/v1', 'Crew')] },
  '/api/v1/configmaps': { items: [] },
  '/api/v1/secrets': { items: [] },
};

async function ask(forbidden: readonly string[], includeSecrets = false): Promise<{ server: Loopback; found: ListedKinds }> {
  const server = await serve((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (forbidden.includes(path)) status(response, 403, 'no');
    else if (path in ANSWERS) json(response, ANSWERS[path]);
    else status(response, 404, 'not here');
  });
  const api = await connect({ kubeconfig: kubeConfigFile(server.url), env: {}, delays: [] });
  open.push(api);
  return { server, found: await listedKinds(api, { rules: [ruleOf({ on: 'setting', where: '{key: x}', needs: '[docker]' })], includeSecrets }) };
}

describe('the kinds that a scan would list', () => {
  test('are those served, custom resources by their schemas, and owners of what is there', async () => {
    const { found } = await ask([]);
    expect(found.kinds.map(({ apiVersion, plural }) => `${apiVersion} ${plural}`).sort()).toEqual([
      'apiextensions.k8s.io/v1 customresourcedefinitions',
      'apps/v1 deployments',
      'fleets.example.com/v1 crews',
      'fleets.example.com/v1 engines',
      'fleets.example.com/v1 fleets',
      'v1 configmaps',
      'v1 pods',
    ]);
    expect(found.notifications).toEqual([]);
  });

  test('are found without a look at custom resources', async () => {
    const { server } = await ask([]);
    const lists = server.asked.filter(path => path.includes('limit='));
    expect(lists.map(path => path.split('?')[0]).sort()).toEqual([
      '/api/v1/configmaps',
      '/api/v1/pods',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      '/apis/apps/v1/deployments',
    ]);
  });

  test('have those that hold secrets only where they are asked for', async () => {
    const { found } = await ask([], true);
    expect(found.kinds.map(({ plural }) => plural)).toEqual(expect.arrayContaining(['secrets', 'tokens']));
  });

  test('may lack something where a list is forbidden, and that is told', async () => {
    const { found } = await ask(['/apis/apiextensions.k8s.io/v1/customresourcedefinitions']);
    expect(found.kinds.map(({ plural }) => plural)).not.toContain('engines');
    expect(found.kinds.map(({ plural }) => plural)).toContain('fleets');
    expect(found.notifications).toMatchObject([{ code: 'forbidden', level: 'error' }]);
    expect(found.notifications[0]?.message).toContain('custom resources may be missing');
  });

  test('are unknown where the server does not say what it serves', async () => {
    const { found } = await ask(['/apis']);
    expect(found.kinds).toEqual([]);
    expect(found.notifications).toMatchObject([{ code: 'forbidden' }]);
  });
});
