// What a scan is given of a cluster, whether it was just read or lies in a snapshot.
import type { ClusterNode, ListCoverage, Workload } from '../../model/cluster.ts';
import type { Notification } from '../../model/finding.ts';
import type { ResourceRef } from '../../model/location.ts';
import type { LiveCluster } from './live.ts';

/** The text of one object. */
export interface ObjectText {
  /** Its path in a snapshot, which is its identity in any case. */
  readonly uri: string;
  readonly text: string;
  readonly ref: ResourceRef;
  readonly owner?: ResourceRef;
  readonly workload?: Workload;
}

export interface ClusterContents {
  readonly context: string;
  readonly version?: string;
  readonly nodes: readonly ClusterNode[];
  readonly lists: readonly ListCoverage[];
  readonly notifications: readonly Notification[];
  readonly objects: readonly ObjectText[];
  readonly syntax: 'json' | 'yaml';
  /** The path of the file that holds an object, where there is one. */
  readonly fileOf: (uri: string) => string | undefined;
}

/** A cluster as it was read, without files. */
export function liveContents({ objects, ...live }: LiveCluster): ClusterContents {
  return { ...live, objects: objects.map(({ json, ...object }) => ({ ...object, text: json })), syntax: 'json', fileOf: () => undefined };
}
