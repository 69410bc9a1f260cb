// The answer to "may I migrate?" in plain words: the headline, what will happen, and what to mend first.
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { countFindings } from '../model/report.ts';
import { resourceName } from '../model/location.ts';
import { visible } from './safe-text.ts';
import { compareSeverity, count, EFFECTS, enumerate, grouped, placeOf, RUNTIMES } from './words.ts';

const WORKLOADS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'DeploymentConfig',
  'Rollout',
]);

const HEADLINES: Readonly<Record<Report['verdict'], string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  unknown: 'Unknown',
};

/** The verdict in one or two words, and the rest of its sentence. */
export function headline(report: Report): { readonly verdict: string; readonly rest: string } {
  const move = `to move to ${RUNTIMES[report.runtime]} on Kubernetes ${visible(report.kubernetes)}`;
  const rest = report.verdict === 'unknown' ? `whether you are ready ${move}: could not look at everything` : move;
  return { verdict: HEADLINES[report.verdict], rest };
}

/** The findings that count: those that nobody has suppressed. */
export function activeFindings(report: Report): readonly Finding[] {
  return report.findings.filter(finding => finding.suppression === undefined);
}

/** One sentence for each effect that errors and warnings have, worst first. */
export function effectLines(report: Report): readonly string[] {
  const breaking = activeFindings(report).filter(({ level }) => level !== 'note');
  return Object.entries(EFFECTS).flatMap(([effect, { verb }]) => {
    const group = breaking.filter(finding => finding.effect === effect);
    return group.length === 0 ? [] : [effectLine(group, verb)];
  });
}

function effectLine(findings: readonly Finding[], verb: string): string {
  const certain = subjectsOf(findings.filter(({ level }) => level === 'error'));
  const possible = subjectsOf(findings.filter(({ level }) => level === 'warning'));
  for (const key of certain.keys()) possible.delete(key);
  if (certain.size === 0) return `${countSubjects(possible)} may ${verb}`;
  const more = possible.size === 0 ? '' : `, and perhaps ${grouped(possible.size)} more`;
  return `${countSubjects(certain)} will ${verb}${more}`;
}

/** What is affected: a workload counts once however many findings it has, anything else counts by place. */
function subjectsOf(findings: readonly Finding[]): Map<string, 'workload' | 'place'> {
  return new Map(
    findings.map(({ owner, location }) => {
      const object = owner ?? location.logical?.resource;
      if (object === undefined || !WORKLOADS.has(object.kind)) return [`place ${placeOf(location)}`, 'place'];
      return [`${location.physical?.uri ?? ''} ${resourceName(object)}`, 'workload'];
    }),
  );
}

function countSubjects(subjects: ReadonlyMap<string, 'workload' | 'place'>): string {
  const workloads = [...subjects.values()].filter(subject => subject === 'workload').length;
  const places = subjects.size - workloads;
  if (workloads === 0) return count(places, 'place');
  return enumerate([count(workloads, 'workload'), ...(places === 0 ? [] : [count(places, 'other place')])]);
}

/** A rule's errors and warnings, taken as one problem. */
export interface TopProblem {
  readonly ruleId: string;
  readonly title: string;
  readonly worst: Finding;
  readonly places: number;
}

/** The problems to mend first: worst first, then those with most places. */
export function topProblems(report: Report, limit: number): readonly TopProblem[] {
  const titles = new Map(report.rules.map(({ id, title }) => [id, title]));
  const problems = new Map<string, TopProblem>();
  for (const finding of activeFindings(report)) {
    if (finding.level === 'note') continue;
    const { ruleId } = finding;
    const known = problems.get(ruleId);
    const worst = known === undefined || compareSeverity(finding, known.worst) < 0 ? finding : known.worst;
    problems.set(ruleId, { ruleId, title: titles.get(ruleId) ?? finding.message, worst, places: (known?.places ?? 0) + 1 });
  }
  return [...problems.values()].sort((a, b) => compareSeverity(a.worst, b.worst) || b.places - a.places || (a.ruleId < b.ruleId ? -1 : 1)).slice(0, limit);
}

/** `4 errors, 3 warnings, 7 notes, 2 suppressed`. */
export function summaryLine(report: Report): string {
  const { levels, suppressed } = countFindings(report.findings);
  return [count(levels.error, 'error'), count(levels.warning, 'warning'), count(levels.note, 'note'), count(suppressed, 'suppressed', 'suppressed')].join(', ');
}

/** What was read and what was passed over. */
export function coverageLine({ coverage }: Report): string {
  const skipped = Object.entries(coverage.skipped)
    .filter(([, files]) => files > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const total = skipped.reduce((sum, [, files]) => sum + files, 0);
  const idle = coverage.searched === 0 ? '' : ` (${grouped(coverage.searched)} held nothing of interest)`;
  const reasons = skipped.map(([reason, files]) => `${visible(reason)} ${grouped(files)}`);
  const over = total === 0 ? '' : `; skipped ${grouped(total)} (${reasons.join(', ')})`;
  return `Looked at ${count(coverage.files, 'file')}${idle}, ${count(coverage.documents, 'document')}${over}`;
}
