// What several reports say alike, as those of folders that overlap: told once.
import type { Finding, Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { compareSeverity, count } from './words.ts';

/** The findings of all reports; of one that several have, with its identity and its place, only the worst is kept, and it is said how many there were. */
export function findingsOnce(reports: readonly Report[]): { readonly findings: readonly Finding[]; readonly notifications: readonly Notification[] } {
  const kept = new Map<string, Finding>();
  let repeated = 0;
  for (const { category, findings } of reports) {
    for (const [key, finding] of numbered(findings.toSorted(byWeight), one => JSON.stringify([category, identityOf(one)]))) {
      const known = kept.get(key);
      if (known !== undefined) repeated++;
      if (known === undefined || byWeight(finding, known) < 0) kept.set(key, finding);
    }
  }
  return { findings: [...kept.values()], notifications: repeated === 0 ? [] : [tellRepeated(repeated)] };
}

/** The notifications of all reports, each once that several have. */
export function notificationsOnce(reports: readonly Report[]): readonly Notification[] {
  const kept = reports.flatMap(({ category, notifications }) => numbered(notifications, one => JSON.stringify([category, one])));
  return [...new Map(kept).values()];
}

/** What one report says twice is two things, and meets what another one says as its first and its second. */
function numbered<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [key: string, item: Item])[] {
  const seen = new Map<string, number>();
  return items.map(item => {
    const key = keyOf(item);
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    return [`${String(number)} ${key}`, item];
  });
}

function identityOf({ fingerprint, cluster, host, location }: Finding): unknown {
  return [fingerprint, cluster, host, location.physical, location.logical];
}

/** What counts before what is suppressed, then the worse. */
function byWeight(a: Finding, b: Finding): number {
  return Number(a.suppression !== undefined) - Number(b.suppression !== undefined) || compareSeverity(a, b);
}

function tellRepeated(repeated: number): Notification {
  const message = `${count(repeated, 'finding')} of one report ${repeated === 1 ? 'is' : 'are'} in another one as well and told once; where they are of different repositories, scan each with a --category of its own`;
  return { code: 'repeated-findings', level: 'note', message };
}
