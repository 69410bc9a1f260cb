// The least ClusterRole with which a scan can list what it asks for, and its binding to a service account.
import type { ServedKind } from './discovery.ts';
import type { WantedKind } from './kinds.ts';

const API = 'rbac.authorization.k8s.io';

/** The name of the role and of its binding. */
export const ROLE_NAME = 'unshim-reader';

/** What is listed, by the API groups that may serve it. */
export interface Listable {
  readonly groups: readonly string[];
  readonly plural: string;
}

export interface ClusterRole {
  readonly apiVersion: string;
  readonly kind: 'ClusterRole';
  readonly metadata: { readonly name: string };
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
}

export interface ClusterRoleBinding {
  readonly apiVersion: string;
  readonly kind: 'ClusterRoleBinding';
  readonly metadata: { readonly name: string };
  readonly roleRef: { readonly apiGroup: string; readonly kind: 'ClusterRole'; readonly name: string };
  readonly subjects: readonly { readonly kind: 'ServiceAccount'; readonly namespace: string; readonly name: string }[];
}

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** A kind as a cluster serves it. */
export function listable({ group, plural }: ServedKind): Listable {
  return { groups: [group], plural };
}

/** What API servers take for the name of a group or of a resource; no other can be granted. */
const NAME = /^[a-z0-9.-]*$/;

/** The role that allows to list these kinds and nothing else: one rule for each API group, all sorted. */
export function clusterRole(kinds: readonly (Listable | WantedKind)[]): ClusterRole {
  const resources = new Map<string, Set<string>>();
  for (const { groups, plural } of kinds) {
    for (const group of groups) if (NAME.test(group) && NAME.test(plural)) resources.set(group, (resources.get(group) ?? new Set()).add(plural));
  }
  const rules = [...resources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, of]) => ({ apiGroups: [group], resources: [...of].sort(), verbs: ['list'] }));
  return { apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata: { name: ROLE_NAME }, rules };
}

/** The binding of the role to a service account. */
export function roleBinding({ namespace, name }: ServiceAccount): ClusterRoleBinding {
  return {
    apiVersion: `${API}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: ROLE_NAME },
    roleRef: { apiGroup: API, kind: 'ClusterRole', name: ROLE_NAME },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  };
}
