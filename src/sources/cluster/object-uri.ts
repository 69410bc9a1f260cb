// The paths that live objects have in a report and in a snapshot, safe whatever the names.
import { createHash } from 'node:crypto';

/** Longer names are cut and told apart by a hash; file systems take 255 bytes. */
const LONGEST = 150;

/** A name as one part of a path: nothing in it can leave the folder, hide, or mean anything to a terminal. */
export function safeName(name: string): string {
  const safe = name
    .replace(/[^A-Za-z0-9._-]/g, char => [...Buffer.from(char, 'utf8')].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''))
    .replace(/^\.+/, dots => '%2e'.repeat(dots.length));
  if (safe.length <= LONGEST) return safe === '' ? '%' : safe;
  return `${safe.slice(0, LONGEST - 17)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** `CONTEXT/namespace_ci/deployment.apps_builder.yaml`; the prefixes keep names from meaning something as names of files and folders. */
export function objectUri(
  context: string,
  object: { readonly kind: string; readonly group: string; readonly namespace?: string | undefined; readonly name: string },
): string {
  const folder = object.namespace === undefined ? 'cluster' : `namespace_${safeName(object.namespace)}`;
  const kind = object.group === '' ? object.kind : `${object.kind}.${object.group}`;
  return `${contextFolder(context)}/${folder}/${safeName(kind.toLowerCase())}_${safeName(object.name)}.yaml`;
}

/** The folder of a cluster's objects. */
export function contextFolder(context: string): string {
  return `cluster_${safeName(context)}`;
}
