// The outcome of one scan, which every formatter prints.
import type { ClusterReport } from './cluster.ts';
import type { HostReport } from './host.ts';
import type { Effect, Finding, Level, Notification, Precision, Runtime } from './finding.ts';

/** `ready`: complete and no error. `unknown`: something could not be looked at and no error was found. */
export type Verdict = 'ready' | 'not-ready' | 'unknown';

/** A rule as the reports show it. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** The worst level that the rule can give. */
  readonly level: Level;
  readonly precision: Precision;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly added: string;
}

export interface Coverage {
  /** Files whose text was read. */
  readonly files: number;
  /** Of these, files that hold nothing that any rule needs, so that nothing had to be parsed. */
  readonly searched: number;
  /** Documents seen, and those among them that were parsed. */
  readonly documents: number;
  readonly parsed: number;
  /** Files passed over on purpose, by reason (`.gitignore`, `vendor folder`, `--exclude`, `other file types`). */
  readonly skipped: Readonly<Record<string, number>>;
  /** Files or documents that could matter and were not looked at. */
  readonly notLookedAt: number;
  /** How many rules looked, of how many there are; only where some were left out. */
  readonly rules?: RuleCoverage;
}

export interface RuleCoverage {
  readonly ran: number;
  readonly known: number;
}

export interface Report {
  readonly tool: { readonly name: 'unshim'; readonly version: string };
  readonly targets: readonly string[];
  readonly runtime: Runtime;
  /** The Kubernetes version moved to, `1.NN`. */
  readonly kubernetes: string;
  /** Tells runs of different targets apart in code scanning. */
  readonly category?: string;
  readonly rules: readonly RuleInfo[];
  /** Sorted by uri, line, column, rule; the suppressed ones among them. */
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
  readonly coverage: Coverage;
  /** The live clusters and snapshots of the scan, in the order in which they were asked for; none where only files were read. */
  readonly clusters: readonly ClusterReport[];
  /** The nodes whose file systems were read, in the order in which they were asked for. */
  readonly hosts: readonly HostReport[];
  readonly verdict: Verdict;
  readonly complete: boolean;
}

/** `ready` needs both: everything looked at, and no error found. */
export function verdictOf(findings: readonly Finding[], complete: boolean): Verdict {
  if (findings.some(finding => finding.level === 'error' && finding.suppression === undefined)) return 'not-ready';
  return complete ? 'ready' : 'unknown';
}

/** How many active findings have each level and each effect. */
export function countFindings(findings: readonly Finding[]): { levels: Record<Level, number>; effects: Partial<Record<Effect, number>>; suppressed: number } {
  const levels: Record<Level, number> = { error: 0, warning: 0, note: 0 };
  const effects: Partial<Record<Effect, number>> = {};
  let suppressed = 0;
  for (const finding of findings) {
    if (finding.suppression !== undefined) {
      suppressed++;
      continue;
    }
    levels[finding.level]++;
    effects[finding.effect] = (effects[finding.effect] ?? 0) + 1;
  }
  return { levels, effects, suppressed };
}
