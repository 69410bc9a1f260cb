// Docker on machines that nothing calls nodes of a cluster: the same findings, as notes.
import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

const HOST = {
  'backup.sh': '#!/bin/sh\ndocker exec db pg_dump shop\n',
  'web.service': '[Unit]\nRequires=docker.service\n[Service]\nExecStart=/usr/bin/docker run --name web web\n',
  'docker/daemon.json': '{"log-driver": "syslog", "registry-mirrors": ["https://mirror.example.com"]}\n',
  'docker/install.sh': '#!/bin/sh\napt-get install -y docker-ce\nsystemctl enable docker\n',
  'traefik.toml': '[providers.docker]\nendpoint = "unix:///var/run/docker.sock"\n',
};
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n    - {name: d, hostPath: {path: /var/run/docker.sock}}\n  containers: [{name: a, image: a}]\n';
const JOIN = '#!/bin/sh\nkubeadm join 10.0.0.1:6443\n';

async function findingsIn(files: Readonly<Record<string, string>>, filter = true): Promise<readonly Finding[]> {
  return (await scan({ paths: ['.'], cwd: makeTree(files), rules, kubernetes: '1.37', filter })).findings;
}

const urgent = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(({ level }) => level !== 'note').map(({ location }) => location.physical?.uri ?? '')),
];
const identity = ({ ruleId, location, fingerprint }: Finding): unknown => ({ ruleId, location, fingerprint });

test('they are notes that say why, at the places and with the identity that they have on nodes', async () => {
  const alone = await findingsIn(HOST);
  expect(urgent(alone)).toEqual([]);
  expect(alone.length).toBeGreaterThan(6);
  const beside = await findingsIn({ ...HOST, 'nodes/join.sh': JOIN });
  expect([...urgent(beside)].sort()).toEqual(Object.keys(HOST).sort());
  expect(beside.map(identity)).toEqual(alone.map(identity));
  const lowered = alone.filter((_, index) => beside[index]?.level !== 'note');
  expect(
    lowered.every(
      ({ message, effect }) =>
        /nothing here says that this machine is a node of a cluster; if it is one, scan the file by its name\)$/.test(message) && effect === 'none-yet',
    ),
  ).toBe(true);
  expect(beside.some(({ message }) => message.includes('nothing here says'))).toBe(false);
});

test('manifests beside them are not lowered, and lift nothing', async () => {
  expect(urgent(await findingsIn({ ...HOST, 'deploy/pod.yaml': POD }))).toEqual(['deploy/pod.yaml']);
});

test.each([
  ['a plain host', HOST],
  ['a plain host beside manifests', { ...HOST, 'deploy/pod.yaml': POD }],
  ['nodes', { ...HOST, 'nodes/join.sh': JOIN }],
])('%s: the filter changes nothing', async (_, files) => {
  expect(await findingsIn(files)).toEqual(await findingsIn(files, false));
});
