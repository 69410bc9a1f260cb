// The part of the file system that a scan may read, and what it has found there.
import { sep } from 'node:path';
import type { Usage } from '../model/artifact.ts';

export interface FoundFile {
  /** Relative to the scan's root, with `/`. */
  readonly uri: string;
  /** Absolute, for reading. */
  readonly path: string;
  /** Whether the user named this very file, which is then read whatever its name. */
  readonly isNamed?: boolean;
  /** What it is used for, where another file says so. */
  readonly usage?: Usage;
}

export interface Territory {
  readonly root: string;
  /** Real paths of the folders that links and references may lead into. */
  readonly folders: readonly string[];
  /** Real paths of the files found so far. */
  readonly seen: Set<string>;
  readonly isExcluded: (uri: string) => boolean;
}

/** Whether a path is a folder itself or lies below it. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Whether a scan may read what lies at a real path. */
export function isWithin(territory: Territory, real: string): boolean {
  return territory.folders.some(folder => isInside(folder, real));
}
