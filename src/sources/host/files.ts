// Finds and reads the files of a node that rules ask about; what is absent is no problem, what may not be read is one.
import { posix } from 'node:path';
import type { Level, Notification, NotificationCode } from '../../model/finding.ts';
import { problem } from '../problem.ts';
import { readText } from '../read-text.ts';
import type { HostText } from './contents.ts';
import { DROP_IN_FOLDER, type HostPlace, PLACES, RUNTIME_UNIT, UNIT_FOLDERS } from './places.ts';
import type { HostRoot } from './root.ts';

export interface HostReadOptions {
  /** In bytes. */
  readonly maxFileSize: number;
  /** Whether a text can matter to any rule. */
  readonly mayMatter: (text: string) => boolean;
}

/** What packages and editors leave beside a file that is in force. */
const BACKUP = /(?:\.(?:bak|backup|orig|old|save|swp|disabled|rpmsave|rpmnew|rpmorig|dpkg-\w+|ucf-\w+)|~)$|^\./;
/** How deep `**` goes. */
const DEEPEST = 4;

/** Reads files of one node, each once whatever links lead to it. */
export class HostFiles {
  readonly texts: HostText[] = [];
  readonly notifications: Notification[] = [];
  searched = 0;
  readonly root: HostRoot;
  readonly #options: HostReadOptions;
  readonly #seen = new Set<string>();
  readonly #told = new Set<string>();
  /** Folders below `**` of the place that is read, by depth: links among them could be followed in very many ways. */
  readonly #entered = new Set<string>();

  constructor(root: HostRoot, options: HostReadOptions) {
    this.root = root;
    this.#options = options;
  }

  /** Reads everything that rules ask about whatever the node's own configuration says. */
  readPlaces(): void {
    for (const place of PLACES) this.readPlace(place);
    for (const path of this.#units()) this.read({ path, telling: true });
  }

  /** Reads all files of a place. */
  readPlace(place: HostPlace): void {
    this.#entered.clear();
    for (const path of this.#expand('', place.path.split('/'))) this.read({ ...place, path });
  }

  /** Reads the file at a path, if there is one. */
  read({ path, telling, manifest, sensitive }: HostPlace): void {
    const found = this.locate(path);
    if (found === undefined || this.#seen.has(found.uri)) return;
    this.#seen.add(found.uri);
    const mayMatter = telling === true || manifest === true ? () => true : this.#options.mayMatter;
    const uri = uriOf(path);
    const read = readText({ uri, path: found.path }, { maxFileSize: this.#options.maxFileSize, mayMatter });
    if (read.kind === 'text') this.texts.push({ uri, text: read.text, from: 'file', manifest: manifest === true, sensitive: sensitive === true });
    else if (read.kind === 'problem') this.notifications.push(withAdvice(read.notification));
    else this.searched++;
    if (read.kind === 'text' && read.notification !== undefined) this.notifications.push(read.notification);
  }

  /** The file that a path leads to, if there is one, and a notification where something else stands in its place that is never read. */
  locate(path: string): { readonly uri: string; readonly path: string } | undefined {
    const found = this.root.resolve(path);
    if (found.kind === 'unreadable') this.#unreadable(found.uri, found.reason);
    if (found.kind === 'loop') this.#loop(path);
    if (found.kind === 'special') {
      const message = `not read: a ${found.what} stands where a file belongs, and is never opened; put a file in its place`;
      this.tell('unreadable', 'error', message, uriOf(path));
    }
    return found.kind === 'file' ? found : undefined;
  }

  /** The names in a folder; none where it is not there, and a notification where it may not be read. */
  names(folder: string): readonly string[] {
    const listing = this.root.list(folder);
    if (listing.kind === 'unreadable') this.#unreadable(listing.uri, listing.reason);
    if (listing.kind === 'loop') this.#loop(folder);
    if (listing.kind !== 'names') return [];
    if (listing.cut) this.tell('too-large', 'error', 'the folder holds more names than are looked at', folder);
    return listing.names;
  }

  tell(code: NotificationCode, level: Level, message: string, uri: string): void {
    const key = `${code} ${uri}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.notifications.push(problem(code, level, message, uri === '' ? '.' : uri));
  }

  #unreadable(uri: string, reason: string): void {
    this.tell('unreadable', 'error', advised(`it cannot be read: ${reason}`), uri);
  }

  #loop(path: string): void {
    this.tell('link-loop', 'error', 'not read: its links lead in a circle; let them lead to what they stand for', uriOf(path));
  }

  #expand(folder: string, parts: readonly string[], depth = 0): readonly string[] {
    const [part, ...rest] = parts;
    if (part === undefined) return [folder];
    const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    if (part === '**') {
      const inner = depth >= DEEPEST ? [] : this.names(folder).filter(name => this.#enters(at(name), depth));
      return [...this.#expand(folder, rest), ...inner.flatMap(name => this.#expand(at(name), parts, depth + 1))];
    }
    if (!part.includes('*')) return this.#expand(at(part), rest);
    const matches = this.names(folder).filter(name => !BACKUP.test(name) && matchesPart(part, name));
    return matches.flatMap(name => this.#expand(at(name), rest));
  }

  #enters(path: string, depth: number): boolean {
    const found = this.root.resolve(path);
    if (found.kind !== 'folder' || this.#entered.has(`${String(depth)} ${found.uri}`)) return false;
    this.#entered.add(`${String(depth)} ${found.uri}`);
    return true;
  }

  /** Units and drop-ins of runtimes and the kubelet; what an earlier folder replaces is not in force. */
  #units(): readonly string[] {
    const units = new Map<string, string>();
    for (const folder of UNIT_FOLDERS) {
      for (const name of this.names(folder)) {
        if (DROP_IN_FOLDER.test(name)) for (const drop of this.names(`${folder}/${name}`)) keepFirst(units, `${name}/${drop}`, folder);
        else if (RUNTIME_UNIT.test(name)) keepFirst(units, name, folder);
      }
    }
    return [...units].filter(([name]) => /\.(?:conf|service|socket)$/.test(name)).map(([name, folder]) => `${folder}/${name}`);
  }
}

function uriOf(path: string): string {
  return posix.normalize(path).replace(/^\/+/, '');
}

function keepFirst(units: Map<string, string>, name: string, folder: string): void {
  if (!units.has(name)) units.set(name, folder);
}

function matchesPart(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  return pieces.slice(1, -1).every(piece => name.includes(piece));
}

function withAdvice(notification: Notification): Notification {
  return notification.code === 'unreadable' ? { ...notification, message: advised(notification.message) } : notification;
}

/** Most of a node's configuration is readable by root alone. */
function advised(message: string): string {
  return /permission denied|not permitted/.test(message) ? `${message}; run unshim as root to read all of a node` : message;
}
