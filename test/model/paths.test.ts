// Paths mean the same however they are spelt, and nothing else means them.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isAbsolute, isNamedPath, joinPath, mentionsOf, namedPaths, namesPath, normalizePath, pathNeeds, type NamedPath } from '../../src/model/paths.ts';

/** All names of a path. */
const namesOf = (path: string): readonly NamedPath[] => namedPaths.filter(name => namesPath(name, path));

describe('the Docker socket', () => {
  it.each([
    '/var/run/docker.sock',
    '/run/docker.sock',
    'unix:///var/run/docker.sock',
    'unix:/run/docker.sock',
    'file:///var/run/docker.sock',
    '"/var/run/docker.sock"',
    ' /var/run/docker.sock\n',
    '/var//run/./docker.sock',
    '/var/lib/../run/docker.sock',
    '/var/run/docker.sock/',
    '/host/var/run/docker.sock',
    '/rootfs/run/docker.sock',
    '/hostfs/var/run/docker.sock',
    '/host-run/docker.sock',
    '/opt/other/docker.sock',
    '/run/user/1000/docker.sock',
    'docker.sock',
  ])('is %j', path => {
    expect(namesOf(path)).toContain('docker-socket');
  });

  it.each([
    '/var/run/docker.socket',
    '/var/run/docker.sock.bak',
    '/var/run/mydocker.sock',
    '/var/run/docker',
    '/var/run/dind/docker.sock',
    '/run/containerd/containerd.sock',
    '',
  ])('is not %j', path => {
    expect(namesOf(path)).not.toContain('docker-socket');
  });
});

describe('a path has exactly these names:', () => {
  it.each<[string, readonly NamedPath[]]>([
    ['/var/run/dockershim.sock', ['dockershim-socket']],
    ['npipe:////./pipe/dockershim', ['dockershim-socket']],
    ['/run/cri-dockerd.sock', ['cri-dockerd-socket']],
    ['npipe:////./pipe/cri-dockerd', ['cri-dockerd-socket']],
    ['\\\\.\\pipe\\docker_engine', ['docker-pipe']],
    ['//./pipe/docker_engine', ['docker-pipe']],
    ['npipe:////./pipe/Docker_Engine_windows', ['docker-pipe']],
    ['\\\\.\\pipe\\containerd-containerd', ['containerd-socket']],
    ['/run/containerd/containerd.sock', ['containerd-socket']],
    ['/host/run/containerd/containerd.sock', ['containerd-socket']],
    ['/run/docker/containerd/containerd.sock', ['docker-containerd-socket']],
    ['/var/run/docker/libcontainerd/docker-containerd.sock', ['docker-containerd-socket']],
    ['/var/run/crio/crio.sock', ['crio-socket']],
    ['/var/lib/docker', ['docker-data-root']],
    ['/var/lib/docker/overlay2', ['docker-data-root']],
    ['C:\\ProgramData\\Docker', ['docker-data-root']],
    ['c:/programdata/docker/windowsfilter', ['docker-data-root']],
    ['/var/lib/docker/containers', ['docker-container-logs']],
    ['/var/lib/docker/containers/*/*.log', ['docker-container-logs']],
    ['/mnt/docker/containers', ['docker-container-logs']],
    ['/data/x/docker/containers', ['docker-container-logs']],
    ['/var/log/pods', ['container-logs']],
    ['/var/log/containers/*.log', ['container-logs']],
    ['/var/lib/dockershim/sandbox', ['dockershim-state']],
    ['/etc/docker', ['docker-config']],
    ['/etc/docker/daemon.json', ['docker-config', 'daemon-json']],
    ['/etc/docker/certs.d/x', ['docker-config', 'docker-certs']],
    ['/etc/sysconfig/docker-storage', ['docker-config']],
    ['/etc/default/docker', ['docker-config']],
    ['/usr/bin/docker', ['docker-binary']],
    ['/host/usr/bin/docker', ['docker-binary']],
    ['/run/docker', ['docker-run-state', 'runtime-parent']],
    ['/run/docker/netns', ['docker-run-state']],
    ['/var/run/docker.pid', ['docker-run-state']],
    ['/root/.docker/config.json', ['docker-credentials']],
    ['/home/x/.docker', ['docker-credentials']],
    ['/var/log/docker.log', ['docker-log-file']],
    ['/var/run', ['runtime-parent']],
    ['/host/', ['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent']],
    ['/', ['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent']],
    ['/var', ['runtime-parent', 'docker-data-parent']],
    ['/etc', ['docker-config-parent']],
    ['/usr/bin/', ['docker-binary-parent']],
    ['/var/lib', ['docker-data-parent']],
  ])('%s %j', (path, names) => {
    expect(namesOf(path)).toEqual(names);
  });
});

