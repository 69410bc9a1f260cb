// The report as people read it in a terminal: first the answer, then what to mend, then what was looked at.
import type { Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { FormatOptions } from './format.ts';
import { grid, paragraph, restOf } from './grid.ts';
import type { Cell } from './grid.ts';
import { calm } from './cluster-verdict.ts';
import { visible, visibleProse } from './safe-text.ts';
import { briefVerdicts, clusterCoverage, clusterVerdicts, filesVerdict } from './table-clusters.ts';
import { findingBlocks, hiddenLine, noteLines, placeGrid, suppressedLines } from './table-findings.ts';
import { briefHosts, hostVerdicts } from './table-hosts.ts';
import { nodeTable } from './table-nodes.ts';
import { levelPaint, verdictPaint, viewOf } from './table-view.ts';
import type { View } from './table-view.ts';
import { coverageLine, effectLines, headline, rulesThatLooked, summaryLine, topProblems } from './verdict.ts';
import { count, findingPlace } from './words.ts';
import { textWidth } from './wrap.ts';

type Block = readonly string[];

const INDENT = 2;
const TOP = 3;
const HINTS_SHOWN = 20;

/** The report for a terminal. */
export function formatTable(report: Report, options: FormatOptions): string {
  const view = viewOf(report, options);
  const summary = paragraph(summaryLine(report), view.width, { paint: view.colors.bold });
  if (options.quiet === true) return print([[...verdictLines(view, []), ...briefVerdicts(view), ...briefHosts(view), ...summary]]);
  return print([
    verdictLines(view, report.clusters.length + report.hosts.length > 0 ? [] : [...effectLines(report), ...reassurance(report)]),
    ...filesVerdict(view),
    ...clusterVerdicts(view),
    ...hostVerdicts(view),
    fixFirst(view),
    ...report.clusters.map(cluster => nodeTable(view, cluster)),
    ...findingBlocks(view),
    noteLines(view),
    suppressedLines(view),
    [...summary, ...filesCoverage(view)],
    ...report.clusters.map(cluster => clusterCoverage(view, cluster)),
    notLookedAt(view),
    hints(view),
  ]);
}

function print(blocks: readonly Block[]): string {
  const printed = blocks.filter(block => block.length > 0).map(block => block.join('\n'));
  return `${printed.join('\n\n')}\n`;
}

function verdictLines(view: View, reasons: readonly string[]): Block {
  const { report, colors, width } = view;
  const { verdict, rest } = headline(report);
  const paint = verdictPaint(view, report.verdict);
  const missed = Math.max(gaps(report).length, report.coverage.notLookedAt);
  const part = report.verdict === 'ready' ? undefined : rulesThatLooked(report);
  const lines = [
    ...reasons,
    ...(missed === 0 ? [] : [`${count(missed, 'thing')} could not be looked at`]),
    ...(part === undefined ? [] : [`Only ${part} looked`]),
  ];
  return [
    ...paragraph(`${verdict} ${rest}`, width, { paint: line => colors.bold(paint(line)) }),
    ...lines.flatMap(line => paragraph(line, width, { indent: INDENT })),
  ];
}

/** Where there is nothing to mend: said only if something was looked at. */
function reassurance(report: Report): readonly string[] {
  return report.coverage.files === 0 ? ['There was nothing to look at: no files'] : calm(report.findings, report);
}

/** What was read of files; nothing where only clusters were asked for. */
function filesCoverage({ report, width }: View): Block {
  return report.clusters.length > 0 && report.coverage.files === 0 ? [] : paragraph(coverageLine(report), width);
}

function fixFirst(view: View): Block {
  const { colors, report, width } = view;
  const problems = topProblems(report, TOP);
  if (problems.length === 0) return [];
  const rows = problems.map(({ ruleId, title, worst, places }, index): Cell[] => [
    [{ text: `${index + 1}.` }],
    [{ text: visible(ruleId), paint: levelPaint(view, worst.level) }],
    [{ text: count(places, 'place') }],
    [{ text: visibleProse(title) }],
  ]);
  const ids = Math.min(Math.floor(width * 0.45), Math.max(...problems.map(({ ruleId }) => textWidth(visible(ruleId)))));
  const columns = [2, ids, Math.max(...problems.map(problem => count(problem.places, 'place').length))];
  return [colors.bold('Fix first'), ...grid(rows, [...columns, restOf(width - INDENT, columns)], INDENT)];
}

function gaps(report: Report): readonly Notification[] {
  return report.notifications.filter(({ level }) => level === 'error');
}

function notLookedAt(view: View): Block {
  const missed = gaps(view.report);
  if (missed.length === 0) return [];
  return [view.colors.bold(view.colors.red('Not looked at')), ...notificationRows(view, missed)];
}

function hints(view: View): Block {
  const others = view.report.notifications.filter(({ level }) => level !== 'error');
  if (others.length === 0) return [];
  const shown = others.slice(0, view.options.verbose === true ? others.length : HINTS_SHOWN);
  const hidden = others.length - shown.length;
  return [view.colors.bold('Hints'), ...notificationRows(view, shown), ...(hidden === 0 ? [] : hiddenLine(view, count(hidden, 'more hint')))];
}

function notificationRows(view: View, notifications: readonly Notification[]): Block {
  const places: string[] = [];
  const rows: Cell[][] = [];
  const unplaced: string[] = [];
  for (const { code, message, location, cluster, host } of notifications) {
    const text = `${visible(message)} (${code})`;
    if (location === undefined) unplaced.push(...paragraph(text, view.width, { indent: INDENT }));
    else {
      const place = findingPlace({ location, cluster, host }, view.naming);
      places.push(place);
      rows.push([[{ text: place }], [{ text }]]);
    }
  }
  return [...placeGrid(rows, places, view.width, INDENT), ...unplaced];
}
