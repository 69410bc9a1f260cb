// Finds snapshots of clusters among the files of a scan, and reads them in the place of the clusters.
import { posix } from 'node:path';
import type { Notification } from '../../model/finding.ts';
import { problem } from '../problem.ts';
import { readText } from '../read-text.ts';
import type { FoundFile } from '../territory.ts';
import type { ClusterContents, ObjectText } from './contents.ts';
import { contextFolder } from './object-uri.ts';
import { parseMeta, SNAPSHOT_FILE, type SnapshotMeta } from './snapshot-meta.ts';

export interface Snapshots {
  readonly clusters: readonly ClusterContents[];
  /** The files that belong to no snapshot. */
  readonly files: readonly FoundFile[];
  readonly notifications: readonly Notification[];
}

/** Takes the snapshots out of the files of a scan; where one cannot be read its files stay what they are, manifests. */
export function takeSnapshots(files: readonly FoundFile[], maxFileSize: number): Snapshots {
  const heads = files.filter(({ uri }) => posix.basename(uri) === SNAPSHOT_FILE);
  const clusters: ClusterContents[] = [];
  const notifications: Notification[] = [];
  let rest = files;
  for (const head of heads) {
    const folder = posix.dirname(head.uri);
    const isWithin = ({ uri }: FoundFile): boolean => folder === '.' || uri.startsWith(`${folder}/`);
    const meta = readMeta(head, notifications);
    rest = rest.filter(file => file !== head);
    if (meta === undefined) continue;
    clusters.push(contentsOf(meta, folder, rest.filter(isWithin), maxFileSize, notifications));
    rest = rest.filter(file => !isWithin(file));
  }
  return { clusters, files: rest, notifications };
}

/** Not bounded by `maxFileSize`: it grows with the cluster, and nothing of it is searched. */
const LARGEST_HEAD = 256 * 1024 ** 2;

function readMeta(head: FoundFile, notifications: Notification[]): SnapshotMeta | undefined {
  const read = readText(head, { maxFileSize: LARGEST_HEAD, mayMatter: () => true });
  if (read.kind === 'problem') notifications.push(read.notification);
  if (read.kind !== 'text') return undefined;
  try {
    return parseMeta(read.text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is no JSON' : error instanceof Error ? error.message : String(error);
    notifications.push(problem('invalid-json', 'error', `not read as the snapshot of a cluster: ${reason}; its files are read as manifests`, head.uri));
    return undefined;
  }
}

function contentsOf(meta: SnapshotMeta, folder: string, files: readonly FoundFile[], maxFileSize: number, notifications: Notification[]): ClusterContents {
  const { objects: entries, redacted: _redacted, ...about } = meta;
  const base = contextFolder(meta.context);
  const known = new Map(entries.map(entry => [entry.path, entry]));
  const real = new Map<string, string>();
  const objects = files.flatMap((file): readonly ObjectText[] => {
    const path = posix.relative(folder === '.' ? '' : folder, file.uri);
    const entry = known.get(path);
    known.delete(path);
    const read = readText(file, { maxFileSize, mayMatter: () => true });
    if (read.kind === 'problem') notifications.push(read.notification);
    if (read.kind !== 'text') return [];
    const uri = `${base}/${path}`;
    real.set(uri, file.uri);
    const { path: _path, ...told } = entry ?? { path, ref: { kind: 'object' } };
    return [{ uri, text: read.text, ...told }];
  });
  for (const path of known.keys())
    notifications.push(problem('missing-file', 'error', 'the snapshot of a cluster says that this file is there, but it is not', posix.join(folder, path)));
  return { ...about, objects: objects.toSorted((a, b) => (a.uri < b.uri ? -1 : 1)), syntax: 'yaml', fileOf: uri => real.get(uri) };
}
