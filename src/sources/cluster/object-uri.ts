// The paths that live objects have in a report and in a snapshot, safe whatever the names.
import { createHash } from 'node:crypto';

/** Longer names are cut and told apart by a hash; file systems take 255 bytes for kind and name together. */
const LONGEST = 150;
const LONGEST_KIND = 70;

/** A name as one part of a path: nothing in it can leave the folder, hide, or mean anything to a terminal. Different names never give the same part. */
export function safeName(name: string, longest = LONGEST): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/gu, escaped).replace(/^[.-]+/, first => first.replaceAll('.', '%2e').replaceAll('-', '%2d'));
  if (safe.length <= longest) return safe === '' ? '%' : safe;
  return `${safe.slice(0, longest - 17)}~${createHash('sha256').update(safe).digest('hex').slice(0, 16)}`;
}

function escaped(char: string): string {
  // Half a surrogate pair has no bytes in UTF-8.
  if (/^\p{Cs}$/u.test(char)) return `%u${char.charCodeAt(0).toString(16)}`;
  return [...Buffer.from(char, 'utf8')].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** `cluster_CONTEXT/namespace_ci/Deployment.apps_builder.yaml`; the prefixes keep names from meaning something as names of files and folders. */
export function objectUri(
  context: string,
  object: { readonly kind: string; readonly group: string; readonly namespace?: string | undefined; readonly name: string },
): string {
  const folder = object.namespace === undefined ? 'cluster' : `namespace_${safeName(object.namespace)}`;
  return `${contextFolder(context)}/${folder}/${kindPart(object)}_${safeName(object.name)}.yaml`;
}

/** What divides kind, group and name has no place in a kind, whatever a server calls it. */
function kindPart({ kind, group }: { readonly kind: string; readonly group: string }): string {
  const escape = (text: string, dividers: RegExp): string => text.replace(dividers, char => `%${char.charCodeAt(0).toString(16)}`);
  const bare = escape(kind, /[%._]/g);
  return safeName(group === '' ? bare : `${bare}.${escape(group, /[%_]/g)}`, LONGEST_KIND);
}

/** What stands for an object, or is a part of it, beside the object's own file: `Deployment.apps_builder~.pod.yaml`. No name of an object reads so. */
export function besideUri(uri: string, part: string): string {
  return `${uri.slice(0, -'.yaml'.length)}~.${part}.yaml`;
}

/** The folder of a cluster's objects. */
export function contextFolder(context: string): string {
  return `cluster_${safeName(context)}`;
}
