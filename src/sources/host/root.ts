// A folder taken for the root of a node's file system: every path and every link is resolved within it, as after chroot.
import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errorCode, reasonOf } from '../problem.ts';

export type Resolved =
  | { readonly kind: 'file' | 'folder'; readonly uri: string; readonly path: string }
  /** Pipes, sockets and devices, which are never opened; `what` is the word for it. */
  | { readonly kind: 'special'; readonly what: string }
  /** Links that lead in a circle. */
  | { readonly kind: 'loop' }
  | { readonly kind: 'missing' }
  /** `uri` is the folder that may not be entered, or the file itself. */
  | { readonly kind: 'unreadable'; readonly uri: string; readonly reason: string };

export type Listing =
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly cut: boolean }
  | { readonly kind: 'missing' }
  | Extract<Resolved, { kind: 'unreadable' | 'loop' }>;

/** As many as Linux follows. */
const MOST_LINKS = 40;
const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL']);
/** Longer folders are not configuration; what is left out is told. */
const MOST_NAMES = 20_000;
/** A link to it is how units are masked and files are taken out of force; an image may hold a plain file of that name. */
const NOTHING = 'dev/null';

export class HostRoot {
  readonly #folder: string;

  /** Throws what the operating system says where the folder is not there. */
  constructor(folder: string) {
    this.#folder = realpathSync.native(folder);
  }

  /** What a path of the node leads to; `..` does not lead above the root, and a link to `/etc` leads to the root's own. */
  resolve(path: string): Resolved {
    const open = path.split('/').reverse();
    let at: readonly string[] = [];
    let links = 0;
    try {
      for (let part = open.pop(); part !== undefined; part = open.pop()) {
        if (part === '' || part === '.') continue;
        if (part === '..') {
          at = at.slice(0, -1);
          continue;
        }
        const full = join(this.#folder, ...at, part);
        if (!lstatSync(full).isSymbolicLink()) {
          at = [...at, part];
          continue;
        }
        if (++links > MOST_LINKS) return { kind: 'loop' };
        const target = readlinkSync(full);
        if (target.startsWith('/')) at = [];
        open.push(...target.split('/').reverse());
      }
      return this.#what(at);
    } catch (error) {
      return failure(error, at.join('/'));
    }
  }

  #what(parts: readonly string[]): Resolved {
    const path = join(this.#folder, ...parts);
    const uri = parts.join('/');
    const status = lstatSync(path);
    if (uri === NOTHING || isWhiteout(status)) return { kind: 'missing' };
    if (!status.isFile() && !status.isDirectory()) return { kind: 'special', what: status.isFIFO() ? 'named pipe' : status.isSocket() ? 'socket' : 'device' };
    return { kind: status.isFile() ? 'file' : 'folder', uri, path };
  }

  /** The names in a folder, sorted. */
  list(path: string): Listing {
    const folder = this.resolve(path);
    if (folder.kind === 'unreadable' || folder.kind === 'loop') return folder;
    if (folder.kind !== 'folder') return { kind: 'missing' };
    try {
      const names = readdirSync(folder.path).sort();
      return { kind: 'names', names: names.slice(0, MOST_NAMES), cut: names.length > MOST_NAMES };
    } catch (error) {
      return failure(error, folder.uri);
    }
  }

  /** What a link says, without following it; nothing for anything else. */
  target(path: string): string | undefined {
    const cut = path.lastIndexOf('/');
    const folder = this.resolve(path.slice(0, Math.max(cut, 0)));
    if (folder.kind !== 'folder') return undefined;
    try {
      return readlinkSync(join(folder.path, path.slice(cut + 1)));
    } catch {
      // Whatever is no link, or is gone, says nothing; what must be read is resolved and told of there.
      return undefined;
    }
  }

  has(path: string): boolean {
    const { kind } = this.resolve(path);
    return kind === 'file' || kind === 'folder';
  }
}

function failure(error: unknown, uri: string): Extract<Resolved, { kind: 'unreadable' }> | { readonly kind: 'missing' } {
  return MISSING.has(errorCode(error)) ? { kind: 'missing' } : { kind: 'unreadable', uri, reason: reasonOf(error) };
}

/** In the layer of an overlay, a device of the number 0 stands for a file that was deleted. */
function isWhiteout(status: Stats): boolean {
  return status.isCharacterDevice() && status.rdev === 0;
}
