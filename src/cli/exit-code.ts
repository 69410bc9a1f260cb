// What the exit status says: the contract with scripts and CI.
import type { Level } from '../model/finding.ts';
import type { Report } from '../model/report.ts';

/** `incomplete`: not everything was looked at, or the program could not start. */
export const EXIT = { clean: 0, findings: 1, incomplete: 2, interrupted: 130 } as const;

/** From which level on findings make the exit status 1. */
export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

const SEVERITY: Readonly<Record<Level, number>> = { note: 0, warning: 1, error: 2 };

/** An incomplete scan wins over findings, and no threshold silences it. */
export function exitCode(report: Report, failOn: FailOn): number {
  if (!report.complete) return EXIT.incomplete;
  if (failOn === 'never') return EXIT.clean;
  const reached = report.findings.some(finding => finding.suppression === undefined && SEVERITY[finding.level] >= SEVERITY[failOn]);
  return reached ? EXIT.findings : EXIT.clean;
}
