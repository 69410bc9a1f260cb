// What a scan reads besides clusters and nodes: standard input, files and folders, bundle by bundle.
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { inQuestion } from './engine/off-nodes.ts';
import type { Filter } from './model/filter.ts';
import type { Finding, Notification } from './model/finding.ts';
import type { Coverage } from './model/report.ts';
import type { Counts, ReadBundle } from './bundle-work.ts';
import { UserError } from './model/errors.ts';
import { DEFAULT_MAX_FILE_SIZE, type InputOptions } from './input-options.ts';
import type { BundleReader } from './read-bundle.ts';
import type { ClusterContents } from './sources/cluster/contents.ts';
import { groupFiles } from './sources/bundles.ts';
import { type FileList, findFiles } from './sources/files.ts';
import { Repositories } from './sources/repositories.ts';
import type { FoundFile } from './sources/territory.ts';
import { readStdin, STDIN_URI } from './sources/stdin.ts';
import { withUserData } from './sources/user-data.ts';
import { withoutWitness } from './sources/witness.ts';

/** A folder without a single manifest is more often a mistyped path than a ready cluster. */
function nothingToRead(paths: readonly string[]): Notification {
  return {
    code: 'nothing-to-read',
    level: 'error',
    message: `there is no file to read below ${paths.join(', ')}; see which files are read with unshim scan --help`,
  };
}

/** Reports hold no absolute paths, which differ from machine to machine. */
export function targetName(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const below = relative(cwd, path);
  return below === '' ? '.' : below.startsWith('..') ? basename(path) : below;
}

/** Reads all inputs bundle by bundle, and keeps account of what was looked at. */
export class Inputs {
  readonly notifications: Notification[] = [];
  /** Snapshots of clusters among the files. */
  readonly snapshots: ClusterContents[] = [];
  /** The files found, and the uris of those that can matter. */
  list: FileList | undefined;
  readonly looked = new Set<string>();
  readonly coverage: Coverage & { skipped: Record<string, number> };
  readonly #options: InputOptions;
  readonly #filter: Filter;
  readonly #repositories = new Repositories();

  constructor(options: InputOptions, filter: Filter) {
    this.#options = options;
    this.#filter = filter;
    this.coverage = { files: 0, searched: 0, documents: 0, parsed: 0, skipped: {}, notLookedAt: 0 };
  }

  /** The folder of the repository that a bundle lies in; empty where it lies in none. */
  repositoryOf({ files: [first] }: ReadBundle): string {
    return first === undefined || this.list === undefined || first.uri === STDIN_URI
      ? ''
      : this.#repositories.around(dirname(join(this.list.territory.root, first.uri)));
  }

  async *read(reader: BundleReader): AsyncGenerator<ReadBundle> {
    const { paths, cwd, exclude = [], ignore = true } = this.#options;
    if (paths.includes('-')) {
      if (this.#options.stdin === undefined) throw new UserError('standard input is asked for with -, but `stdin` gives none');
      const text = await readStdin(this.#options.stdin, piece => this.#filter.mayMatter(piece));
      yield this.#count(await reader.readStdin(text, STDIN_URI));
    }
    const named = paths.filter(path => path !== '-');
    if (named.length === 0) return;
    const list = findFiles(named, { cwd, exclude, ignore });
    this.notifications.push(...list.notifications);
    for (const [reason, count] of list.skipped) this.coverage.skipped[reason] = (this.coverage.skipped[reason] ?? 0) + count;
    if (list.files.length === 0 && list.notifications.every(notification => notification.level !== 'error'))
      this.notifications.push(nothingToRead(named.map(path => targetName(path, cwd))));
    const files = withUserData(await this.#withoutSnapshots(list.files), this.#options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE);
    this.list = { ...list, files };
    for (const bundle of groupFiles(files)) yield this.#count(await reader.read(bundle, list.territory));
  }

  /** Those of the files with findings of which nothing tells that they are for a cluster's nodes. */
  offNodes(findings: readonly Finding[]): ReadonlySet<string> {
    return this.list === undefined ? new Set() : withoutWitness(inQuestion(findings), this.list);
  }

  async #withoutSnapshots(files: readonly FoundFile[]): Promise<readonly FoundFile[]> {
    if (!files.some(({ uri }) => uri.endsWith('unshim-snapshot.json'))) return files;
    const { takeSnapshots } = await import('./sources/cluster/snapshot-read.ts');
    const taken = takeSnapshots(files, this.#options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE);
    this.snapshots.push(...taken.clusters);
    this.notifications.push(...taken.notifications);
    return taken.files;
  }

  #count(bundle: ReadBundle): ReadBundle {
    for (const { uri } of bundle.files) this.looked.add(uri);
    this.notifications.push(...bundle.notifications);
    this.count(bundle.counts);
    return bundle;
  }

  count({ files, searched, documents, parsed, binary, otherTypes }: Counts): void {
    Object.assign(this.coverage, {
      files: this.coverage.files + files,
      searched: this.coverage.searched + searched,
      documents: this.coverage.documents + documents,
      parsed: this.coverage.parsed + parsed,
    });
    if (otherTypes > 0) this.coverage.skipped['other file types'] = (this.coverage.skipped['other file types'] ?? 0) + otherTypes;
    if (binary > 0) this.coverage.skipped['binary'] = (this.coverage.skipped['binary'] ?? 0) + binary;
  }
}
