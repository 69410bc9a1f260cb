// Finds the files to read below the paths that the user names: which ones, under which uris, and what was passed over and why.
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Notification } from '../model/finding.ts';
import { fileKind, folderSkipReason, isLockFile } from './file-kinds.ts';
import { excluder, type IgnoreRules, isIgnored, relativeUri, repositoryRules, withIgnoreFile } from './ignore-rules.ts';
import { followLink } from './links.ts';
import { problem, reasonOf } from './problem.ts';
import { resolveTargets, type Target } from './targets.ts';
import { type FoundFile, isInside, type Territory } from './territory.ts';

export interface FileOptions {
  readonly cwd: string;
  /** Patterns as in a .gitignore file at the scan's root; they hold for named paths too. */
  readonly exclude: readonly string[];
  /** Whether .gitignore files are honoured. */
  readonly ignore: boolean;
}

export type SkipReason = '.gitignore' | '--exclude' | 'vendor folder' | 'version control' | 'lock file' | 'other file types' | 'special file';

export interface FileList {
  /** Sorted by uri; no file twice, whatever links lead to it. */
  readonly files: readonly FoundFile[];
  /** Sorted as the files are. */
  readonly notifications: readonly Notification[];
  /** How many files were passed over on purpose; a folder counts once. */
  readonly skipped: ReadonlyMap<SkipReason, number>;
  /** What `referencedFile` needs to add files that other files name. */
  readonly territory: Territory;
  /** The folders that the user named, of which all was looked at. */
  readonly folders: readonly string[];
}

interface Folder {
  readonly path: string;
  /** The path without links. */
  readonly real: string;
  readonly depth: number;
  readonly rules: IgnoreRules | undefined;
}

interface Walk {
  readonly options: FileOptions;
  readonly territory: Territory;
  readonly files: FoundFile[];
  readonly notifications: Notification[];
  readonly skipped: Map<SkipReason, number>;
  readonly entered: Set<string>;
  links: (Folder & FoundFile)[];
}

/** Deeper trees are made, not grown. */
const MAX_DEPTH = 200;

/** Finds the files to read. Looks at names only: nothing but .gitignore files is opened. Never throws. */
export function findFiles(paths: readonly string[], options: FileOptions): FileList {
  const { targets, notifications, root, territory: folders } = resolveTargets(paths, options.cwd);
  const territory: Territory = { root, folders, seen: new Set(), isExcluded: excluder(options.exclude, root) };
  const walk: Walk = { options, territory, files: [], notifications: [...notifications], skipped: new Map(), entered: new Set(), links: [] };
  const sorted = targets.toSorted((a, b) => compare(a.path, b.path));
  // Files first, for what is named counts as named though a folder around it is, too.
  for (const target of [...sorted.filter(isFile), ...sorted.filter(target => !isFile(target))]) enterTarget(walk, target);
  while (walk.links.length > 0) {
    const links = walk.links.toSorted((a, b) => compare(a.uri, b.uri));
    walk.links = [];
    for (const link of links) enterLink(walk, link);
  }
  return {
    files: walk.files.sort((a, b) => compare(a.uri, b.uri)),
    notifications: walk.notifications.sort((a, b) => compare(a.location?.physical?.uri ?? '', b.location?.physical?.uri ?? '')),
    skipped: walk.skipped,
    territory,
    folders: targets.filter(({ kind }) => kind === 'folder').map(({ path }) => path),
  };
}

function isFile({ kind }: Target): boolean {
  return kind === 'file';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function enterTarget(walk: Walk, { kind, path, real }: Target): void {
  const { root } = walk.territory;
  if (kind === 'folder') {
    walkFolder(walk, { path, real, depth: 0, rules: walk.options.ignore ? rulesAbove(path) : undefined });
    return;
  }
  const uri = relativeUri(isInside(root, path) ? root : '/', path);
  if (walk.territory.isExcluded(uri)) count(walk, '--exclude');
  else addFile(walk, { uri, path, isNamed: true }, real);
}

function enterLink(walk: Walk, link: Folder & FoundFile): void {
  const target = followLink(link, walk.territory);
  if (target.kind === 'problem') walk.notifications.push(target.notification);
  else if (target.kind === 'folder') walkFolder(walk, { ...link, real: target.real, depth: link.depth + 1 });
  else if (target.kind === 'file') addFile(walk, link, target.real);
  else count(walk, target.kind === 'special' ? 'special file' : 'other file types');
}

function walkFolder(walk: Walk, top: Folder): void {
  const open = [top];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (walk.entered.has(folder.real)) continue;
    walk.entered.add(folder.real);
    const entries = readFolder(walk, folder);
    const rules = rulesWithin(walk, folder, entries);
    for (const entry of entries) {
      if (entry.isFile()) meetFile(walk, folder, rules, entry.name);
      else if (entry.isSymbolicLink()) meetLink(walk, below(folder, entry.name, rules), entry.name);
      else if (!entry.isDirectory()) count(walk, 'special file');
      else {
        const child = below(folder, entry.name, rules);
        if (mayEnter(walk, child, entry.name)) open.push(child);
      }
    }
  }
}

