// Which repository a file belongs to: repositories that are scanned together need have nothing to do with each other.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file `.git` holds but one path. */
const LONGEST_LINK = 5_000;

/** Looks each folder up once. */
export class Repositories {
  readonly #known = new Map<string, string>();

  /** The closest folder around it that git keeps, empty where there is none. A submodule, which has but a file `.git`, belongs to what it is in; a work tree has one as well. */
  around(folder: string): string {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const found = isRepository(folder) ? folder : parent === folder ? '' : this.around(parent);
    this.#known.set(folder, found);
    return found;
  }
}

function isRepository(folder: string): boolean {
  try {
    const path = join(folder, '.git');
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined || status.isDirectory()) return status !== undefined;
    return status.isFile() && status.size < LONGEST_LINK && /^gitdir: .*\/worktrees\/[^/]+\s*$/.test(readFileSync(path, 'utf8'));
  } catch {
    // What may not be looked at is no repository that could be read.
    return false;
  }
}
