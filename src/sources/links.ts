// Where symbolic links, and files that name other files, lead: never out of what the user asked to scan.
import { realpathSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Notification } from '../model/finding.ts';
import { fileKind } from './file-kinds.ts';
import { relativeUri } from './ignore-rules.ts';
import { errorCode, problem, reasonOf } from './problem.ts';
import { type FoundFile, isInside, isWithin, type Territory } from './territory.ts';

/** A symbolic link that was met on the way; `real` is its own path without other links. */
export interface Link extends FoundFile {
  readonly real: string;
}

export type LinkTarget =
  | { readonly kind: 'file' | 'folder'; readonly real: string }
  | { readonly kind: 'special' | 'other' }
  | { readonly kind: 'problem'; readonly notification: Notification };

/** What a link leads to. A link to a folder around itself is a loop: what it shows is read anyway, without it. */
export function followLink(link: Link, territory: Territory): LinkTarget {
  const kind = fileKind(link.uri);
  const isWanted = kind !== undefined && kind.onlyScripts !== true;
  try {
    const real = realpathSync.native(link.path);
    const status = statSync(real);
    if (status.isFile() && kind === undefined && fileKind(real) === undefined) return { kind: 'other' };
    if (!status.isFile() && !status.isDirectory()) return { kind: 'special' };
    if (isInside(real, link.real)) return trouble('link-loop', 'note', 'the link leads to a folder around itself and is not followed', link);
    if (!isWithin(territory, real)) return trouble('link-outside', 'note', 'the link leads out of the folder that is scanned and is not followed', link);
    return { kind: status.isDirectory() ? 'folder' : 'file', real };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ELOOP') return trouble('link-loop', 'note', 'the link leads to itself', link);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return isWanted ? trouble('missing-file', 'warning', 'the link leads to a file that does not exist', link) : { kind: 'other' };
    return trouble('unreadable', 'error', `the link cannot be followed: ${reasonOf(error)}`, link);
  }
}

/**
 * The file that a file in a folder (its uri, empty for the root) names, such as an entry of a kustomization's `files`. It is read
 * whatever its name and even where git ignores it. Nothing where the scan has it already, or excludes it, or it is a folder.
 */
export function referencedFile(territory: Territory, folder: string, reference: string): FoundFile | Notification | undefined {
  const uri = posix.normalize(posix.join(folder, reference));
  if (posix.isAbsolute(reference) || uri.startsWith('../') || uri === '..') return outside(reference, folder);
  const path = join(territory.root, uri);
  try {
    const real = realpathSync.native(path);
    if (!isWithin(territory, real)) return outside(reference, folder);
    if (territory.seen.has(real) || !statSync(real).isFile()) return undefined;
    const found = relativeUri(territory.root, path);
    if (territory.isExcluded(found)) return undefined;
    territory.seen.add(real);
    return { uri: found, path };
  } catch (error) {
    const isMissing = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
    return problem(isMissing ? 'missing-file' : 'unreadable', isMissing ? 'warning' : 'error', `${reference} cannot be read: ${reasonOf(error)}`, uri);
  }
}

function outside(reference: string, folder: string): Notification {
  return problem('link-outside', 'warning', `${reference} lies outside the folder that is scanned and is not read`, folder === '' ? '.' : folder);
}

function trouble(code: Notification['code'], level: Notification['level'], message: string, link: Link): LinkTarget {
  return { kind: 'problem', notification: problem(code, level, message, link.uri) };
}
