// The answer to "may I migrate?" in plain words: the headline, what will happen, and what to mend first.
import { hasHappened } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { countFindings } from '../model/report.ts';
import { resourceName } from '../model/location.ts';
import { visible } from './safe-text.ts';
import { compareSeverity, count, EFFECTS, enumerate, grouped, NODE_EFFECTS, placeOf, RUNTIMES } from './words.ts';
import type { EffectVerbs } from './words.ts';
import { isOfWorkload } from './workload.ts';

const HEADLINES: Readonly<Record<Report['verdict'], string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  unknown: 'Unknown',
};

const MOVED_HEADLINES: Readonly<Record<Report['verdict'], Headline>> = {
  ready: { verdict: 'Moved:', rest: 'no node runs Docker Engine any more, and no error was found' },
  'not-ready': { verdict: 'Already broken:', rest: 'no node runs Docker Engine any more' },
  unknown: { verdict: 'Unknown', rest: 'whether all is well without Docker Engine: could not look at everything' },
};

export interface Headline {
  readonly verdict: string;
  readonly rest: string;
}

/** The verdict in one or two words, and the rest of its sentence. */
export function headline(report: Report): Headline {
  const { verdict, rest } = unlimited(report);
  const part = rulesThatLooked(report);
  return { verdict, rest: part === undefined || report.verdict !== 'ready' ? rest : `${rest}, as far as ${part} tell` };
}

/** `3 of 120 rules`; nothing where all of them looked. */
export function rulesThatLooked({ coverage: { rules } }: Pick<Report, 'coverage'>): string | undefined {
  return rules === undefined ? undefined : `${grouped(rules.ran)} of ${grouped(rules.known)} rules`;
}

function unlimited(report: Report): Headline {
  if (hasMoved(report)) return MOVED_HEADLINES[report.verdict];
  const move = `to move to ${RUNTIMES[report.runtime]} on Kubernetes ${visible(report.kubernetes)}`;
  const rest = report.verdict === 'unknown' ? `whether you are ready ${move}: could not look at everything` : move;
  return { verdict: HEADLINES[report.verdict], rest };
}

/** Whether the report is about nothing but clusters that have left Docker Engine. */
function hasMoved(report: Report): boolean {
  return report.clusters.length > 0 && report.clusters.every(({ moved }) => moved) && activeFindings(report).every(({ cluster }) => cluster !== undefined);
}

/** The findings that count: those that nobody has suppressed. */
export function activeFindings({ findings }: Pick<Report, 'findings'>): readonly Finding[] {
  return findings.filter(finding => finding.suppression === undefined);
}

/** One sentence for each effect that errors and warnings have, worst first; what has happened already before what will. */
export function effectLines(report: Pick<Report, 'findings'>): readonly string[] {
  const breaking = activeFindings(report).filter(({ level }) => level !== 'note');
  const coming = breaking.filter(finding => !hasHappened(finding));
  return [...sentences(breaking.filter(hasHappened), happens), ...sentences(coming, willHappen)];
}

type Tell = (certain: Subjects, possible: Subjects, verbs: EffectVerbs) => string;

function sentences(findings: readonly Finding[], tell: Tell): readonly string[] {
  return Object.keys(EFFECTS).flatMap(effect => {
    const group = findings.filter(finding => finding.effect === effect);
    const nodes = group.filter(isNode);
    const others = group.filter(finding => !isNode(finding));
    return [nodes, others].flatMap(part => (part[0] === undefined ? [] : [effectLine(part, verbsOf(part[0]), tell)]));
  });
}

function verbsOf(finding: Finding): EffectVerbs {
  return (isNode(finding) ? NODE_EFFECTS[finding.effect] : undefined) ?? EFFECTS[finding.effect];
}

function effectLine(findings: readonly Finding[], verbs: EffectVerbs, tell: Tell): string {
  const certain = subjectsOf(findings.filter(({ level }) => level === 'error'));
  const possible = subjectsOf(findings.filter(({ level }) => level === 'warning'));
  for (const key of certain.keys()) possible.delete(key);
  return tell(certain, possible, verbs);
}

function willHappen(certain: Subjects, possible: Subjects, { verb }: EffectVerbs): string {
  return certain.size === 0 ? `${countSubjects(possible)} may ${verb}` : `${countSubjects(certain)} will ${verb}${more(possible)}`;
}

function happens(certain: Subjects, possible: Subjects, { present: [one, many] }: EffectVerbs): string {
  if (certain.size === 0) return `Perhaps ${countSubjects(possible)} ${possible.size === 1 ? one : many}`;
  return `${countSubjects(certain)} ${certain.size === 1 ? one : many}${more(possible)}`;
}

function more(possible: Subjects): string {
  return possible.size === 0 ? '' : `, and perhaps ${grouped(possible.size)} more`;
}

type Subjects = ReadonlyMap<string, Subject>;
type Subject = 'workload' | 'node' | 'place';

/** What is affected: a workload or a node counts once however many findings it has, anything else counts by place. */
function subjectsOf(findings: readonly Finding[]): Map<string, Subject> {
  return new Map(
    findings.flatMap((finding): readonly [string, Subject][] => {
      const { owner, location, cluster = '', nodes } = finding;
      const object = owner ?? location.logical?.resource;
      if (isNode(finding)) return (nodes ?? [object?.name ?? '']).map(name => [`node ${cluster} ${name}`, 'node']);
      if (!isOfWorkload(finding)) return [[`place ${cluster} ${placeOf(location)}`, 'place']];
      const name = object === undefined ? '' : resourceName(object);
      return [[`${location.physical?.uri ?? ''} ${cluster} ${name}`, 'workload']];
    }),
  );
}

/** Whether a finding is about a node of a live cluster. */
function isNode({ cluster, owner, location }: Finding): boolean {
  return cluster !== undefined && (owner ?? location.logical?.resource)?.kind === 'Node';
}

function countSubjects(subjects: Subjects): string {
  const amount = (kind: Subject): number => [...subjects.values()].filter(subject => subject === kind).length;
  if (amount('node') > 0) return count(amount('node'), 'node');
  const [workloads, places] = [amount('workload'), amount('place')];
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

/** `1,204 documents`; where clusters were read, their objects are counted with them. */
export function documentsRead({ clusters, coverage: { documents, files } }: Report): string {
  if (clusters.length === 0) return count(documents, 'document');
  return files === 0 ? count(documents, 'object') : count(documents, 'document or object', 'documents and objects');
}

/** What was read of files and what was passed over. */
export function coverageLine(report: Report): string {
  const { coverage } = report;
  const skipped = Object.entries(coverage.skipped)
    .filter(([, files]) => files > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const total = skipped.reduce((sum, [, files]) => sum + files, 0);
  const idle = coverage.searched === 0 ? '' : ` (${grouped(coverage.searched)} held nothing of interest)`;
  const reasons = skipped.map(([reason, files]) => `${visible(reason)} ${grouped(files)}`);
  const over = total === 0 ? '' : `; skipped ${grouped(total)} (${reasons.join(', ')})`;
  return `Looked at ${count(coverage.files, 'file')}${idle}, ${documentsRead(report)}${over}`;
}
