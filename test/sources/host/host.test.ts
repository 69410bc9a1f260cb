// What is read of a node, and what is told where it cannot be.
import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HostContents } from '../../../src/sources/host/contents.ts';
import { readHost } from '../../../src/sources/host/host.ts';
import { makePipe, makeTree } from '../tree.ts';

const ROOT = process.getuid?.() === 0;

function read(folder: string, options: { readonly name?: string; readonly matters?: boolean } = {}): HostContents {
  const { matters = true, ...name } = options;
  return readHost(folder, { cwd: '/', maxFileSize: 100_000, mayMatter: () => matters, ...name });
}

const urisOf = (contents: HostContents): readonly string[] => contents.texts.filter(({ from }) => from === 'file').map(({ uri }) => uri);
const node = (entries: Readonly<Record<string, string>>): string => makeTree({ 'etc/hostname': 'node-1\n', ...entries });

describe('the files that rules ask about', () => {
  test('are found wherever a node keeps them', () => {
    const files = [
      'etc/docker/daemon.json',
      'etc/default/docker',
      'etc/sysconfig/kubelet',
      'var/lib/kubelet/config.yaml',
      'var/lib/kubelet/kubeadm-flags.env',
      'etc/kubernetes/manifests/etcd.yaml',
      'etc/containerd/config.toml',
      'etc/containerd/certs.d/docker.io/hosts.toml',
      'etc/crio/crio.conf.d/10-crio.conf',
      'etc/crictl.yaml',
      'etc/cni/net.d/10-flannel.conflist',
      'etc/cron.daily/prune',
      'etc/logrotate.d/docker',
      'etc/audit/rules.d/docker.rules',
      'etc/modules-load.d/k8s.conf',
      'etc/rsyslog.d/docker.conf',
      'etc/datadog-agent/conf.d/docker.d/conf.yaml',
      'var/lib/cloud/instance/user-data.txt',
      'etc/systemd/system/docker.service.d/proxy.conf',
      'usr/lib/systemd/system/kubelet.service',
    ];
    const contents = read(node(Object.fromEntries(files.map(file => [file, `# ${file}`]))));
    expect(urisOf(contents)).toEqual(expect.arrayContaining(files));
    expect(contents.notifications).toEqual([]);
  });

  test('are nothing else', () => {
    const others = {
      'etc/shadow': 'root:x',
      'home/a/docker.sh': 'docker ps',
      'etc/docker/key.json': '{}',
      'etc/cron.d/a.bak': 'docker',
      'etc/cron.d/.b': 'docker',
    };
    expect(urisOf(read(node(others)))).toEqual([]);
  });

  test('are read once, by the unit that is in force', () => {
    const contents = read(
      node({
        'etc/systemd/system/kubelet.service': '[Service]\nExecStart=/etc',
        'usr/lib/systemd/system/kubelet.service': '[Service]\nExecStart=/usr',
        'usr/lib/systemd/system/crio.service': '[Service]',
        lib: '-> usr/lib',
      }),
    );
    expect(urisOf(contents).filter(uri => uri.endsWith('.service'))).toEqual(['etc/systemd/system/kubelet.service', 'usr/lib/systemd/system/crio.service']);
  });

  test('are left out where nothing in them can matter, but for those that tell about the node', () => {
    const contents = read(node({ 'etc/cron.d/clean': 'x', 'var/lib/kubelet/config.yaml': 'y' }), { matters: false });
    expect([urisOf(contents), contents.searched]).toEqual([['var/lib/kubelet/config.yaml'], 1]);
  });
});

