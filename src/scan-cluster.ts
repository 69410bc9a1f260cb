// From what was read of a cluster to its findings and its part of the report.
import { posix } from 'node:path';
import { Evaluation } from './engine/evaluation.ts';
import { placeNotification, rollUp, type Surroundings } from './engine/roll-up.ts';
import type { ClusterReport } from './model/cluster.ts';
import type { Fact } from './model/fact.ts';
import type { Finding, Notification } from './model/finding.ts';
import { verdictOf } from './model/report.ts';
import type { Goal, Rule } from './model/rule.ts';
import type { BundleReader } from './read-bundle.ts';
import { haveMoved, leftDocker } from './sources/cluster/nodes.ts';
import type { ClusterContents, ObjectText } from './sources/cluster/contents.ts';

export interface ClusterScan {
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
  readonly cluster: ClusterReport;
  /** Objects seen, and those among them that were parsed. */
  readonly documents: number;
  readonly parsed: number;
}

export interface ClusterGoal {
  readonly rules: readonly Rule[];
  /** The ids of all rules there are. */
  readonly known: readonly string[];
  readonly goal: Goal;
  readonly narrow: boolean;
}

/** Evaluates the objects of a cluster, namespace by namespace. */
export async function scanCluster(contents: ClusterContents, reader: BundleReader, { rules, known, goal, narrow }: ClusterGoal): Promise<ClusterScan> {
  const evaluation = new Evaluation(rules, goal, narrow);
  const { objects } = contents;
  const byUri = new Map(objects.map(object => [object.uri, object]));
  const read: Notification[] = [];
  for (const [folder, group] of byFolder(objects)) {
    const bundle = await reader.readObjects(folder, group, contents.syntax);
    read.push(...bundle.notifications);
    evaluation.add(
      bundle.facts.map(fact => underOwner(fact, byUri.get(fact.document.artifact.uri))),
      bundle.files,
    );
  }
  const moved = haveMoved(contents.nodes);
  const around: Surroundings = { context: contents.context, moved, left: leftDocker(contents.nodes), behind: uri => byUri.get(uri), fileOf: contents.fileOf };
  const outcome = evaluation.finish(new Set(known));
  const findings = rollUp(outcome.findings, around);
  const notifications = [...contents.notifications, ...[...read, ...outcome.notifications].map(notification => placeNotification(notification, around))];
  const complete = notifications.every(({ level }) => level !== 'error');
  const { context, version, nodes, lists } = contents;
  return {
    findings,
    notifications,
    documents: lists.reduce((sum, one) => sum + one.objects, 0),
    parsed: objects.length,
    cluster: { context, ...(version === undefined ? {} : { version }), nodes, lists, moved, complete, verdict: verdictOf(findings, complete) },
  };
}

/** A namespace is read together. */
function byFolder(objects: readonly ObjectText[]): ReadonlyMap<string, readonly ObjectText[]> {
  const folders = new Map<string, ObjectText[]>();
  for (const object of objects) {
    const folder = posix.dirname(object.uri);
    const group = folders.get(folder);
    if (group === undefined) folders.set(folder, [object]);
    else group.push(object);
  }
  return folders;
}

/** A pod of a Deployment is the Deployment's, and what a node's kubelet says is the node's. */
function underOwner(fact: Fact, object: ObjectText | undefined): Fact {
  const owner = object?.owner ?? (object?.ref.kind === 'Node' ? object.ref : undefined);
  return owner === undefined ? fact : { ...fact, owner };
}
