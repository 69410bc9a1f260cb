// Findings in files of which nothing tells that they are for a cluster's nodes: notes at most, for nothing breaks there when nodes move.
import type { Finding } from '../model/finding.ts';

const REASON = ' (nothing here says that this machine is a node of a cluster; if it is one, scan the file by its name)';

/** The files whose findings hold only if they are for nodes; objects of Kubernetes are found in any file. */
export function inQuestion(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ level, owner, location }) =>
    level === 'note' || owner !== undefined || location.physical === undefined ? [] : [location.physical.uri],
  );
}

/** The findings, those in files without a witness lowered; their places and fingerprints stay. */
export function lowerOffNodes(findings: readonly Finding[], withoutWitness: ReadonlySet<string>): readonly Finding[] {
  if (withoutWitness.size === 0) return findings;
  return findings.map(finding => {
    const isLowered = finding.level !== 'note' && finding.owner === undefined && withoutWitness.has(finding.location.physical?.uri ?? '');
    return isLowered ? { ...finding, level: 'note', effect: 'none-yet', message: finding.message + REASON } : finding;
  });
}