describe('files that other files name', () => {
  test('the configuration of a kubelet, and its folder of static pods', () => {
    const contents = read(
      node({
        'etc/systemd/system/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --config=/srv/kubelet.yaml\n',
        'srv/kubelet.yaml': 'kind: KubeletConfiguration\nstaticPodPath: /srv/pods\n',
        'srv/pods/a.json': '{}',
        'srv/pods/.hidden': '{}',
      }),
    );
    expect(urisOf(contents)).toEqual(['etc/systemd/system/kubelet.service', 'srv/kubelet.yaml', 'srv/pods/a.json']);
    expect(contents.texts.find(({ uri }) => uri === 'srv/pods/a.json')?.manifest).toBe(true);
  });

  test('a path that leads out of the root stays in it', () => {
    const outside = makeTree({ 'kubelet.yaml': 'kind: KubeletConfiguration' });
    const contents = read(node({ 'etc/default/kubelet': `KUBELET_EXTRA_ARGS=--config=/../../../../..${outside}/kubelet.yaml` }));
    expect(urisOf(contents)).toEqual(['etc/default/kubelet']);
  });

  test('imports of containerd', () => {
    const contents = read(node({ 'etc/containerd/config.toml': 'imports = ["/etc/containerd/more/*.toml"]\n', 'etc/containerd/more/a.toml': 'version = 2' }));
    expect(urisOf(contents)).toContain('etc/containerd/more/a.toml');
  });
});

