// What a snapshot says besides its objects: the cluster, its nodes, what was listed, who owns what.
import type { ClusterNode, ListCoverage, Workload } from '../../model/cluster.ts';
import type { Level, Notification, NotificationCode } from '../../model/finding.ts';
import type { ResourceRef } from '../../model/location.ts';
import { list, mapping, text, type Json } from './api-object.ts';

/** The file in each cluster's folder that makes it a snapshot. */
export const SNAPSHOT_FILE = 'unshim-snapshot.json';
const FORMAT = 1;

/** An object's file, without the cluster's folder, and what is known of the object. */
export interface SnapshotEntry {
  readonly path: string;
  readonly ref: ResourceRef;
  readonly owner?: ResourceRef;
  readonly workload?: Workload;
}

export interface SnapshotMeta {
  readonly context: string;
  readonly version?: string;
  /** Whether values that no rule needs were left out. */
  readonly redacted: boolean;
  readonly nodes: readonly ClusterNode[];
  readonly lists: readonly ListCoverage[];
  readonly notifications: readonly Notification[];
  readonly objects: readonly SnapshotEntry[];
}

export function formatMeta(meta: SnapshotMeta): string {
  return `${JSON.stringify({ unshimSnapshot: FORMAT, ...meta }, null, 2)}\n`;
}

/** Reads the file; throws an `Error` with a clause that says what is wrong with it. */
export function parseMeta(json: string): SnapshotMeta {
  const meta = mapping(JSON.parse(json));
  if (meta['unshimSnapshot'] !== FORMAT) throw new Error(`it is no snapshot of format ${String(FORMAT)}, the one that this version of unshim reads`);
  const context = text(meta['context']);
  if (context === undefined) throw new Error('it names no context');
  const version = text(meta['version']);
  return {
    context,
    ...(version === undefined ? {} : { version }),
    redacted: meta['redacted'] === true,
    nodes: list(meta['nodes']).map(mapping).map(nodeOf),
    lists: list(meta['lists']).map(mapping).map(coverageOf),
    notifications: list(meta['notifications']).map(mapping).map(notificationOf),
    objects: list(meta['objects']).map(mapping).flatMap(entryOf),
  };
}

function nodeOf(node: Json): ClusterNode {
  const driver = mapping(node['cgroupDriver']);
  const [criSocket, managedBy, name] = [text(node['criSocket']), text(node['managedBy']), text(driver['driver'])];
  return {
    name: text(node['name']) ?? '',
    role: node['role'] === 'control-plane' ? 'control-plane' : 'worker',
    runtime: text(node['runtime']) ?? '',
    kubelet: text(node['kubelet']) ?? '',
    os: text(node['os']) ?? '',
    ...(criSocket === undefined ? {} : { criSocket }),
    ...(managedBy === undefined ? {} : { managedBy }),
    ...(name === undefined ? {} : { cgroupDriver: { driver: name, source: driver['source'] === 'kubelet' ? 'kubelet' : 'kubelet-config' } }),
    state: oneOf(node['state'], ['on-docker', 'moved', 'mixed-signals']),
  };
}

function coverageOf(coverage: Json): ListCoverage {
  const namespace = text(coverage['namespace']);
  return {
    apiVersion: text(coverage['apiVersion']) ?? '',
    kind: text(coverage['kind']) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    outcome: oneOf(coverage['outcome'], ['failed', 'listed', 'forbidden', 'interrupted']),
    objects: Number(coverage['objects'] ?? 0),
  };
}

/** Whatever was told when the snapshot was made stays told; a code that is not known any more is a failed request. */
function notificationOf(notification: Json): Notification {
  const codes: readonly [NotificationCode, ...NotificationCode[]] = ['request-failed', 'forbidden', 'unauthorized', 'unreachable', 'interrupted'];
  return {
    code: oneOf(notification['code'], codes),
    level: oneOf<Level>(notification['level'], ['error', 'warning', 'note']),
    message: text(notification['message']) ?? '',
  };
}

function entryOf(entry: Json): readonly SnapshotEntry[] {
  const path = text(entry['path']);
  const ref = refOf(entry['ref']);
  if (path === undefined || ref === undefined) return [];
  const owner = refOf(entry['owner']);
  const workload = workloadOf(entry['workload']);
  return [{ path, ref, ...(owner === undefined ? {} : { owner }), ...(workload === undefined ? {} : { workload }) }];
}

function refOf(value: unknown): ResourceRef | undefined {
  const ref = mapping(value);
  const [apiVersion, kind, namespace, name] = ['apiVersion', 'kind', 'namespace', 'name'].map(key => text(ref[key]));
  if (kind === undefined) return undefined;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

function workloadOf(value: unknown): Workload | undefined {
  const workload = mapping(value);
  const pods = workload['pods'];
  if (typeof pods !== 'number') return undefined;
  const origin = text(workload['origin']);
  return { pods, nodes: list(workload['nodes']).flatMap(node => text(node) ?? []), ...(origin === undefined ? {} : { origin }) };
}

/** The word that a value is; the first one where it is none of them. */
function oneOf<T extends string>(value: unknown, words: readonly [T, ...T[]]): T {
  return words.find(word => word === value) ?? words[0];
}
