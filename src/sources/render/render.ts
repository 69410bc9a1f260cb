// Renders the charts and kustomizations of a scan that can matter, each in a process of its own, a few at a time.
import { join, resolve } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { Filter } from '../../model/filter.ts';
import type { Level, Notification } from '../../model/finding.ts';
import type { FileList } from '../files.ts';
import { relativeUri } from '../ignore-rules.ts';
import { problem } from '../problem.ts';
import { readText } from '../read-text.ts';
import { type FoundFile, isInside, type Territory } from '../territory.ts';
import { chartRoots } from './charts.ts';
import { joined, linkOutOf, staysWithin } from './folders.ts';
import { archivesOf, checkHelm, renderChart, type Helm } from './helm.ts';
import { findKustomize, renderKustomization } from './kustomize.ts';
import { isKustomizationFile, kustomizationRoots, type KustomizationRoot } from './kustomizations.ts';
import type { RenderedText, RenderOptions, RenderResult, RenderRoot } from './rendered.ts';
import { findTool } from './run-tool.ts';

/** What a scan has found, and what it was asked for. */
export interface RenderScan {
  readonly options: RenderOptions;
  readonly list: FileList;
  /** The uris of files that were read because they can matter. */
  readonly looked: ReadonlySet<string>;
  readonly filter: Filter;
  readonly cwd: string;
  readonly maxFileSize: number;
  /** `1.NN` */
  readonly kubernetes: string;
}

export interface Rendered {
  readonly results: readonly RenderResult[];
  /** What is not about one chart or kustomization. */
  readonly notifications: readonly Notification[];
  /** The files of values that the user gives, the deciding one first; a uri where they lie within the scan's root. */
  readonly values: readonly { readonly uri?: string; readonly text: string }[];
}

/** Renders what can matter. Throws a `UserError` for values that cannot be read. */
export async function renderAll(scan: RenderScan): Promise<Rendered> {
  const values = (scan.options.helmValues ?? []).map(file => readValues(file, scan)).toReversed();
  const charts = chartRoots(scan.list.files.map(({ uri }) => uri)).filter(chart => chartMatters(chart, scan, values));
  const kustomizations = kustomizationsOf(scan);
  const parts = [await renderCharts(charts, scan), await renderKustomizations(kustomizations, scan)];
  return { results: parts.flatMap(({ results }) => results), notifications: parts.flatMap(({ notifications }) => notifications), values };
}

interface Part {
  readonly results: readonly RenderResult[];
  readonly notifications: readonly Notification[];
}

const NOTHING: Part = { results: [], notifications: [] };

async function renderCharts(charts: readonly RenderRoot[], scan: RenderScan): Promise<Part> {
  const { options, list, cwd } = scan;
  if (charts.length === 0) return NOTHING;
  const path = findTool('helm', options.toolPath);
  const helm = path === undefined ? { why: 'helm is not installed' } : await checkHelm(path, cwd);
  if ('why' in helm) return without(helm.why, charts, 'charts', scan, hasValues(scan) ? '--helm-values and --helm-set' : undefined);
  const results = await inTurns(charts, chart => renderOne(chart, scan, () => chartTexts(helm, chart, scan), linkIn(chart, list.territory)));
  const isInVain = hasValues(scan) && results.every(({ kind }) => kind === 'failed');
  return { results: isInVain ? results.map(asError) : results, notifications: [] };
}

async function renderKustomizations(roots: readonly KustomizationRoot[], scan: RenderScan): Promise<Part> {
  if (roots.length === 0) return NOTHING;
  const tool = findKustomize(scan.options.toolPath);
  if (tool === undefined) return without('neither kustomize nor kubectl is installed', roots, 'kustomizations', scan);
  const { territory } = scan.list;
  const results = await inTurns(roots, root => {
    const outside = root.files.find(file => file.startsWith('../') || !staysWithin(join(territory.root, file), territory));
    const hindrance = root.hindrance ?? (outside === undefined ? undefined : `${outside} leads out of the folder that is scanned`);
    return renderOne(root, scan, () => renderKustomization(tool, root, join(territory.root, root.folder)), hindrance);
  });
  return { results, notifications: [] };
}

function chartTexts(helm: Helm, chart: RenderRoot, { options, list, kubernetes, cwd }: RenderScan): ReturnType<typeof renderChart> {
  const helmValues = (options.helmValues ?? []).map(file => resolve(cwd, file));
  return renderChart(helm, chart, { ...options, helmValues, kubernetes, folder: join(list.territory.root, chart.folder) });
}

