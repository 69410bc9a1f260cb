// Which repository a file belongs to: repositories that are scanned together need have nothing to do with each other.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Looks each folder up once. */
export class Repositories {
  readonly #known = new Map<string, string>();

  /** The closest folder around it that git keeps, empty where there is none. A submodule, which has but a file `.git`, belongs to what it is in. */
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
    return statSync(join(folder, '.git'), { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // What may not be looked at is no repository that could be read.
    return false;
  }
}
