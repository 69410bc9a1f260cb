// What a user with few rights is shown: everything with the role that unshim prints, and an honest list of gaps with less.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, kubeconfigFile } from './kubeconfig.ts';
import type { Manifest } from './manifests.ts';
import { create, remove, tokenOf } from './objects.ts';
import { inWords, ours, scanCluster, type Told, unshim } from './unshim.ts';

interface Role {
  readonly kind: string;
  readonly rules: readonly { readonly apiGroups?: readonly string[]; readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
}

const NAMESPACE = 'unshim-test-rights';
const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
const folder = mkdtempSync(join(tmpdir(), 'unshim-rights-'));
const bound: Manifest[] = [];

beforeAll(async () => {
  await remove([namespace]);
  await create([namespace]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await remove([...bound, namespace]);
});

/** The kubeconfig of a new service account that has this role. */
async function account(name: string, { rules }: Pick<Role, 'rules'>): Promise<string> {
  const roleName = `unshim-test-${name}`;
  const objects: Manifest[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: roleName }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: roleName },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
      subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
    },
  ];
  await remove(objects.slice(1));
  bound.push(...objects.slice(1));
  await create(objects);
  return kubeconfigOf(name, await tokenOf(NAMESPACE, name));
}

function kubeconfigOf(name: string, token: string): string {
  const cluster = administrator().getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig has no current cluster');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, { name, token });
  const file = join(folder, `${name}.conf`);
  writeFileSync(file, config.exportConfig());
  return file;
}

describe('the role that unshim rbac prints', () => {
  let role: Role;

  beforeAll(async () => {
    const printed = await unshim('rbac', '--context', administrator().getCurrentContext(), '--kubeconfig', kubeconfigFile());
    expect(printed).toMatchObject({ status: 0, stderr: '' });
    // What is wrong with it, the server tells.
    const roles = parseAllDocuments(printed.stdout).map(document => document.toJS() as Role);
    role = roles.find(({ kind }) => kind === 'ClusterRole')!;
  });

  it('allows nothing but to get and list', () => {
    expect([...new Set(role.rules.flatMap(({ verbs }) => verbs))].filter(verb => verb !== 'get' && verb !== 'list')).toEqual([]);
    expect(role.rules.flatMap(({ resources = [] }) => resources)).not.toContain('secrets');
  });

  it('shows its holder all that the administrator sees', async () => {
    const [all, seen] = [await scanCluster(), await scanCluster(await account('reader', role))];
    expect(seen.status).toBe(all.status);
    expect(seen.report.notifications.filter(({ level }) => level === 'error')).toEqual([]);
    expect(ours(seen.report).map(inWords)).toEqual(ours(all.report).map(inWords));
    expect(listed(seen.report)).toEqual(listed(all.report));
  });
});

describe('a role that allows less', () => {
  const allowed = ['Node', 'Deployment'];
  let status: number;
  let report: Told;

  beforeAll(async () => {
    const rules = [
      { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    ];
    const config = await account('stranger', { rules });
    ({ status, report } = await scanCluster(config));
  });

  it('ends with 2, and never with ready', () => {
    expect(status).toBe(2);
    expect(report).toMatchObject({ complete: false });
    expect(report.clusters[0]).toMatchObject({ complete: false });
    expect(report.clusters[0]?.verdict).not.toBe('ready');
  });

  it('lists what was not seen, each kind with what to do', () => {
    const lists = report.clusters[0]!.lists;
    expect(lists.filter(({ outcome }) => outcome === 'listed').map(({ kind }) => kind)).toEqual(allowed.toSorted());
    const forbidden = lists.filter(({ outcome }) => outcome === 'forbidden').map(({ kind }) => kind);
    expect(forbidden).toEqual(expect.arrayContaining(['ConfigMap', 'CustomResourceDefinition', 'DaemonSet', 'Pod']));
    const told = report.notifications.filter(({ code }) => code === 'forbidden');
    expect(told.filter(({ level, message }) => level !== 'error' || !message.includes('unshim rbac'))).toEqual([]);
    expect(told).toHaveLength(forbidden.length);
  });

  it('still finds what can be seen', () => {
    expect(ours(report).map(({ owner, ruleId }) => `${owner?.name ?? ''} ${ruleId}`)).toContain('builder docker-socket-mount');
  });
});

function listed({ clusters }: Told): readonly string[] {
  return clusters.flatMap(({ lists }) => lists.map(({ apiVersion, kind, outcome }) => `${apiVersion} ${kind} ${outcome}`));
}