test.each([
  '/var/lib/dockerized',
  '/var/lib/docker-registry',
  '/usr/bin/docker-entrypoint.sh',
  '/opt/docker',
  '/etc/dockerfiles',
  '/hostile',
  '/var/runner',
  '/home/docker',
  '/usr/local/bin/docker-machine',
  '/var/log',
  'docker',
  'pipe',
])('%s has no name', path => {
  expect(namesOf(path)).toEqual([]);
});

describe('the plain form of a path', () => {
  it.each([
    ['/var/run/x', '/run/x'],
    ['/var/runner', '/var/runner'],
    ['/../../etc', '/etc'],
    ['//a///b/', '/a/b'],
    ['relative/../x', 'relative/../x'],
    ['C:\\A\\..\\b', 'c:/b'],
    ['NPIPE:////./PIPE/Docker_Engine', 'pipe:docker_engine'],
    ['', ''],
  ])('of %j is %j', (raw, plain) => {
    expect(normalizePath(raw)).toBe(plain);
  });

  const text = fc.string({ unit: fc.constantFrom('/', '\\', '.', 'a', 'var', 'run', ' ', ':', 'c:', 'unix:', '"', 'host', '..', '\n') });

  it('has no empty part, no `.` and no `..`', () => {
    fc.assert(fc.property(text, raw => !/^\/.*(?:\/\/|\/\.{1,2}(?:\/|$)|.\/$)/s.test(normalizePath(raw))));
  });

  it('is quickly found, however long the path', () => {
    const started = performance.now();
    for (const piece of ['/', '\\', '/..', '"', 'unix:', '/host', '//./pipe/', ' ']) for (const name of namedPaths) namesPath(name, piece.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('in a text', () => {
  it('mentions are found with their places, punctuation left out', () => {
    const text = 'curl --unix-socket /var/run/docker.sock, or unix:///run/docker.sock.';
    expect(mentionsOf('docker-socket', text).map(({ start, end }) => text.slice(start, end))).toEqual(['/var/run/docker.sock', 'unix:///run/docker.sock']);
  });

  it('those of a pipe as well', () => {
    expect(mentionsOf('docker-pipe', '-H npipe:////./pipe/docker_engine ps')).toHaveLength(1);
  });

  it('lie within it, and it is read in no time', () => {
    for (const piece of ['/', '\\', '/a', '//./pipe/', 'unix:', 'c:', '/var/run/docker.sock ']) {
      const text = piece.repeat(20_000);
      const started = performance.now();
      for (const { start, end } of mentionsOf('docker-socket', text)) expect(start < end && end <= text.length).toBe(true);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});

test('every name but those of folders that anything may hold has literals that a text must hold', () => {
  const free = namedPaths.filter(name => pathNeeds(name) === undefined);
  expect(free).toEqual(['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent']);
});

test('names are told from other words', () => {
  expect([isNamedPath('docker-socket'), isNamedPath('toString'), isNamedPath('')]).toEqual([true, false, false]);
});

test('paths are joined with one slash, and absolute on either system', () => {
  expect(joinPath('/run/', '/docker.sock')).toBe('/run/docker.sock');
  expect(['/x', 'C:\\x', 'c:/x', 'x', './x', ''].map(isAbsolute)).toEqual([true, true, true, false, false, false]);
});
