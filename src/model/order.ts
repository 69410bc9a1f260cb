// The one order of findings and notifications, the same on every machine.
import type { Finding, Notification } from './finding.ts';
import type { Location } from './location.ts';

/** By cluster or host, file, line, column, rule, then identity; plain code unit order, never a locale's. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      compare(a.cluster ?? '', b.cluster ?? '') ||
      compare(a.host ?? '', b.host ?? '') ||
      byPlace(a.location, b.location) ||
      compare(a.ruleId, b.ruleId) ||
      compare(a.fingerprint, b.fingerprint) ||
      compare(a.message, b.message),
  );
}

export function sortNotifications(notifications: readonly Notification[]): readonly Notification[] {
  return notifications.toSorted(
    (a, b) => byPlace(a.location, b.location) || compare(a.code, b.code) || compare(a.message, b.message) || compare(a.host ?? '', b.host ?? ''),
  );
}

function byPlace(a: Location | undefined, b: Location | undefined): number {
  const [x, y] = [a?.physical, b?.physical];
  if (x === undefined && y === undefined) return compare(logicalName(a), logicalName(b)) || compare(a?.logical?.path ?? '', b?.logical?.path ?? '');
  return (
    compare(x?.uri ?? '', y?.uri ?? '') ||
    (x?.region?.startLine ?? 0) - (y?.region?.startLine ?? 0) ||
    (x?.region?.startColumn ?? 0) - (y?.region?.startColumn ?? 0)
  );
}

/** Objects of a cluster by namespace, kind and name. */
function logicalName(location: Location | undefined): string {
  const { namespace = '', kind = '', name = '' } = location?.logical?.resource ?? {};
  return [namespace, kind, name].join('\0');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
