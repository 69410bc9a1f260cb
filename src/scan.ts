// The pipeline, once: inputs to bundles, bundles to facts, facts and rules to findings, all of it to a report.
import { Evaluation } from './engine/evaluation.ts';
import { Evaluations } from './engine/evaluations.ts';
import { createFilter, passAll } from './engine/filter.ts';
import { lowerOffNodes } from './engine/off-nodes.ts';
import { AgentKnowledge } from './facts/agents.ts';
import { withValuesSites } from './facts/values-sites.ts';
import type { Filter } from './model/filter.ts';
import type { Runtime } from './model/finding.ts';
import type { Report } from './model/report.ts';
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
import { isRenderable, type RenderOptions } from './sources/render/rendered.ts';
import { VERSION } from './version.ts';
import { DEFAULT_MAX_FILE_SIZE, type InputOptions } from './input-options.ts';
import { Inputs, targetName } from './scan-inputs.ts';

export interface ScanOptions extends InputOptions {
  readonly rules: RuleSet;
  /** The runtime moved to; containerd by default. */
  readonly to?: Runtime;
  /** The Kubernetes version moved to, `1.NN`. */
  readonly kubernetes: string;
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