async function renderOne(
  root: RenderRoot,
  scan: RenderScan,
  render: () => ReturnType<typeof renderChart>,
  hindrance: string | undefined,
): Promise<RenderResult> {
  const outcome = hindrance === undefined ? await render() : { why: hindrance };
  if ('why' in outcome) {
    const notification = problem('unrendered-template', levelOf(scan), `the ${root.kind} is read without being rendered: ${outcome.why}`, root.uri);
    return { kind: 'failed', root, notification };
  }
  return { kind: 'rendered', root, texts: outcome.texts.filter(({ uri }) => !scan.list.territory.isExcluded(uri)) };
}

/** The unrendered reading stands, unless the user asked for more. */
function levelOf({ options }: RenderScan): Level {
  return options.mode === 'always' ? 'error' : 'note';
}

/** Values that no chart is rendered with are not heeded: what they switch on would be told as off by default. */
function hasValues({ options }: RenderScan): boolean {
  return [...(options.helmValues ?? []), ...(options.helmSet ?? [])].length > 0;
}

function asError(result: RenderResult): RenderResult {
  return result.kind === 'failed' ? { ...result, notification: { ...result.notification, level: 'error' } } : result;
}

/** `demand`: the options that ask for more than the unrendered reading, besides --render. */
function without(why: string, roots: readonly RenderRoot[], what: string, scan: RenderScan, demand?: string): Part {
  const demands = scan.options.mode === 'always' ? '--render always' : demand;
  const hint = demands === undefined ? '' : `; install it, or leave ${demands} out`;
  const level = demands === undefined ? 'note' : 'error';
  const count = roots.length === 1 ? `1 of the ${what} is` : `${roots.length} ${what} are`;
  return { results: [], notifications: [problem('unrendered-template', level, `${count} read without being rendered, since ${why}${hint}`)] };
}

function linkIn(chart: RenderRoot, territory: Territory): string | undefined {
  const link = linkOutOf(join(territory.root, chart.folder), territory);
  return link === undefined ? undefined : `${link} leads out of the folder that is scanned`;
}

/** Values can put into any chart what its files do not hold. */
function chartMatters(chart: RenderRoot, { looked, filter, options, list }: RenderScan, values: Rendered['values']): boolean {
  const given = [...values.map(({ text }) => text), ...(options.helmSet ?? [])];
  if (given.some(text => filter.mayMatter(text))) return true;
  return chart.files.some(file => looked.has(file)) || archivesOf(join(list.territory.root, chart.folder)).length > 0;
}

/** Kustomizations are always read, so that they matter where their own text does, or a file that they name. */
function kustomizationsOf({ list, looked, filter, maxFileSize }: RenderScan): readonly KustomizationRoot[] {
  const texts = new Map(list.files.filter(({ uri }) => isKustomizationFile(uri)).flatMap(file => textOf(file, maxFileSize)));
  const matters = (uri: string): boolean => filter.mayMatter(texts.get(uri) ?? '') || (looked.has(uri) && !texts.has(uri));
  return kustomizationRoots([...texts].map(([uri, text]) => ({ uri, text }))).filter(({ files }) => files.some(matters));
}

function textOf(file: FoundFile, maxFileSize: number): readonly (readonly [string, string])[] {
  const read = readText(file, { maxFileSize, mayMatter: () => true });
  return read.kind === 'text' ? [[file.uri, read.text]] : [];
}

function readValues(file: string, { cwd, list, maxFileSize }: RenderScan): Rendered['values'][number] {
  const path = resolve(cwd, file);
  const read = readText({ uri: file, path }, { maxFileSize, mayMatter: () => true });
  if (read.kind === 'problem') throw new UserError(`--helm-values ${file}: ${read.notification.message}`);
  if (read.kind !== 'text') throw new UserError(`--helm-values ${file} is no text`);
  const { root } = list.territory;
  return { ...(isInside(root, path) ? { uri: relativeUri(root, path) } : {}), text: read.text };
}

const AT_ONCE = 4;

/** The results in order, however long each of them takes. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** The texts of the files that a rendered one was made from, by their uris: what its findings are traced back to. */
export function sourcesOf(root: RenderRoot, printed: readonly RenderedText[], { list, looked, maxFileSize }: RenderScan): ReadonlyMap<string, string> {
  const known = new Map(list.files.map(file => [file.uri, file]));
  const uris = new Set([...root.files.filter(uri => looked.has(uri)), ...printed.map(({ uri }) => uri)]);
  const files = [...uris].map(uri => known.get(uri) ?? { uri, path: join(list.territory.root, uri) });
  return new Map(files.flatMap(file => textOf(file, maxFileSize)));
}

/** A file of the chart that Helm reads as a template, in the chart itself or in a subchart. */
export function isTemplate(root: RenderRoot, uri: string): boolean {
  return root.kind === 'chart' && uri.startsWith(joined(root.folder, '')) && /(?:^|\/)templates\/(?:.*\/)?[^_/][^/]*$/.test(uri);
}
