// What a scan says on standard error, where no report is.
import { type Location, resourceName } from '../model/location.ts';
import type { Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { visible } from '../report/safe-text.ts';
import type { Output } from './outputs.ts';

const MOST_LINES = 10;

/** One line for `--verbose`: how much was done and how long it took. */
export function describeRun(report: Report, milliseconds: number): string {
  const { files, searched, documents, parsed } = report.coverage;
  const seconds = (milliseconds / 1000).toFixed(2);
  return `unshim: ${String(report.rules.length)} rules, ${String(files)} files (${String(searched)} only searched), ${String(documents)} documents (${String(parsed)} parsed), ${seconds} s\n`;
}

/** Why the exit code is 2, for those who do not see the table: what could not be looked at. Empty where nothing is missing. */
export function describeGaps(report: Report, outputs: readonly Output[]): string {
  if (report.complete || outputs.some(output => output.format === 'table' && output.file === undefined)) return '';
  const gaps = report.notifications.filter(notification => notification.level === 'error');
  const lines = gaps.slice(0, MOST_LINES).map(describeGap);
  if (gaps.length > MOST_LINES) lines.push(`unshim: and ${String(gaps.length - MOST_LINES)} more`);
  return [...lines, 'unshim: not everything could be looked at, so the exit code is 2', ''].join('\n');
}

function describeGap({ message, location }: Notification): string {
  const place = location === undefined ? '' : placeOf(location);
  return `unshim: ${visible(place === '' ? message : `${place}: ${message}`)}`;
}

function placeOf({ physical, logical }: Location): string {
  if (physical === undefined) return logical?.resource === undefined ? '' : resourceName(logical.resource);
  const { region, uri } = physical;
  return region === undefined ? uri : `${uri}:${String(region.startLine)}:${String(region.startColumn)}`;
}
