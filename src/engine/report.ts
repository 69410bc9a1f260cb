// Findings, notifications and coverage put together as a report.
import type { ClusterReport } from '../model/cluster.ts';
import type { HostReport } from '../model/host.ts';
import { withoutCredentials } from './credentials.ts';
import type { Finding, Level, Notification } from '../model/finding.ts';
import { verdictOf, type Coverage, type Report, type RuleInfo } from '../model/report.ts';
import type { Goal, Rule } from '../model/rule.ts';
import { sortFindings, sortNotifications } from '../model/order.ts';

export interface Outcome {
  readonly version: string;
  readonly targets: readonly string[];
  readonly goal: Goal;
  readonly category?: string;
  readonly rules: readonly Rule[];
  /** The ids of all rules, those among them that were not to run. */
  readonly known: readonly string[];
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
  readonly coverage: Coverage;
  readonly clusters: readonly ClusterReport[];
  readonly hosts: readonly HostReport[];
}

/** The report of a scan: sorted, counted, with its verdict. */
export function makeReport(outcome: Outcome): Report {
  const notLookedAt = outcome.notifications.filter(notification => notification.level === 'error').length;
  const complete = notLookedAt === 0;
  const [ran, known] = [outcome.rules.length, outcome.known.length];
  return {
    tool: { name: 'unshim', version: outcome.version },
    targets: outcome.targets,
    runtime: outcome.goal.to,
    kubernetes: outcome.goal.kubernetes,
    ...(outcome.category === undefined ? {} : { category: outcome.category }),
    rules: outcome.rules.map(rule => ruleInfo(rule, outcome.goal)),
    findings: sortFindings(outcome.findings),
    // Servers and tools that fail say what they like.
    notifications: sortNotifications(outcome.notifications.map(one => ({ ...one, message: withoutCredentials(one.message) }))),
    coverage: { ...outcome.coverage, notLookedAt, ...(ran < known ? { rules: { ran, known } } : {}) },
    clusters: outcome.clusters,
    hosts: outcome.hosts,
    verdict: verdictOf(outcome.findings, complete),
    complete,
  };
}

const RANK: Readonly<Record<Level, number>> = { error: 2, warning: 1, note: 0 };

/** A rule as reports show it, its advice for the runtime moved to. */
export function ruleInfo(rule: Rule, goal: Goal): RuleInfo {
  const { source } = rule;
  const levels = source.cases.flatMap(one => (one.level === 'none' ? [] : [one.level]));
  const level = levels.reduce<Level>((worst, one) => (RANK[one] > RANK[worst] ? one : worst), 'note');
  const fix = typeof source.fix === 'string' ? source.fix : (source.fix[goal.to] ?? source.fix.containerd ?? '');
  return {
    id: source.id,
    title: source.title,
    category: source.category,
    level,
    precision: source.precision,
    why: source.why.trim(),
    fix: fix.trim(),
    references: source.references,
    tags: [...new Set(['kubernetes', 'dockershim', source.category, ...(source.tags ?? [])])],
    added: source.added,
  };
}
