// What a scan is given of a cluster, whether it was just read or lies in a snapshot.
import type { LiveObject } from './inventory.ts';
import type { LiveCluster } from './live.ts';

/** The text of one object; its path in a snapshot is its identity in any case. */
export interface ObjectText extends Omit<LiveObject, 'json'> {
  readonly text: string;
}

export interface ClusterContents extends Omit<LiveCluster, 'objects'> {
  readonly objects: readonly ObjectText[];
  readonly syntax: 'json' | 'yaml';
  /** The path of the file that holds an object, where there is one. */
  readonly fileOf: (uri: string) => string | undefined;
}

/** A cluster as it was read, without files. */
export function liveContents({ objects, ...live }: LiveCluster): ClusterContents {
  return { ...live, objects: objects.map(({ json, ...object }) => ({ ...object, text: json })), syntax: 'json', fileOf: () => undefined };
}
