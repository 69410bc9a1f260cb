// From what was read of a node's file system to its findings and its part of the report.
import { Evaluation } from './engine/evaluation.ts';
import { noteOnHost, onHost, type HostPlaces } from './engine/on-host.ts';
import { summarise } from './facts/host-summary.ts';
import { withoutTakenOver } from './facts/taken-over.ts';
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
  const ofRuntime = contents.texts.filter(({ uri }) => (goal.to === 'containerd' ? /^etc\/containerd\// : /^etc\/(?:containers|crio)\//).test(uri));
  evaluation.add(
    withoutTakenOver(
      facts,
      ofRuntime.map(({ text }) => text),
    ),
    files,
  );
  const byUri = new Map(contents.texts.map(({ uri, from }) => [uri, from]));
  const summary = summarise(facts);
  const places: HostPlaces = { host: name, fromOf: uri => byUri.get(uri), moved: hasMoved(summary.endpoint) };
  const outcome = evaluation.finish(new Set(known));
  const findings = onHost(outcome.findings, places);
  const notifications = [...contents.notifications, ...read, ...outcome.notifications].map(notification => noteOnHost(notification, places));
  const complete = notifications.every(({ level }) => level !== 'error');
  return {
    findings,
    notifications,
    counts: { ...counts, files: counts.files + searched, searched: counts.searched + searched },
    host: { name, root, runtimes, ...summary, files: counts.files + searched, complete, verdict: verdictOf(findings, complete) },
  };
}

/** Whether the endpoint is that of a runtime that is not Docker Engine; where none is told nothing has changed yet. */
function hasMoved(endpoint: string | undefined): boolean {
  return endpoint !== undefined && endpoint !== 'dockershim' && !/docker/.test(endpoint);
}
