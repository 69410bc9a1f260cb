// Whatever strangers call things, or answer, reaches no output raw, no file outside of its folder, and ends no scan.
import { expect, test } from 'vitest';
import { DOCKER, type Json, missed, mounting, node, object, ownerOf, PLAIN, pod, printed, scanFake, SOCKET, templated, told } from './fake-api.ts';

const NASTY = '\x1b]0;owned\x07\x1b[31m../../x\u202e\u200b\r\n::error::<script>alert(1)</script>##[error]';
const RAW = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/;
const METADATA = { namespace: NASTY, labels: { [NASTY]: NASTY, 'argocd.argoproj.io/instance': NASTY }, annotations: { [NASTY]: SOCKET } };

/** A pod's spec that is nasty wherever a name stands. */
const spec: Json = {
  nodeName: NASTY,
  containers: [
    {
      name: NASTY,
      image: `${NASTY}/docker:20-dind`,
      env: [{ name: 'DOCKER_HOST', value: `unix://${SOCKET}${NASTY}` }],
      command: ['docker', 'ps', NASTY],
      volumeMounts: [{ name: NASTY, mountPath: `/host${NASTY}` }],
    },
  ],
  volumes: [{ name: NASTY, hostPath: { path: SOCKET } }],
};

const served = {
  v1: {
    Node: [node(NASTY, `${DOCKER}${NASTY}`, { annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': `/var/run/dockershim.sock${NASTY}` } })],
    ConfigMap: [object(NASTY, METADATA, { data: { [NASTY]: `#!/bin/sh\ndocker ps ${NASTY}\n` } })],
    Pod: [object(NASTY, METADATA, { spec })],
  },
  'apps/v1': { Deployment: [object(NASTY, METADATA, templated(spec))] },
};

test('hostile names, labels, images, values and annotations are shown and never raw', async () => {
  const { report } = await scanFake({ served });
  expect(new Set(report.findings.map(({ location }) => location.logical?.resource?.kind))).toEqual(new Set(['Node', 'ConfigMap', 'Pod', 'Deployment']));
  for (const text of printed(report)) {
    expect(text).toContain('owned');
    expect(text).not.toMatch(RAW);
    expect(text).not.toMatch(/^\s*::error/m);
    expect(text).not.toContain('##[error]');
  }
});

test('what a server answers in place of a list is shown and never raw', async () => {
  const definition = object(
    'x',
    { namespace: '' },
    { spec: { group: `a${NASTY}`, names: { kind: NASTY, plural: NASTY }, versions: [{ name: NASTY, served: true, storage: true }] } },
  );
  const { report } = await scanFake({
    served: { v1: { ConfigMap: [], Pod: [] }, 'apiextensions.k8s.io/v1': { CustomResourceDefinition: [definition] } },
    answers: { '/api/v1/pods': `${NASTY} is no JSON`, '/version': { gitVersion: `v1.20.2${NASTY}` } },
  });
  expect(missed(report)).toEqual([expect.stringMatching(/^error request-failed cluster here: pods \(v1\) could not be listed: /)]);
  for (const text of printed(report)) {
    expect(text).toContain('owned');
    expect(text).not.toMatch(RAW);
  }
});

test('objects whose names differ by nothing that can be seen are two', async () => {
  const names = ['😀', '😁', '../x', '..%2fx', 'a_b', ''];
  const { report } = await scanFake({ served: { 'apps/v1': { Deployment: names.map(name => object(name, {}, templated(mounting(SOCKET)))) } } });
  expect(told(report)).toHaveLength(names.length);
  expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length);
});

test('objects without uids do not hide one another', async () => {
  const anonymous = (rest: Json): Json => object('same', { uid: undefined }, rest);
  const kinds = { Deployment: [anonymous(templated(mounting(SOCKET)))], DaemonSet: [anonymous(templated(mounting(SOCKET)))] };
  const { report } = await scanFake({ served: { 'apps/v1': kinds } });
  expect(told(report)).toEqual(['DaemonSet team/same: 0', 'Deployment team/same: 0']);
});

test.each([
  ['no items', { items: null }],
  [
    'items of every sort',
    { items: [null, 3, 'docker', [], {}, { metadata: null }, { metadata: { name: 5, labels: [], ownerReferences: {} }, spec: 'docker.sock' }] },
  ],
  ['pods without anything', { items: [{ metadata: { uid: 'a' }, spec: { containers: 'docker', volumes: { hostPath: SOCKET } }, status: [] }] }],
])('an answer with %s ends no scan', async (_title, answer) => {
  const deployment = object('web', {}, templated(mounting(SOCKET)));
  const { report } = await scanFake({ served: { v1: { Pod: [] }, 'apps/v1': { Deployment: [deployment] } }, answers: { '/api/v1/pods': answer } });
  expect(told(report)).toContain('Deployment team/web: 0');
  expect(report.complete).toBe(true);
});

test.each([
  ['a list', '/api/v1/pods', { kind: 'PodList' }, 'pods (v1) could not be listed: the answer has no `items`'],
  ['a list with items', '/api/v1/pods', { items: 'docker' }, 'pods (v1) could not be listed: the answer has no `items`'],
  ['the resources of a group', '/api/v1', {}, 'whether it serves Pod could not be asked: the answer has no `resources`'],
  ['the groups', '/apis', { message: 'welcome' }, 'it could not be asked what it serves: the answer has no `groups`'],
  ['the versions', '/api', [], 'it could not be asked what it serves: the answer has no `versions`'],
])('JSON that is not %s is no clean cluster', async (_title, path, answer, message) => {
  const { report } = await scanFake({ served: { v1: { Pod: [] } }, answers: { [path]: answer } });
  expect(report.verdict).toBe('unknown');
  expect(missed(report)).toContainEqual(expect.stringContaining(`error request-failed cluster here: ${message}`));
});

test('a server that serves nothing that rules ask for is no clean cluster', async () => {
  const { report } = await scanFake({ served: { v1: {}, 'shop.example/v1': { Order: [] } } });
  expect(report.verdict).toBe('unknown');
  expect(missed(report)).toEqual([expect.stringContaining('error nothing-to-read cluster here: it serves none of the kinds that rules ask for')]);
});

/** JSON with lists within lists; as text, since it is too deep to be written from an object. */
function nested(depth: number): string {
  const deep = JSON.stringify({ metadata: { name: 'deep', namespace: 'team', uid: 'deep' }, data: '@' }).replace(
    '"@"',
    `${'['.repeat(depth)}"docker"${']'.repeat(depth)}`,
  );
  return `{"items":[${deep},${JSON.stringify(object('next', {}, { data: { 'a.sh': '#!/bin/sh\nsystemctl restart docker\n' } }))}]}`;
}

test.each([1_000, 9_990])('an object nested %i levels deep is told, and those after it are read', async depth => {
  const { report } = await scanFake({ served: { v1: { ConfigMap: [], Pod: [] } }, answers: { '/api/v1/configmaps': nested(depth) } });
  expect(told(report, 'docker-service-control')).toEqual(['ConfigMap team/next']);
  expect(report.notifications.map(({ code }) => code)).toEqual(['too-complex']);
  expect(report.complete).toBe(false);
  expect(printed(report)[0]).toContain('ConfigMap team/deep');
});

test('owners that own one another in a ring are told all the same', async () => {
  const a = object('a', {}, templated(mounting(SOCKET)));
  const b = object('b', { owner: ownerOf('apps/v1', 'Deployment', a) }, templated(PLAIN));
  const ring = { ...a, metadata: { ...(a['metadata'] as Json), ownerReferences: [ownerOf('apps/v1', 'Deployment', b)] } };
  const { report } = await scanFake({
    served: { v1: { Pod: [pod('p', ownerOf('apps/v1', 'Deployment', ring), 'node-1', mounting(SOCKET))] }, 'apps/v1': { Deployment: [ring, b] } },
  });
  expect(told(report).join()).toMatch(/Deployment team\/[ab]/);
  expect(report.complete).toBe(true);
});
