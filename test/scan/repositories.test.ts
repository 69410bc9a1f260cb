// Repositories that are scanned together: each is judged as if it were scanned alone.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

const BARE = '#!/bin/bash\napt-get install -y containerd.io kubelet kubeadm\nkubeadm join --config /etc/kubeadm.yaml\n';
const SET_UP =
  "#!/bin/bash\napt-get install -y containerd.io kubelet kubeadm\ncontainerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' > /etc/containerd/config.toml\n";

async function found(root: string, paths: readonly string[] = ['.'], cwd = root): Promise<readonly string[]> {
  const { findings } = await scan({ paths, cwd, rules, kubernetes: '1.37' });
  return findings.filter(({ ruleId }) => ruleId === 'containerd-config-left-default').map(({ location }) => location.physical?.uri ?? '');
}

test('what one repository sets up is no answer for another one', async () => {
  const root = makeTree({ 'shop/.git/': '', 'shop/nodes/install.sh': BARE, 'billing/.git/': '', 'billing/nodes/install.sh': SET_UP });
  expect(await found(root)).toEqual(['shop/nodes/install.sh']);
  expect(await found(root, ['shop/nodes', 'billing/nodes/install.sh'])).toEqual(['shop/nodes/install.sh']);
  expect(await found(root, ['.', '../billing'], join(root, 'shop'))).toEqual(['shop/nodes/install.sh']);
});

test('what each of them lacks is told of each', async () => {
  const root = makeTree({ 'shop/.git/': '', 'shop/install.sh': BARE, 'billing/.git/': '', 'billing/install.sh': BARE, 'notes/install.sh': BARE });
  expect(await found(root)).toEqual(['billing/install.sh', 'notes/install.sh', 'shop/install.sh']);
});

test.for([
  ['folders of one repository', { '.git/': '', 'shop/install.sh': BARE, 'roles/containerd/install.sh': SET_UP }],
  ['a submodule and what it is in', { '.git/': '', 'shop/install.sh': BARE, 'setup/.git': 'gitdir: ../.git/modules/setup', 'setup/install.sh': SET_UP }],
  ['folders that git does not keep', { 'shop/install.sh': BARE, 'roles/containerd/install.sh': SET_UP }],
] as const)('%s are judged together', async ([, entries]) => {
  const root = makeTree(entries);
  expect(await found(root)).toEqual([]);
});
