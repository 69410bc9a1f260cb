// From what was read of a node's file system to its findings and its part of the report.
import { Evaluation } from './engine/evaluation.ts';
import { noteOnHost, onHost, type HostPlaces } from './engine/on-host.ts';
import { summarise } from './facts/host-summary.ts';
import type { HostReport } from './model/host.ts';
import type { Finding, Notification } from './model/finding.ts';
import { verdictOf } from './model/report.ts';
import type { BundleReader } from './read-bundle.ts';
import type { Counts } from './bundle-work.ts';
import type { ClusterGoal } from './scan-cluster.ts';
import type { HostContents } from './sources/host/contents.ts';

export interface HostScan {
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
  readonly host: HostReport;
  readonly counts: Counts;
}

/** Evaluates everything that was read of one node together. */
export async function scanHost(contents: HostContents, reader: BundleReader, { rules, known, goal, narrow }: ClusterGoal): Promise<HostScan> {
  const { name, root, runtimes, searched } = contents;
  const evaluation = new Evaluation(rules, goal, narrow);
  const { facts, files, notifications: read, counts } = await reader.readHost(contents.texts);
  evaluation.add(facts, files);
  const byUri = new Map(contents.texts.map(({ uri, from }) => [uri, from]));
  const places: HostPlaces = { host: name, fromOf: uri => byUri.get(uri) };
  const outcome = evaluation.finish(new Set(known));
  const findings = onHost(outcome.findings, places);
  const notifications = [...contents.notifications, ...read, ...outcome.notifications].map(notification => noteOnHost(notification, places));
  const complete = notifications.every(({ level }) => level !== 'error');
  return {
    findings,
    notifications,
    counts: { ...counts, files: counts.files + searched, searched: counts.searched + searched },
    host: { name, root, runtimes, ...summarise(facts), files: counts.files + searched, complete, verdict: verdictOf(findings, complete) },
  };
}