describe('running programs', () => {
  const running = (pid: number, ...args: readonly string[]) => ({
    [`proc/${String(pid)}/cmdline`]: `${args.join('\0')}\0`,
    [`proc/${String(pid)}/cwd`]: '-> /srv',
  });

  test('the kubelet and Docker are told with their arguments, and nothing else is', () => {
    const contents = read(
      node({
        ...running(1, '/sbin/init'),
        ...running(7, '/usr/bin/kubelet', '--config=k.yaml', "--node-labels=it's"),
        ...running(8, 'nginx'),
        'srv/k.yaml': 'a: b',
      }),
    );
    expect(contents.texts.filter(({ from }) => from === 'process')).toEqual([
      { uri: 'proc/kubelet', text: "#!/bin/sh\nkubelet --config=k.yaml '--node-labels=it'\\''s'\n", from: 'process', manifest: false, sensitive: false },
    ]);
    expect(urisOf(contents)).toEqual(['srv/k.yaml']);
  });

  test('an image without /proc has none', () => {
    expect(read(node({ 'proc/': '' })).texts).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test.for([
    ['a folder without etc', makeTree, 'it has no folder etc'],
    ['no folder', () => '/nowhere/at/all', 'there is no such folder'],
    ['a file', () => `${makeTree({ a: 'x' })}/a`, 'it has no folder etc'],
  ] as const)('%s is an error', ([, make, reason]) => {
    const { notifications } = read(make({ 'var/': '' }));
    expect(notifications).toMatchObject([{ code: 'not-found', level: 'error', message: expect.stringContaining(reason) as string }]);
  });

  test('folders that only root may enter are told once, with what to do', () => {
    const folder = node({ 'var/lib/kubelet/config.yaml': 'a: b', 'etc/crictl.yaml': 'a: b' });
    chmodSync(join(folder, 'var/lib/kubelet'), 0o000);
    chmodSync(join(folder, 'etc/crictl.yaml'), 0o000);
    chmodSync(folder, 0o755);
    if (ROOT) {
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
    }
    const { notifications } = read(folder);
    const told = notifications.map(({ code, level, location, message }) => [
      code,
      level,
      location?.physical?.uri,
      message.endsWith('run unshim as root to read all of a node'),
    ]);
    expect(told.toSorted()).toEqual([
      ['unreadable', 'error', 'etc/crictl.yaml', true],
      ['unreadable', 'error', 'var/lib/kubelet', true],
    ]);
  });

  test('a file beyond the limit that can matter is told', () => {
    const folder = node({ 'etc/docker/daemon.json': '{' });
    truncateSync(join(folder, 'etc/docker/daemon.json'), 10_000_000);
    expect(read(folder).notifications).toMatchObject([{ code: 'too-large', level: 'error', location: { physical: { uri: 'etc/docker/daemon.json' } } }]);
  });

  test('pipes in the place of files are not opened but told, and so are links that lead in a circle', () => {
    const folder = node({
      'etc/docker/': '',
      'root/.docker/': '',
      'etc/containerd/config.toml': '-> ../containerd/config.toml',
      'etc/cron.d': '-> /etc/cron.d',
      'etc/cron.daily/': '',
      'etc/cron.weekly/a': '-> ../cron.daily/a',
      'etc/systemd/system/docker.service': '-> /dev/null',
    });
    for (const path of ['etc/docker/daemon.json', 'etc/cron.daily/a', 'root/.docker/config.json']) makePipe(join(folder, path));
    const { texts, notifications } = read(folder);
    expect(texts).toEqual([]);
    expect(notifications.map(({ code, level, location }) => `${level} ${code} ${location?.physical?.uri ?? ''}`).sort()).toEqual([
      'error link-loop etc/containerd/config.toml',
      'error link-loop etc/cron.d',
      'error unreadable etc/cron.daily/a',
      'error unreadable etc/cron.weekly/a',
      'error unreadable etc/docker/daemon.json',
      'error unreadable root/.docker/config.json',
    ]);
  });

  test('folders that link to each other are looked through once at each depth', () => {
    const names = Array.from({ length: 60 }, (_, index) => `etc/filebeat/f${String(index)}`);
    const contents = read(node({ 'etc/filebeat/a.yml': 'a: b', ...Object.fromEntries(names.map(name => [name, '-> .'])) }));
    expect(urisOf(contents)).toEqual(['etc/filebeat/a.yml']);
  });
});

describe('a root of which too little is there', () => {
  const UNIT = 'usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf';
  test.for([
    ['nothing of a node', {}, 'nothing-to-read', 'no kubelet and no container runtime'],
    ['another machine', { 'var/lib/dpkg/': '', 'run/': '', 'etc/cron.daily/a': 'docker ps', 'usr/bin/docker': '' }, 'nothing-to-read', 'no kubelet'],
    ['a copy of /etc', { 'etc/kubernetes/kubelet.conf': '', 'etc/docker/daemon.json': '{}' }, 'not-found', 'no var/lib'],
    ['a disk whose /var is another one', { 'usr/bin/kubelet': '', 'var/': '' }, 'not-found', 'no var/lib'],
  ] as const)('%s is not judged, and that is told', ([, entries, code, reason]) => {
    const { notifications } = read(node(entries));
    expect(notifications).toMatchObject([{ code, level: 'error', message: expect.stringContaining(reason) as string }]);
  });

  test.for([
    ['an image that never ran', { 'usr/bin/kubelet': '', 'usr/bin/containerd': '', 'var/lib/': '' }],
    ['a kubelet by its unit alone', { [UNIT]: '[Service]', 'var/lib/': '' }],
    ['a kubelet that runs', { 'proc/1/cmdline': 'init\0', 'proc/2/cmdline': '/opt/kubelet\0--v=2\0', 'var/lib/': '' }],
    ['k3s', { 'usr/local/bin/k3s': '', 'var/lib/': '' }],
    ['what a kubelet keeps', { 'var/lib/kubelet/pods/': '' }],
    ['a runtime', { 'usr/bin/dockerd': '', 'var/lib/docker/': '' }],
  ] as const)('%s is enough', ([, entries]) => {
    expect(read(node(entries)).notifications).toEqual([]);
  });
});

describe('the name of a node', () => {
  test.for([
    ['the first line of /etc/hostname', '# mine\n\n node-7 \nother\n', undefined, 'node-7'],
    ['the one given', 'node-7\n', 'worker', 'worker'],
  ] as const)('%s', ([, hostname, name, expected]) => {
    expect(read(makeTree({ 'etc/hostname': hostname }), name === undefined ? {} : { name }).name).toBe(expected);
  });

  test('the folder of an image without one', () => {
    const folder = makeTree({ 'image/etc/': '' });
    expect(read(join(folder, 'image')).name).toBe('image');
  });
});

test('runtimes are installed where their program or their unit is', () => {
  const folder = node({ 'usr/bin/dockerd': '', 'usr/lib/systemd/system/cri-docker.service': '', 'usr/local/bin/crio/': '' });
  writeFileSync(join(folder, 'usr/bin/containerd'), '');
  expect(read(folder).runtimes).toEqual(['docker', 'containerd', 'cri-dockerd']);
});