function readFolder(walk: Walk, folder: Folder): readonly Dirent[] {
  const uri = relativeUri(walk.territory.root, folder.path);
  if (folder.depth > MAX_DEPTH) {
    walk.notifications.push(problem('too-complex', 'error', `folders are nested more than ${String(MAX_DEPTH)} deep`, uri));
    return [];
  }
  try {
    return readdirSync(folder.path, { withFileTypes: true });
  } catch (error) {
    walk.notifications.push(problem('unreadable', 'error', `the folder cannot be read: ${reasonOf(error)}`, uri === '' ? '.' : uri));
    return [];
  }
}

function mayEnter(walk: Walk, folder: Folder, name: string): boolean {
  const reason = folderSkipReason(name) ?? skipReason(walk, folder, true);
  if (reason !== undefined) count(walk, reason);
  return reason === undefined;
}

function meetLink(walk: Walk, child: Folder, name: string): void {
  // A pattern that ends in a slash does not match a link, even where the link leads to a folder; so it is with git.
  const reason = folderSkipReason(name) ?? skipReason(walk, child, false);
  if (reason === undefined) walk.links.push({ ...child, uri: relativeUri(walk.territory.root, child.path) });
  else count(walk, reason);
}

function meetFile(walk: Walk, folder: Folder, rules: IgnoreRules | undefined, name: string): void {
  const known = isLockFile(name) ? 'lock file' : fileKind(`${folder.path}/${name}`) === undefined ? 'other file types' : undefined;
  if (known !== undefined) {
    count(walk, known);
    return;
  }
  const file = below(folder, name, rules);
  const reason = skipReason(walk, file, false);
  if (reason === undefined) addFile(walk, { uri: relativeUri(walk.territory.root, file.path), path: file.path }, file.real);
  else count(walk, reason);
}

/** What lies in a folder; `join` would cost more than the rest of the walk. */
function below(folder: Folder, name: string, rules: IgnoreRules | undefined): Folder {
  const path = folder.path.endsWith(sep) ? folder.path + name : folder.path + sep + name;
  const real = folder.real === folder.path ? path : join(folder.real, name);
  return { path, real, depth: folder.depth + 1, rules };
}

function skipReason(walk: Walk, child: Folder, isFolder: boolean): SkipReason | undefined {
  const uri = relativeUri(walk.territory.root, child.path);
  if (walk.territory.isExcluded(isFolder ? `${uri}/` : uri)) return '--exclude';
  return isIgnored(child.rules, child.path, isFolder) ? '.gitignore' : undefined;
}

function addFile(walk: Walk, { uri, path, isNamed }: FoundFile, real: string): void {
  if (walk.territory.seen.has(real)) return;
  walk.territory.seen.add(real);
  walk.files.push({ uri, path, ...(isNamed === true ? { isNamed } : {}) });
}

function count(walk: Walk, reason: SkipReason): void {
  walk.skipped.set(reason, (walk.skipped.get(reason) ?? 0) + 1);
}

/** The rules for what lies in a folder; a repository within another one starts anew. */
function rulesWithin(walk: Walk, folder: Folder, entries: readonly Dirent[]): IgnoreRules | undefined {
  if (!walk.options.ignore) return undefined;
  const rules = entries.some(entry => entry.name === '.git') ? repositoryRules(folder.path) : folder.rules;
  return entries.some(entry => entry.name === '.gitignore' && entry.isFile()) ? withIgnoreFile(rules, folder.path) : rules;
}

/** The rules that a repository's upper folders give for a folder that the user names; none where they pass over that folder itself. */
function rulesAbove(folder: string): IgnoreRules | undefined {
  const above: string[] = [];
  let top = folder;
  while (!existsSync(join(top, '.git'))) {
    const parent = dirname(top);
    if (parent === top) return undefined;
    above.push(parent);
    top = parent;
  }
  if (top === folder) return undefined;
  const rules = above.reduceRight((known, each) => withIgnoreFile(known, each), repositoryRules(top));
  return isIgnored(rules, folder, true) ? undefined : rules;
}
