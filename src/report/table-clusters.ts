// The table's parts about live clusters: a verdict for each, and what was listed of each.
import type { ClusterReport, ListCoverage, ListOutcome } from '../model/cluster.ts';
import type { Report } from '../model/report.ts';
import { clusterLines, clusterTitle, filesLines, nodesLine } from './cluster-verdict.ts';
import { grid, paragraph, restOf } from './grid.ts';
import type { Cell, Paint } from './grid.ts';
import { visible } from './safe-text.ts';
import { verdictPaint } from './table-view.ts';
import type { View } from './table-view.ts';
import { count, enumerate, grouped } from './words.ts';

const INDENT = 2;
const KINDS_SHOWN = 8;
const OUTCOMES: readonly Exclude<ListOutcome, 'listed'>[] = ['forbidden', 'failed', 'interrupted'];

/** The answer for the files of a scan that also saw clusters or nodes; nothing where there are no findings in files. */
export function filesVerdict(view: View): readonly (readonly string[])[] {
  const { report, colors } = view;
  if (report.clusters.length + report.hosts.length === 0) return [];
  const files = filesLines(report);
  return files.length === 0 ? [] : [[colors.bold('Files'), ...reasons(view, files)]];
}

/** The answer for each cluster. */
export function clusterVerdicts(view: View): readonly (readonly string[])[] {
  const { report } = view;
  return report.clusters.map(cluster => [
    ...paragraph(clusterTitle(cluster), view.width, { paint: titlePaint(view, cluster) }),
    ...reasons(view, clusterLines(report, cluster)),
  ]);
}

/** The answer for each cluster in one line. */
export function briefVerdicts(view: View): readonly string[] {
  return reasons(
    view,
    view.report.clusters.map(cluster => `${clusterTitle(cluster)}, ${nodesLine(cluster)}`),
  );
}

function titlePaint(view: View, { verdict }: Pick<Report, 'verdict'>): Paint {
  const paint = verdictPaint(view, verdict);
  return line => view.colors.bold(paint(line));
}

function reasons(view: View, lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => paragraph(line, view.width, { indent: INDENT }));
}

/** What was listed of one cluster, and what was not. */
export function clusterCoverage(view: View, { context, lists }: ClusterReport): readonly string[] {
  const gaps = OUTCOMES.flatMap(outcome => gapRows(lists.filter(list => list.outcome === outcome)).map(text => ({ outcome, text })));
  const rows = gaps.map(({ outcome, text }): Cell[] => [[{ text: outcome, paint: view.colors.red }], [{ text }]]);
  const outcomeWidth = Math.max(0, ...gaps.map(({ outcome }) => outcome.length));
  return [
    ...paragraph(`Coverage of ${visible(context)}`, view.width, { paint: view.colors.bold }),
    ...reasons(view, [listedLine(view, lists), ...namespacesLine(lists)]),
    ...grid(rows, [outcomeWidth, restOf(view.width - INDENT, [outcomeWidth])], INDENT),
  ];
}

function listedLine(view: View, lists: readonly ListCoverage[]): string {
  const kinds = new Map<string, number>();
  for (const { kind, objects, outcome } of lists) if (outcome === 'listed') kinds.set(kind, (kinds.get(kind) ?? 0) + objects);
  if (kinds.size === 0) return 'Nothing was listed as a whole';
  const sorted = [...kinds].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = sorted.slice(0, view.options.verbose === true ? sorted.length : KINDS_SHOWN).map(([kind, objects]) => `${visible(kind)} ${grouped(objects)}`);
  const rest = sorted.length - shown.length;
  const objects = sorted.reduce((sum, [, amount]) => sum + amount, 0);
  return `Listed ${count(objects, 'object')} of ${count(sorted.length, 'kind')}: ${shown.join(', ')}${rest === 0 ? '' : `, and ${count(rest, 'more kind')}`}`;
}

function namespacesLine(lists: readonly ListCoverage[]): readonly string[] {
  const namespaces = [...new Set(lists.flatMap(({ namespace }) => (namespace === undefined ? [] : [visible(namespace)])))];
  return namespaces.length === 0 ? [] : [`Limited to the ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${enumerate(namespaces)}`];
}

/** `Secret (v1) in build and web`: one text for each kind. */
function gapRows(lists: readonly ListCoverage[]): readonly string[] {
  const kinds = new Map<string, ListCoverage[]>();
  for (const list of lists) {
    const name = `${visible(list.kind)} (${visible(list.apiVersion)})`;
    const members = kinds.get(name);
    if (members === undefined) kinds.set(name, [list]);
    else members.push(list);
  }
  return [...kinds].map(([name, members]) => {
    const namespaces = members.flatMap(({ namespace }) => (namespace === undefined ? [] : [visible(namespace)]));
    const seen = members.reduce((sum, { objects }) => sum + objects, 0);
    return `${name}${namespaces.length === 0 ? '' : ` in ${enumerate(namespaces)}`}${seen === 0 ? '' : `, ${count(seen, 'object')} seen before it broke off`}`;
  });
}
