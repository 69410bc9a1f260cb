// The paths that the user names, and the root that all uris are relative to.
import { realpathSync, statSync } from 'node:fs';
import { dirname, parse, resolve, sep } from 'node:path';
import type { Notification } from '../model/finding.ts';
import { errorCode, problem, reasonOf } from './problem.ts';
import { isInside } from './territory.ts';

/** A named path that exists. A `stream` is a pipe or a device, such as a shell's process substitution. */
export interface Target {
  readonly kind: 'folder' | 'file' | 'stream';
  readonly path: string;
  /** The path without links; two targets with the same one are the same. */
  readonly real: string;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly notifications: readonly Notification[];
  /** The working directory where that holds all targets, else the closest folder around them. */
  readonly root: string;
  /** Real paths of the folders that links and references may lead into. */
  readonly territory: readonly string[];
}

/** Looks up what the user named; what does not exist is an error of the scan. */
export function resolveTargets(paths: readonly string[], cwd: string): Targets {
  const targets: Target[] = [];
  const notifications: Notification[] = [];
  for (const path of paths) {
    const found = resolveTarget(path, cwd);
    if ('code' in found) notifications.push(found);
    else targets.push(found);
  }
  const lasting = targets.filter(target => target.kind !== 'stream');
  const folders = lasting.map(target => (target.kind === 'folder' ? target.path : dirname(target.path)));
  const isBelowCwd = folders.every(folder => isInside(cwd, folder));
  const root = isBelowCwd ? cwd : commonFolder(folders);
  const territory = lasting.map(target => (target.kind === 'folder' ? target.real : dirname(target.real)));
  return { targets, notifications, root, territory: isBelowCwd ? [realPath(cwd), ...territory] : territory };
}

function resolveTarget(path: string, cwd: string): Target | Notification {
  // An empty path is a shell variable that is not set, not the working directory.
  if (path === '') return problem('not-found', 'error', 'an empty path cannot be scanned');
  const absolute = resolve(cwd, path);
  try {
    const status = statSync(absolute);
    if (!status.isDirectory() && !status.isFile()) return { kind: 'stream', path: absolute, real: absolute };
    return { kind: status.isDirectory() ? 'folder' : 'file', path: absolute, real: realpathSync.native(absolute) };
  } catch (error) {
    const code = errorCode(error) === 'EACCES' ? 'unreadable' : 'not-found';
    return problem(code, 'error', `${path} cannot be scanned: ${reasonOf(error)}`);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...others] = folders;
  let common = first;
  const top = parse(first).root;
  while (common !== top && !others.every(folder => isInside(common, folder))) common = dirname(common);
  return common;
}
