// Whatever JSON an API server sends is looked at without a throw, and what the cluster keeps about an object is left off.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapping, metadataOf, written } from '../../../src/sources/cluster/api-object.ts';
import { originOf } from '../../../src/sources/cluster/origin.ts';
import { definedKind } from '../../../src/sources/cluster/definitions.ts';
import { cgroupDriverOf, clusterNode } from '../../../src/sources/cluster/nodes.ts';

const FIELDS = [
  'metadata',
  'name',
  'namespace',
  'uid',
  'labels',
  'annotations',
  'ownerReferences',
  'kind',
  'controller',
  'spec',
  'status',
  'versions',
  'names',
  'group',
  'schema',
  'data',
  'kubelet',
  'nodeInfo',
];
const { tree: anything } = fc.letrec(tie => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, 0, '', 'x', 'kube-system', 'kubelet-config', 'a: [', '__proto__'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), tie('tree'), { maxKeys: 6 }),
  ),
}));

test('no JSON makes the readers of objects throw', () => {
  fc.assert(
    fc.property(anything, value => {
      const object = mapping(JSON.parse(JSON.stringify(value)));
      const metadata = metadataOf(object);
      expect(typeof metadata.name).toBe('string');
      expect(typeof metadata.uid).toBe('string');
      expect(['string', 'undefined']).toContain(typeof originOf(metadata));
      expect(written(object, 'v1', 'Thing')).toMatchObject({ apiVersion: 'v1', kind: 'Thing' });
      expect(['object', 'undefined']).toContain(typeof definedKind(object));
      expect(['object', 'undefined']).toContain(typeof cgroupDriverOf(object));
      expect(typeof clusterNode(object).name).toBe('string');
    }),
    { numRuns: 1_000 },
  );
});

test('an object is what was written: no identities, owners, managed fields, status or copies of itself', () => {
  const metadata = {
    name: 'web',
    namespace: 'team',
    labels: { app: 'web' },
    annotations: { note: 'x', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  };
  const kept = { uid: 'u', resourceVersion: '7', managedFields: [{}], ownerReferences: [{}], creationTimestamp: 'now', generation: 3, finalizers: ['f'] };
  expect(written({ metadata: { ...metadata, ...kept }, spec: { a: 1 }, status: { b: 2 } }, 'v1', 'Thing')).toEqual({
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { name: 'web', namespace: 'team', labels: { app: 'web' }, annotations: { note: 'x' } },
    spec: { a: 1 },
  });
});

test('the controller is the owner, else the first that is named', () => {
  const reference = (name: string, controller?: boolean): object => ({ apiVersion: 'v1', kind: 'Thing', name, uid: `uid-${name}`, controller });
  const ownerIn = (...ownerReferences: readonly unknown[]): string | undefined => metadataOf({ metadata: { name: 'x', ownerReferences } }).owner?.name;
  expect(ownerIn(reference('a'), reference('b', true))).toBe('b');
  expect(ownerIn(reference('a'), reference('b'))).toBe('a');
  expect(ownerIn({ kind: 'Thing' })).toBeUndefined();
  expect(ownerIn()).toBeUndefined();
});

const origin = (labels: object, annotations: object = {}): string | undefined =>
  originOf(metadataOf({ metadata: { name: 'x', namespace: 'team', labels, annotations } }));

test.each([
  [
    { 'app.kubernetes.io/managed-by': 'Helm' },
    { 'meta.helm.sh/release-name': 'fluent-bit', 'meta.helm.sh/release-namespace': 'logging' },
    'Helm release logging/fluent-bit',
  ],
  [{ 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'web' }, {}, 'Helm release team/web'],
  [{ heritage: 'Tiller', release: 'old' }, {}, 'Helm release team/old'],
  [{ 'app.kubernetes.io/instance': 'web' }, {}, undefined],
  [{ 'argocd.argoproj.io/instance': 'agents' }, {}, 'Argo CD application agents'],
  [{}, { 'argocd.argoproj.io/tracking-id': 'agents:apps/Deployment:team/x' }, 'Argo CD application agents'],
  [{ 'helm.toolkit.fluxcd.io/name': 'loki', 'helm.toolkit.fluxcd.io/namespace': 'flux' }, {}, 'Flux HelmRelease flux/loki'],
  [{ 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' }, {}, 'Flux Kustomization flux/apps'],
  [{ 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'web', 'argocd.argoproj.io/instance': 'agents' }, {}, 'Argo CD application agents'],
  [{ release: 3 }, { 'meta.helm.sh/release-name': [] }, undefined],
])('labels %j and annotations %j come from %s', (labels, annotations, expected) => {
  expect(origin(labels, annotations)).toBe(expected);
});
