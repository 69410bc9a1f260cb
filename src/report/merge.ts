// Several reports as one: of nodes, clusters and repositories that were scanned apart.
import { UserError } from '../model/errors.ts';
import { sortFindings, sortNotifications } from '../model/order.ts';
import { verdictOf, type Coverage, type Report, type RuleInfo } from '../model/report.ts';
import { findingsOnce, notificationsOnce } from './repeated.ts';

/** A report and what messages call it. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/**
 * One report of several, in their order; `category` instead of theirs. Throws a `UserError` where they do not belong together: they ask
 * about different moves, come from different versions, or tell of the same node or cluster twice.
 */
export function mergeReports(inputs: readonly NamedReport[], category?: string): Report {
  const [first] = inputs;
  if (first === undefined) throw new UserError('there is no report to merge');
  for (const other of inputs) checkAlike(first, other);
  checkOnce(inputs, 'host', ({ hosts }) => hosts.map(({ name }) => name));
  checkOnce(inputs, 'cluster', ({ clusters }) => clusters.map(({ context }) => context));
  const reports = inputs.map(({ report }) => report);
  const once = findingsOnce(reports);
  const findings = sortFindings(once.findings);
  const notifications = sortNotifications([...notificationsOnce(reports), ...once.notifications]);
  const complete = reports.every(report => report.complete) && notifications.every(({ level }) => level !== 'error');
  const name = category ?? sharedCategory(reports);
  const { tool, runtime, kubernetes } = first.report;
  return {
    tool,
    targets: reports.flatMap(report => report.targets),
    runtime,
    kubernetes,
    ...(name === undefined ? {} : { category: name }),
    rules: rulesOf(reports),
    findings,
    notifications,
    coverage: reports.map(({ coverage }) => coverage).reduce(sum),
    clusters: reports.flatMap(({ clusters }) => clusters),
    hosts: reports.flatMap(({ hosts }) => hosts),
    verdict: verdictOf(findings, complete),
    complete,
  };
}

function checkAlike(a: NamedReport, b: NamedReport): void {
  const [x, y] = [a.report, b.report];
  if (x.tool.version !== y.tool.version) {
    throw new UserError(`${a.name} was written by unshim ${x.tool.version} and ${b.name} by unshim ${y.tool.version}, whose rules may differ`, {
      hint: 'scan again with one version',
    });
  }
  if (x.runtime !== y.runtime || x.kubernetes !== y.kubernetes) {
    throw new UserError(`${a.name} is about a move to ${goalOf(x)}, and ${b.name} about one to ${goalOf(y)}`, {
      hint: 'scan again with the same --to and --kubernetes-version',
    });
  }
}

function goalOf({ runtime, kubernetes }: Report): string {
  return `${runtime} on Kubernetes ${kubernetes}`;
}

/** Counted twice, the findings of a node would look like those of two. */
function checkOnce(inputs: readonly NamedReport[], what: 'host' | 'cluster', namesOf: (report: Report) => readonly string[]): void {
  const seen = new Map<string, string>();
  for (const { name, report } of inputs) {
    for (const system of namesOf(report)) {
      const other = seen.get(system);
      if (other !== undefined) {
        throw new UserError(`the ${what} ${system} is in ${other} and again in ${name}`, {
          hint:
            what === 'host' ? 'merge one report of each host; where two hosts have one name, scan them with --host-name' : 'merge one report of each cluster',
        });
      }
      seen.set(system, name);
    }
  }
}

function sharedCategory(reports: readonly Report[]): string | undefined {
  const categories = new Set(reports.map(({ category }) => category));
  return categories.size === 1 ? reports[0]?.category : undefined;
}

/** By id, so that they do not depend on the order of the reports. */
function rulesOf(reports: readonly Report[]): readonly RuleInfo[] {
  const rules = new Map<string, RuleInfo>();
  for (const rule of reports.flatMap(report => report.rules)) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  return [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function sum(a: Coverage, b: Coverage): Coverage {
  const skipped: Record<string, number> = { ...a.skipped };
  for (const [reason, files] of Object.entries(b.skipped)) skipped[reason] = (skipped[reason] ?? 0) + files;
  return {
    files: a.files + b.files,
    searched: a.searched + b.searched,
    documents: a.documents + b.documents,
    parsed: a.parsed + b.parsed,
    skipped,
    notLookedAt: a.notLookedAt + b.notLookedAt,
    ...fewestRules(a, b),
  };
}

/** What one of the reports did not look for, the merged one did not. */
function fewestRules({ rules: a }: Coverage, { rules: b }: Coverage): Pick<Coverage, 'rules'> {
  const fewest = a === undefined || (b !== undefined && b.ran < a.ran) ? b : a;
  return fewest === undefined ? {} : { rules: fewest };
}
