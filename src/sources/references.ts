// Files that other files name, by path or by pattern.
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import type { Notification } from '../model/finding.ts';
import { referencedFile } from './links.ts';
import { problem } from './problem.ts';
import type { FoundFile, Territory } from './territory.ts';

/** More files than any chart means with one pattern. */
const MOST_FILES = 500;

/**
 * The files that a path or pattern in a folder (its uri, empty for the root) stands for, none of them outside of the scan. Every one
 * comes once in a scan.
 */
export function referencedFiles(territory: Territory, folder: string, reference: string): readonly (FoundFile | Notification)[] {
  if (!fastGlob.isDynamicPattern(reference)) return found(territory, folder, reference);
  if (reference.split('/').includes('..'))
    return [problem('link-outside', 'warning', `${reference} lies outside the folder that is scanned and is not read`, folder === '' ? '.' : folder)];
  const paths = fastGlob.sync(reference, { cwd: join(territory.root, folder), dot: true, followSymbolicLinks: false, onlyFiles: true, suppressErrors: true });
  const files = paths
    .sort()
    .slice(0, MOST_FILES)
    .flatMap(path => found(territory, folder, path));
  return paths.length <= MOST_FILES
    ? files
    : [
        ...files,
        problem('too-complex', 'error', `${reference} stands for more than ${String(MOST_FILES)} files; the rest was not read`, folder === '' ? '.' : folder),
      ];
}

function found(territory: Territory, folder: string, reference: string): readonly (FoundFile | Notification)[] {
  const file = referencedFile(territory, folder, reference);
  return file === undefined ? [] : [file];
}
