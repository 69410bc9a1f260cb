// Folders that tools read by themselves, and whether they stay inside of what the user asked to scan.
import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin, type Territory } from '../territory.ts';

/** A uri below a folder's uri; empty is the root. */
export function joined(folder: string, below: string): string {
  return folder === '' ? below : `${folder}/${below}`;
}

/** More entries than any chart has. */
const MAX_ENTRIES = 50_000;

/** A link below a folder that leads out of what may be read, which a tool would follow; its path within the folder. */
export function linkOutOf(folder: string, territory: Territory): string | undefined {
  const open = [''];
  let seen = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of entriesOf(join(folder, at))) {
      const below = joined(at, entry.name);
      if (++seen > MAX_ENTRIES) return below;
      if (entry.isDirectory()) open.push(below);
      else if (entry.isSymbolicLink() && !staysWithin(join(folder, below), territory)) return below;
    }
  }
  return undefined;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Whoever looked for files has told that it cannot be read; no more can a tool.
    return [];
  }
}

/** Whether a path, its links followed, lies in what may be read. One that leads nowhere gives a tool nothing. */
export function staysWithin(path: string, territory: Territory): boolean {
  try {
    return isWithin(territory, realpathSync.native(path));
  } catch {
    return true;
  }
}
