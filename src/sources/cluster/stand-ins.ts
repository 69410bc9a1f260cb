// Which pods, ReplicaSets and Jobs stand for their owners: one of each sort, since the others say the same.
import { createHash } from 'node:crypto';
import { mapping, text, type Json } from './api-object.ts';

/** What an owner makes and remakes. */
export interface Remade {
  /** Whether it has replicas now; Jobs always count as running. */
  readonly isActive: boolean;
  readonly created: string;
  /** Those with the same template say the same. */
  readonly variant: string;
}

const REMADE: ReadonlySet<string> = new Set(['ReplicaSet', 'Job', 'ReplicationController']);

/** Nothing for kinds that are not made and remade by their owners. */
export function remadeOf(kind: string, object: Json): Remade | undefined {
  if (!REMADE.has(kind)) return undefined;
  const spec = mapping(object['spec']);
  return {
    isActive: spec['replicas'] === undefined || Number(spec['replicas']) > 0,
    created: text(mapping(object['metadata'])['creationTimestamp']) ?? '',
    variant: variantOf(mapping(spec['template'])['spec']),
  };
}

/** The same text for pods that differ in nothing but what the cluster gives to each of them. */
export function variantOf(spec: unknown): string {
  const alike = JSON.stringify([spec], (key, value: unknown) => (OF_ONE_POD.has(key) ? undefined : value));
  return digestOf(alike);
}

/** Tells texts apart, but for the names of the volumes that pods get for their tokens. */
export function digestOf(json: string): string {
  return createHash('sha1')
    .update(json.replace(/"kube-api-access-\w{5}"/g, '""'))
    .digest('base64');
}

/** The claims of a StatefulSet's pods, and the nodes of a DaemonSet's. */
const OF_ONE_POD: ReadonlySet<string> = new Set(['claimName', 'matchFields', 'nodeName', 'hostname']);

/** Of the children of one owner: each sort of those that run, else the newest. */
export function standIns<T extends { readonly remade: Remade }>(children: readonly T[]): readonly T[] {
  const active = new Map<string, T>();
  for (const child of children) if (child.remade.isActive && !active.has(child.remade.variant)) active.set(child.remade.variant, child);
  return active.size > 0 ? [...active.values()] : children.toSorted((a, b) => (a.remade.created < b.remade.created ? 1 : -1)).slice(0, 1);
}
