// What a scan says on standard error, where no report is.
import type { Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { visible } from '../report/safe-text.ts';
import { count, grouped, placeOf } from '../report/words.ts';
import type { ScanOptions } from './scan-options.ts';

const MOST_LINES = 10;

/** One line for `--verbose`: how much was done and how long it took. */
export function describeRun(report: Report, milliseconds: number): string {
  const { files, searched, documents, parsed } = report.coverage;
  const seconds = (milliseconds / 1000).toFixed(2);
  const read = `${count(files, 'file')} (${grouped(searched)} only searched), ${count(documents, 'document')} (${grouped(parsed)} parsed)`;
  return `unshim: ran ${count(report.rules.length, 'rule')} over ${read} in ${seconds} s\n`;
}

/** Why the exit code is 2, for those who do not see the whole table: what could not be looked at. Empty where nothing is missing. */
export function describeGaps(report: Report, { outputs, quiet }: Pick<ScanOptions, 'outputs' | 'quiet'>): string {
  const isShown = !quiet && outputs.some(output => output.format === 'table' && output.file === undefined);
  if (report.complete || isShown) return '';
  const gaps = report.notifications.filter(notification => notification.level === 'error');
  const lines = gaps.slice(0, MOST_LINES).map(describeGap);
  if (gaps.length > MOST_LINES) lines.push(`unshim: and ${String(gaps.length - MOST_LINES)} more`);
  return [...lines, 'unshim: not everything could be looked at, so the exit code is 2', ''].join('\n');
}

function describeGap({ message, location }: Notification): string {
  const place = location === undefined ? '' : `${placeOf(location)}: `;
  return `unshim: ${place}${visible(message)}`;
}
