// The pipeline, once: inputs to bundles, bundles to facts, facts and rules to findings, all of it to a report.
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { Evaluation } from './engine/evaluation.ts';
import { Evaluations } from './engine/evaluations.ts';
import { createFilter, passAll } from './engine/filter.ts';
import { inQuestion, lowerOffNodes } from './engine/off-nodes.ts';
import { AgentKnowledge } from './facts/agents.ts';
import { withValuesSites } from './facts/values-sites.ts';
import type { Filter } from './model/filter.ts';
import type { Finding, Notification, Runtime } from './model/finding.ts';
import type { Coverage, Report } from './model/report.ts';
import type { Counts, ReadBundle } from './bundle-work.ts';
import { UserError } from './model/errors.ts';
import { BundleReader } from './read-bundle.ts';
import { makeReport } from './engine/report.ts';
import { scanCluster, type ClusterGoal, type ClusterScan } from './scan-cluster.ts';
import type { HostScan } from './scan-host.ts';
import type { Judged } from './scan-rendered.ts';
import type { ClusterContents } from './sources/cluster/contents.ts';
import type { ClusterOptions } from './sources/cluster/clusters.ts';
import type { HostContents } from './sources/host/contents.ts';
import type { HostTarget } from './sources/host/host.ts';
import type { RuleSet } from './rules/load.ts';
import { groupFiles } from './sources/bundles.ts';
import { type FileList, findFiles } from './sources/files.ts';
import { Repositories } from './sources/repositories.ts';
import { isRenderable, type RenderOptions } from './sources/render/rendered.ts';
import type { FoundFile } from './sources/territory.ts';
import { readStdin, STDIN_URI } from './sources/stdin.ts';
import { withUserData } from './sources/user-data.ts';
import { withoutWitness } from './sources/witness.ts';
import { VERSION } from './version.ts';

export interface ScanOptions {
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** The folder that relative paths and uris refer to. */
  readonly cwd: string;
  readonly rules: RuleSet;
  /** The runtime moved to; containerd by default. */
  readonly to?: Runtime;
  /** The Kubernetes version moved to, `1.NN`. */
  readonly kubernetes: string;
  /** Patterns of files to leave out, as in a .gitignore file. */
  readonly exclude?: readonly string[];
  /** Whether .gitignore files are honoured; true by default. */
  readonly ignore?: boolean;
  /** In bytes; 16 MiB by default. */
  readonly maxFileSize?: number;
  /** Tells runs of different targets apart in code scanning. */
  readonly category?: string;
  /** Live clusters to scan besides the paths. */
  readonly clusters?: ClusterOptions;
  /** Whether Helm and Kustomize render charts and overlays besides; without it no program is started. */
  readonly render?: RenderOptions;
  /** Folders that are the roots of nodes' file systems, to be read besides the paths. */
  readonly hosts?: readonly HostTarget[];
  /** False parses every document instead of those that can matter: slower, the same findings. */
  readonly filter?: boolean;
}

export const DEFAULT_MAX_FILE_SIZE = 16 * 1024 ** 2;

/** Scans the paths and reports what depends on Docker. Throws `UserError` where it cannot start; whatever cannot be read is a notification. */
export async function scan(options: ScanOptions): Promise<Report> {
  const { rules, agents, known } = options.rules;
  const goal = { rules, known, goal: { to: options.to ?? 'containerd', kubernetes: options.kubernetes }, narrow: options.filter !== false };
  const filter = options.filter === false ? passAll : createFilter(rules, agents);
  const interest = options.filter === false ? createFilter(rules, agents) : filter;
  const evaluations = new Evaluations(() => new Evaluation(rules, goal.goal, goal.narrow));
  const kit = { agents: new AgentKnowledge(agents), interesting: (text: string) => interest.interesting(text) };
  const reader = new BundleReader({ filter, kit, maxFileSize: options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE });
  const inputs = new Inputs(options, filter);
  for await (const bundle of inputs.read(reader)) evaluations.in(inputs.repositoryOf(bundle)).add(withValuesSites(bundle.facts), bundle.files);
  const judged = await withRendered(evaluations.finish(new Set(known)), { options, inputs, reader, filter }, goal);
  const findings = lowerOffNodes(judged.findings, inputs.offNodes(judged.findings));
  const { coverage } = inputs;
  const clusters: ClusterScan[] = [];
  for await (const contents of readClusters(options, inputs.snapshots, filter)) {
    const one = await scanCluster(contents, reader, goal);
    clusters.push(one);
    Object.assign(coverage, { documents: coverage.documents + one.documents, parsed: coverage.parsed + one.parsed });
  }
  const hosts: HostScan[] = [];
  for await (const one of scanHosts(options, reader, filter)) {
    hosts.push(one);
    inputs.count(one.counts);
  }
  return makeReport({
    version: VERSION,
    targets: [
      ...options.paths.map(path => targetName(path, options.cwd)),
      ...clusters.map(({ cluster }) => `cluster ${cluster.context}`),
      ...hosts.map(({ host }) => `host ${host.name}`),
    ],
    ...goal,
    ...(options.category === undefined ? {} : { category: options.category }),
    findings: [...findings, ...[...clusters, ...hosts].flatMap(one => one.findings)],
    notifications: [...inputs.notifications, ...judged.notifications, ...[...clusters, ...hosts].flatMap(one => one.notifications)],
    coverage,
    clusters: clusters.map(({ cluster }) => cluster),
    hosts: hosts.map(({ host }) => host),
  });
}

