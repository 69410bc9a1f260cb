// What a scan says on standard error, where no report is.
import type { Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { visible } from '../report/safe-text.ts';
import { documentsRead } from '../report/verdict.ts';
import { count, findingPlace, grouped } from '../report/words.ts';
import { EXIT } from './exit-code.ts';
import type { ReportOptions } from './report-options.ts';

const MOST_LINES = 10;

/** One line for `--verbose`: how much was done and how long it took. */
export function describeRun(report: Report, milliseconds: number): string {
  const seconds = (milliseconds / 1000).toFixed(2);
  const read = [...clustersRead(report), ...filesRead(report), `${documentsRead(report)} (${grouped(report.coverage.parsed)} parsed)`].join(', ');
  return `unshim: ran ${count(report.rules.length, 'rule')} over ${read} in ${seconds} s\n`;
}

function clustersRead({ clusters }: Report): readonly string[] {
  const nodes = clusters.reduce((sum, cluster) => sum + cluster.nodes.length, 0);
  return clusters.length === 0 ? [] : [`${count(clusters.length, 'cluster')} (${count(nodes, 'node')})`];
}

function filesRead({ clusters, coverage: { files, searched } }: Report): readonly string[] {
  return clusters.length > 0 && files === 0 ? [] : [`${count(files, 'file')} (${grouped(searched)} only searched)`];
}

/** That a version is newer than what the rules were written for; empty where it is not. */
export function describeGoal(kubernetes: string, newest: string): string {
  const minor = (version: string): number => Number(version.split('.')[1]);
  if (minor(kubernetes) <= minor(newest)) return '';
  return `unshim: Kubernetes ${kubernetes} is newer than ${newest}, the newest that these rules know; what changed after that is not in them\n`;
}

/** Why the exit code is 2, for those who do not see the whole table: what could not be looked at. Empty where nothing is missing. */
export function describeGaps(report: Report, { outputs, quiet }: Pick<ReportOptions, 'outputs' | 'quiet'>, code: number = EXIT.incomplete): string {
  const isShown = !quiet && outputs.some(output => output.format === 'table' && output.file === undefined);
  if (report.complete || isShown) return '';
  const gaps = report.notifications.filter(notification => notification.level === 'error');
  const lines = gaps.slice(0, MOST_LINES).map(gap => describeGap(gap, report.clusters.length + report.hosts.length > 1));
  if (gaps.length > MOST_LINES) lines.push(`unshim: and ${String(gaps.length - MOST_LINES)} more`);
  return [...lines, `unshim: not everything could be looked at, so the exit code is ${String(code)}`, ''].join('\n');
}

function describeGap({ message, location, cluster, host }: Notification, naming: boolean): string {
  const place = location === undefined ? '' : `${findingPlace({ location, cluster, host }, naming)}: `;
  return `unshim: ${place}${visible(message)}`;
}
