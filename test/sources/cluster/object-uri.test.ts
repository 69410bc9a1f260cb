// Paths of objects are safe whatever the names, and different objects never share one.
import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { besideUri, contextFolder, objectUri } from '../../../src/sources/cluster/object-uri.ts';

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '.', '_', '-', '/', '\\', '%', '~', '2', 'e', '\ud83d', '\ude00', '\n', ':'), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('x', '%', 'é'), minLength: 100, maxLength: 300 }),
);
const object = fc.record({ kind: name, group: name, namespace: fc.option(name, { nil: undefined }), name });

const identity = ({ kind, group, namespace, name: own }: typeof object extends fc.Arbitrary<infer T> ? T : never): string =>
  JSON.stringify([kind, group, namespace ?? null, own]);

test('a path reads like the object', () => {
  expect(objectUri('prod', { kind: 'Deployment', group: 'apps', namespace: 'ci', name: 'builder' })).toBe(
    'cluster_prod/namespace_ci/Deployment.apps_builder.yaml',
  );
  expect(objectUri('prod', { kind: 'Node', group: '', name: 'node-1' })).toBe('cluster_prod/cluster/Node_node-1.yaml');
  expect(besideUri('cluster_prod/cluster/Node_node-1.yaml', 'configz')).toBe('cluster_prod/cluster/Node_node-1~.configz.yaml');
});

test.each([
  ['../../etc/passwd', '%2e%2e%2f..%2fetc%2fpasswd'],
  ['..', '%2e%2e'],
  ['', '%'],
  ['a\x1b[31m\n', 'a%1b%5b31m%0a'],
  ['😀', '%f0%9f%98%80'],
  ['C:\\x', 'C%3a%5cx'],
])('the context %j is the folder %s', (context, folder) => {
  expect(contextFolder(context)).toBe(`cluster_${folder}`);
});

test('every path stays within its folder and holds nothing but plain characters', () => {
  fc.assert(
    fc.property(name, object, (context, one) => {
      const uri = objectUri(context, one);
      expect(posix.normalize(uri)).toBe(uri);
      expect(uri.startsWith(`${contextFolder(context)}/`)).toBe(true);
      expect(uri.split('/')).toHaveLength(3);
      for (const part of uri.split('/')) expect(part).toMatch(/^[A-Za-z0-9%][A-Za-z0-9.%_~-]{0,250}$/);
    }),
  );
});

test('different objects have different paths', () => {
  fc.assert(
    fc.property(object, object, (a, b) => {
      fc.pre(identity(a) !== identity(b));
      expect(objectUri('c', a)).not.toBe(objectUri('c', b));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [{ name: '😀' }, { name: '😁' }],
  [{ name: '\ud800' }, { name: '\ud801' }],
  [{ kind: 'Foo' }, { kind: 'FOO' }],
  [
    { kind: 'A.b', group: 'c' },
    { kind: 'A', group: 'b.c' },
  ],
  [
    { kind: 'A_b', name: 'c' },
    { kind: 'A', name: 'b_c' },
  ],
  [
    { kind: 'A', group: 'x_y', name: 'z' },
    { kind: 'A', group: 'x', name: 'y_z' },
  ],
  [{ kind: 'A%2e' }, { kind: 'A.' }],
  [{ name: `${'x'.repeat(200)}1` }, { name: `${'x'.repeat(200)}2` }],
  [{ namespace: '' }, {}],
])('what differs in a way that names hide has two paths (%#)', (a, b) => {
  const whole = { kind: 'Kind', group: '', name: 'name' };
  expect(objectUri('c', { ...whole, ...a })).not.toBe(objectUri('c', { ...whole, ...b }));
});

test('what lies beside an object has no name that an object could have', () => {
  fc.assert(
    fc.property(object, object, (a, b) => {
      expect(besideUri(objectUri('c', a), 'pod')).not.toBe(objectUri('c', b));
    }),
  );
  const pods = besideUri(objectUri('c', { kind: 'Deployment', group: 'apps', name: 'x' }), 'pod');
  for (const named of ['x.pod', 'x~.pod', 'x~']) expect(objectUri('c', { kind: 'Deployment', group: 'apps', name: named })).not.toBe(pods);
});