interface Unrendered {
  readonly options: ScanOptions;
  readonly inputs: Inputs;
  readonly reader: BundleReader;
  readonly filter: Filter;
}

/** What was judged, with what rendering says of it where that is asked for and there is something to render. */
async function withRendered(judged: Judged, { options, inputs, reader, filter }: Unrendered, goal: ClusterGoal): Promise<Judged> {
  const { render, cwd, kubernetes, maxFileSize = DEFAULT_MAX_FILE_SIZE } = options;
  const { list, looked } = inputs;
  if (render === undefined || list?.files.some(({ uri }) => isRenderable(uri)) !== true) return judged;
  const { scanRendered } = await import('./scan-rendered.ts');
  return scanRendered(judged, { options: render, list, looked, filter, cwd, maxFileSize, kubernetes }, reader, goal);
}

/** Each node is evaluated by itself: what one of them says is not to be compared with what another one does. */
async function* scanHosts({ hosts = [], ...options }: ScanOptions, reader: BundleReader, filter: Filter): AsyncGenerator<HostScan> {
  if (hosts.length === 0) return;
  const [{ readHost }, { scanHost }] = await Promise.all([import('./sources/host/host.ts'), import('./scan-host.ts')]);
  const goal = { to: options.to ?? 'containerd', kubernetes: options.kubernetes };
  const maxFileSize = options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE;
  const taken = new Set<string>();
  for (const { root, name } of hosts) {
    const contents = readHost(root, { cwd: options.cwd, maxFileSize, mayMatter: text => filter.mayMatter(text), ...(name === undefined ? {} : { name }) });
    const own = ownName(contents, taken);
    taken.add(own);
    yield await scanHost({ ...contents, name: own }, reader, {
      rules: options.rules.rules,
      known: options.rules.known,
      goal,
      narrow: options.filter !== false,
    });
  }
}

/** Images made of one node have its name, and even their folders may be called alike. */
function ownName({ name, root }: HostContents, taken: ReadonlySet<string>): string {
  let own = name;
  for (let copy = 1; taken.has(own); copy++) own = `${name} (${root}${copy === 1 ? '' : `, ${String(copy)}`})`;
  return own;
}

/** Snapshots among the files, then each cluster that was asked for, one after the other; one that cannot be reached hides none of the others. */
async function* readClusters({ clusters, rules, cwd }: ScanOptions, snapshots: readonly ClusterContents[], filter: Filter): AsyncGenerator<ClusterContents> {
  yield* snapshots;
  if (clusters === undefined) return;
  const { readLiveClusters } = await import('./sources/cluster/clusters.ts');
  yield* readLiveClusters(clusters, { rules: rules.rules, filter, cwd });
}

/** A folder without a single manifest is more often a mistyped path than a ready cluster. */
function nothingToRead(paths: readonly string[]): Notification {
  return {
    code: 'nothing-to-read',
    level: 'error',
    message: `there is no file to read below ${paths.join(', ')}; see which files are read with unshim scan --help`,
  };
}

/** Reports hold no absolute paths, which differ from machine to machine. */
function targetName(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const below = relative(cwd, path);
  return below === '' ? '.' : below.startsWith('..') ? basename(path) : below;
}

/** Reads all inputs bundle by bundle, and keeps account of what was looked at. */
class Inputs {
  readonly notifications: Notification[] = [];
  /** Snapshots of clusters among the files. */
  readonly snapshots: ClusterContents[] = [];
  /** The files found, and the uris of those that can matter. */
  list: FileList | undefined;
  readonly looked = new Set<string>();
  readonly coverage: Coverage & { skipped: Record<string, number> };
  readonly #options: ScanOptions;
  readonly #filter: Filter;
  readonly #repositories = new Repositories();

  constructor(options: ScanOptions, filter: Filter) {
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
