// Images that only Docker Engine's store has: built or loaded on the node, and never pulled from a registry.
import { posix } from 'node:path';
import { readText } from '../read-text.ts';
import type { HostFiles } from './files.ts';

export interface LocalImages {
  readonly uri: string;
  readonly names: readonly string[];
}

const LARGEST_LIST = 16 * 1024 ** 2;
const DATABASE = 'var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db';

/** The images of each of Docker's stores that have no digest of a registry and that containerd does not know by name. */
export function dockerOnlyImages(files: HostFiles, dataRoot: string): readonly LocalImages[] {
  return files.names(`${dataRoot}/image`).flatMap(driver => {
    const uri = posix.join(dataRoot, 'image', driver, 'repositories.json');
    const names = withoutContainerds(files, localNames(textAt(files, uri)));
    return names.length === 0 ? [] : [{ uri, names }];
  });
}

function textAt(files: HostFiles, uri: string): string {
  const found = files.locate(uri);
  if (found === undefined) return '';
  const read = readText({ uri, path: found.path }, { maxFileSize: LARGEST_LIST, mayMatter: () => true });
  if (read.kind === 'problem') files.notifications.push(read.notification);
  return read.kind === 'text' ? read.text : '';
}

/** Tags of images without a digest beside them: `Repositories` maps each name to its tags and digests, and those to image ids. */
function localNames(text: string): readonly string[] {
  return Object.values(repositoriesOf(text))
    .flatMap(references => {
      const entries = Object.entries(isRecord(references) ? references : {});
      const pulled = new Set(entries.filter(([name]) => name.includes('@sha256:')).map(([, id]) => id));
      return entries.filter(([name, id]) => !name.includes('@sha256:') && !pulled.has(id)).map(([name]) => name);
    })
    .sort();
}

/** Docker rewrites the file whole; what is no JSON is not its list. */
function repositoriesOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const list: unknown = JSON.parse(text === '' ? '{}' : text);
    return isRecord(list) && isRecord(list['Repositories']) ? list['Repositories'] : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names stand in containerd's database as they are; it is searched piece by piece, which needs no lock of a running containerd. */
function withoutContainerds(files: HostFiles, names: readonly string[]): readonly string[] {
  const found = names.length === 0 ? undefined : files.locate(DATABASE);
  if (found === undefined) return names;
  const open = new Map(names.map(name => [fullName(name), name]));
  const search = (piece: string): boolean => {
    for (const full of open.keys()) if (piece.includes(full)) open.delete(full);
    return false;
  };
  const read = readText({ uri: DATABASE, path: found.path }, { maxFileSize: 1, mayMatter: search });
  if (read.kind === 'problem') files.notifications.push(read.notification);
  return [...open.values()];
}

/** `docker.io/library/busybox:1.35` of `busybox:1.35`. */
function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === 'localhost' ? name : `docker.io/${name}`;
}
