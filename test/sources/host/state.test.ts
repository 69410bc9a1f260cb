// What Docker Engine leaves on a node besides files that rules read.
import { describe, expect, test } from 'vitest';
import { readHost } from '../../../src/sources/host/host.ts';
import { makeTree } from '../tree.ts';

/** The states of a node by the path that they are about. */
function statesOf(entries: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const { texts } = readHost(makeTree({ 'etc/': '', ...entries }), { cwd: '/', maxFileSize: 100_000, mayMatter: () => true });
  const states = texts.filter(({ from }) => from === 'state');
  return Object.fromEntries(states.map(({ uri, text }) => [uri, (JSON.parse(text) as { hostState: unknown }).hostState]));
}

test('a node without Docker has none', () => {
  expect(statesOf({ 'var/lib/docker/': '', 'var/log/pods/': '', 'run/containerd/io.containerd.runtime.v2.task/k8s.io/a': '' })).toEqual({});
});

test("Docker's folders, dockershim's checkpoints and Docker's tasks in containerd", () => {
  expect(
    statesOf({
      'var/lib/docker/containers/': '',
      'var/lib/dockershim/sandbox/a': '',
      'run/containerd/io.containerd.runtime.v2.task/moby/a/': '',
      'run/docker.sock/': '',
    }),
  ).toEqual({
    'var/lib/docker': { 'docker-data-root': '/var/lib/docker' },
    'var/lib/dockershim/sandbox': { 'dockershim-checkpoints': '/var/lib/dockershim/sandbox' },
    'run/containerd/io.containerd.runtime.v2.task/moby': { 'moby-tasks': '/run/containerd/io.containerd.runtime.v2.task/moby' },
    'run/docker.sock': { 'docker-socket-folder': '/run/docker.sock' },
  });
});

test('the data root is where daemon.json says', () => {
  expect(statesOf({ 'etc/docker/daemon.json': '{"data-root": "/srv/docker"}', 'srv/docker/containers/': '', 'var/lib/docker/containers/': '' })).toEqual({
    'srv/docker': { 'docker-data-root': '/srv/docker' },
  });
});

describe("Docker's units", () => {
  const wants = 'etc/systemd/system/multi-user.target.wants/docker.service';
  test.for([
    ['enabled', { [wants]: '-> /lib/systemd/system/docker.service', 'lib/systemd/system/docker.service': '' }, 'docker.service'],
    ['left over after the package went', { [wants]: '-> /lib/systemd/system/docker.service' }, undefined],
    [
      'masked',
      { [wants]: '-> /lib/systemd/system/docker.service', 'etc/systemd/system/docker.service': '-> /dev/null', 'lib/systemd/system/docker.service': '' },
      undefined,
    ],
    ['installed alone', { 'lib/systemd/system/docker.service': '' }, undefined],
  ] as const)('%s', ([, entries, unit]) => {
    expect(statesOf(entries)).toEqual(unit === undefined ? {} : { [wants]: { 'docker-unit-enabled': unit } });
  });
});

test('pods whose logs are links to where Docker wrote them are counted', () => {
  const log = (pod: string, target: string) => ({ [`var/log/pods/${pod}/main/0.log`]: target });
  expect(
    statesOf({
      ...log('a', '-> /var/lib/docker/containers/1/1-json.log'),
      ...log('b', 'text'),
      ...log('c', '-> /var/lib/docker/containers/2/2-json.log'),
      ...log('d', '-> /var/log/elsewhere.log'),
    }),
  ).toEqual({ 'var/log/pods': { 'docker-log-links': '2 pods' } });
});

describe('images', () => {
  const list = 'var/lib/docker/image/overlay2/repositories.json';
  const repositories = {
    'build-agent': { 'build-agent:local': 'sha256:1' },
    nginx: { 'nginx:1.25': 'sha256:2', 'nginx@sha256:abc': 'sha256:2' },
    'registry.local:5000/tools': { 'registry.local:5000/tools:dev': 'sha256:3' },
  };
  const entries = { [list]: JSON.stringify({ Repositories: repositories }) };

  test('that were never pulled are told', () => {
    expect(statesOf(entries)[list]).toEqual({ 'docker-only-images': 'build-agent:local, registry.local:5000/tools:dev' });
  });

  test('that containerd has by name are not', () => {
    const database = 'var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db';
    const known = { [database]: '\0\0docker.io/library/build-agent:local\0\0' };
    expect(statesOf({ ...entries, ...known })[list]).toEqual({ 'docker-only-images': 'registry.local:5000/tools:dev' });
  });

  test.for(['', 'no JSON', '[]', '{"Repositories": [1]}', '{"Repositories": {"a": null}}'])('a list that is %o has none', text => {
    expect(statesOf({ [list]: text })[list]).toBeUndefined();
  });
});

test('registries whose certificates Docker alone has', () => {
  const entries = {
    'etc/docker/certs.d/a:5000/ca.crt': 'x',
    'etc/docker/certs.d/b/ca.crt': 'x',
    'etc/docker/certs.d/empty/': '',
    'etc/docker/certs.d/c:5000/ca.crt': 'x',
    'etc/containerd/certs.d/c_5000_/hosts.toml': '',
    'etc/containerd/certs.d/b/hosts.toml': '',
  };
  expect(statesOf(entries)).toEqual({ 'etc/docker/certs.d': { 'docker-only-certificates': 'a:5000' } });
});

describe('logins', () => {
  const config = 'root/.docker/config.json';
  const auths = { 'registry.example.com': { auth: 'c2VjcmV0OnNlY3JldA==' }, 'https://index.docker.io/v1/': { auth: 'b3RoZXI=' } };

  test('that docker alone knows are told by their registries, and never by what they hold', () => {
    const states = statesOf({ [config]: JSON.stringify({ auths, credHelpers: { 'ecr.example.com': 'ecr-login' } }) });
    expect(states).toEqual({ [config]: { 'docker-only-logins': 'ecr.example.com, https://index.docker.io/v1/, registry.example.com' } });
    expect(JSON.stringify(states)).not.toMatch(/c2Vj|b3Ro/);
  });

  test("that the kubelet has as well are no dependence on Docker's", () => {
    expect(statesOf({ [config]: JSON.stringify({ auths }), 'var/lib/kubelet/config.json': JSON.stringify({ auths }) })).toEqual({});
  });

  test('are read from the old file, too', () => {
    expect(statesOf({ 'root/.dockercfg': JSON.stringify(auths) })).toHaveProperty(['root/.dockercfg']);
  });

  test.for(['null', '[]', '{"auths": 1}', '{}'])('a file that is %s has none', text => {
    expect(statesOf({ [config]: text })).toEqual({});
  });
});
