// How much of one object is told: where a rule finds thousands of places in it, the first of them and how many there are.
import type { Finding, Notification } from '../model/finding.ts';
import { resourceName } from '../model/location.ts';

/** Of one rule and one level in one object; no person has written more into one. */
const MOST_ALIKE = 1_000;

interface Crowd {
  total: number;
  /** The first that is not told. */
  beyond?: Finding;
}

/**
 * The findings that are told, and a notification for each crowd of which only a part is. Each level is bounded by itself, so that notes
 * crowd out no error, and so is what is suppressed.
 */
export function withinBounds(findings: readonly Finding[]): { readonly findings: readonly Finding[]; readonly notifications: readonly Notification[] } {
  if (findings.length <= MOST_ALIKE) return { findings, notifications: [] };
  const crowds = new Map<string, Crowd>();
  const told = findings.filter(finding => {
    const key = keyOf(finding);
    const crowd = crowds.get(key) ?? { total: 0 };
    crowds.set(key, crowd);
    if (++crowd.total > MOST_ALIKE) crowd.beyond ??= finding;
    return crowd.total <= MOST_ALIKE;
  });
  return { findings: told, notifications: [...crowds.values()].flatMap(tell) };
}

function keyOf({ ruleId, level, suppression, location }: Finding): string {
  const resource = location.logical?.resource;
  return [ruleId, level, String(suppression === undefined), location.physical?.uri ?? '', resource === undefined ? '' : resourceName(resource)].join('\0');
}

function tell({ total, beyond }: Crowd): readonly Notification[] {
  if (beyond === undefined) return [];
  const { ruleId, level, location, suppression } = beyond;
  const which = suppression === undefined ? `findings of level ${level}` : `suppressed findings of level ${level}`;
  const message = `not all is told: ${ruleId} makes ${String(total)} ${which} in one object or file, and the first ${String(MOST_ALIKE)} are told; mend those and scan again`;
  return [{ code: 'too-complex', level: suppression === undefined ? 'error' : 'note', message, location }];
}
