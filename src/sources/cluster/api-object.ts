// Objects as an API server answers them: whatever JSON it sends, looked at with care.
import type { ResourceRef } from '../../model/location.ts';
import { ApiError } from './api-error.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A mapping; an empty one for anything else. */
export function mapping(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A list; an empty one for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The list that makes an answer what was asked for, which servers may give as null. Throws `ApiError` where there is none. */
export function listIn(answer: unknown, key: string): readonly unknown[] {
  const found = mapping(answer)[key];
  if (Array.isArray(found) || found === null) return list(found);
  throw new ApiError('server-error', `the answer has no \`${key}\`: is this the address of a Kubernetes API server?`);
}

/** A text; nothing for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export interface OwnerReference extends ResourceRef {
  readonly uid: string;
}

/** What `metadata` says of an object. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly labels: Json;
  readonly annotations: Json;
  /** The controller, else the first owner. */
  readonly owner?: OwnerReference;
}

export function metadataOf(object: Json): Metadata {
  const metadata = mapping(object['metadata']);
  const namespace = text(metadata['namespace']);
  const owner = ownerOf(metadata, namespace);
  return {
    name: text(metadata['name']) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    // Every API server gives uids; an answer that lacks them must not make all objects one.
    uid: text(metadata['uid']) ?? `${namespace ?? ''}/${text(metadata['name']) ?? ''}`,
    labels: mapping(metadata['labels']),
    annotations: mapping(metadata['annotations']),
    ...(owner === undefined ? {} : { owner }),
  };
}

function ownerOf(metadata: Json, namespace: string | undefined): OwnerReference | undefined {
  const owners = list(metadata['ownerReferences']).map(mapping);
  const owner = owners.find(one => one['controller'] === true) ?? owners[0];
  const [kind, name, uid] = [text(owner?.['kind']), text(owner?.['name']), text(owner?.['uid'])];
  if (owner === undefined || kind === undefined || name === undefined || uid === undefined) return undefined;
  const apiVersion = text(owner['apiVersion']);
  return { kind, name, uid, ...(apiVersion === undefined ? {} : { apiVersion }), ...(namespace === undefined ? {} : { namespace }) };
}

/** Annotations that repeat the object or are about its last change alone. */
const NOT_WRITTEN_HERE: ReadonlySet<string> = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision']);
const NODE_STATUS = ['nodeInfo', 'conditions', 'images'] as const;

/** An object without what the cluster itself keeps about it: identities, owners, managed fields, status (but for what nodes tell of themselves). */
export function written(object: Json, apiVersion: string, kind: string): Json {
  const { metadata: kept, status, apiVersion: _version, kind: _kind, ...rest } = object;
  const { name, namespace, labels, annotations } = mapping(kept);
  const noted = Object.fromEntries(Object.entries(mapping(annotations)).filter(([key]) => !NOT_WRITTEN_HERE.has(key)));
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(Object.keys(noted).length === 0 ? {} : { annotations: noted }),
  };
  const told = mapping(status);
  const nodeStatus = Object.fromEntries(NODE_STATUS.flatMap(key => (told[key] === undefined ? [] : [[key, told[key]]])));
  return { apiVersion, kind, metadata, ...rest, ...(kind === 'Node' ? { status: nodeStatus } : {}) };
}
