// Charts as `helm template` prints them: offline, with the default values and those that the user gives.
import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { coerce, gte } from 'semver';
import { joined } from './folders.ts';
import type { RenderedText, RenderOptions, RenderRoot } from './rendered.ts';
import { runTool, type ToolRun } from './run-tool.ts';

export interface Helm {
  readonly path: string;
  /** `3.18.6` */
  readonly version: string;
}

/** The version of a program that calls itself helm; a clause that says what is wrong where it cannot be used. */
export async function checkHelm(path: string, cwd: string): Promise<Helm | { readonly why: string }> {
  const ran = await runTool(path, ['version', '--template', '{{.Version}}'], cwd);
  const version = ran.kind === 'output' ? coerce(ran.text)?.version : undefined;
  if (version === undefined) return { why: `the installed helm does not tell its version${ran.kind === 'failed' ? `: ${ran.why}` : ''}` };
  return gte(version, '3.0.0') ? { path, version } : { why: `the installed helm ${version} is too old: Helm 3 is needed` };
}

export interface ChartGoal extends Pick<RenderOptions, 'helmValues' | 'helmSet'> {
  /** `1.NN` */
  readonly kubernetes: string;
  /** Absolute. */
  readonly folder: string;
}

/** Renders a chart with its subcharts. Hooks are printed as any other object is; nothing runs them. */
export async function renderChart(
  helm: Helm,
  chart: RenderRoot,
  goal: ChartGoal,
): Promise<{ readonly texts: readonly RenderedText[] } | { readonly why: string }> {
  const values = (goal.helmValues ?? []).flatMap(file => ['--values', file]);
  const sets = (goal.helmSet ?? []).flatMap(pair => ['--set', pair]);
  // A schema may refer to addresses of the network.
  const skipped = gte(helm.version, '3.16.0') ? ['--skip-schema-validation'] : [];
  const args = ['template', releaseName(goal.folder), goal.folder, '--namespace', 'default', '--kube-version', `v${goal.kubernetes}.0`];
  const ran: ToolRun = await runTool(helm.path, [...args, ...skipped, ...values, ...sets], goal.folder);
  if (ran.kind === 'failed') return { why: explain(ran.why) };
  return { texts: bySource(ran.text).map(({ source, text }) => ({ uri: uriOf(source, chart, goal.folder), text })) };
}

function explain(why: string): string {
  const missing = /missing in charts\/ directory: ([\w.,\s-]+)/.exec(why)?.[1]?.trim();
  return missing === undefined ? why : `its dependencies are not in charts/ (${missing}); run helm dependency build`;
}

/** The name of the chart's folder, where Helm takes it for a release. */
function releaseName(folder: string): string {
  const name = posix.basename(folder.replaceAll('\\', '/')).toLowerCase();
  return /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(name) ? name : 'release-name';
}

/** What each template printed; Helm says before each document which it comes from. */
export function bySource(output: string): readonly { readonly source: string; readonly text: string }[] {
  const texts = new Map<string, string>();
  for (const part of output.split(/^---\n# Source: /m).slice(1)) {
    const end = part.indexOf('\n');
    const source = part.slice(0, end < 0 ? part.length : end).trim();
    const text = end < 0 ? '' : part.slice(end + 1);
    if (text.trim() !== '') texts.set(source, `${texts.get(source) ?? ''}---\n${text.endsWith('\n') ? text : `${text}\n`}`);
  }
  return [...texts].map(([source, text]) => ({ source, text }));
}

/** The file of a source such as `chart/charts/sub/templates/a.yaml`; for a subchart in an archive, the archive. */
function uriOf(source: string, chart: RenderRoot, folder: string): string {
  const below = posix.normalize(source.slice(source.indexOf('/') + 1));
  if (below.startsWith('../') || posix.isAbsolute(below)) return chart.uri;
  if (existsSync(join(folder, below))) return joined(chart.folder, below);
  const archive = archiveOf(below, folder);
  return archive === undefined ? chart.uri : joined(chart.folder, archive);
}

function archiveOf(below: string, folder: string): string | undefined {
  const [, name] = /^charts\/([^/]+)\//.exec(below) ?? [];
  const found = name === undefined ? undefined : archivesOf(folder).find(file => file.startsWith(`${name}-`));
  return found === undefined ? undefined : `charts/${found}`;
}

/** The packed subcharts of a chart, which only rendering reads. */
export function archivesOf(folder: string): readonly string[] {
  const charts = join(folder, 'charts');
  return existsSync(charts)
    ? readdirSync(charts)
        .filter(file => file.endsWith('.tgz'))
        .sort()
    : [];
}
