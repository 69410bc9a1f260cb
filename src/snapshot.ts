// Keeps what a scan would read of clusters as files, for scans elsewhere and later.
import { createFilter } from './engine/filter.ts';
import type { ClusterReport } from './model/cluster.ts';
import type { Notification } from './model/finding.ts';
import type { RuleSet } from './rules/load.ts';
import { readLiveClusters, type ClusterOptions } from './sources/cluster/clusters.ts';

export interface SnapshotOptions {
  readonly clusters: ClusterOptions;
  /** A folder that is empty, not there yet, or an older snapshot. */
  readonly folder: string;
  readonly cwd: string;
  /** What these rules need is kept. */
  readonly rules: RuleSet;
  /** Whether values of variables and ConfigMaps, and annotations, that no rule needs are left out. */
  readonly redact?: boolean;
}

/** What was written. */
export interface SnapshotReport {
  readonly clusters: readonly (Pick<ClusterReport, 'context' | 'lists' | 'nodes'> & { readonly files: number })[];
  readonly notifications: readonly Notification[];
  /** Whether everything that the rules ask for was seen. */
  readonly complete: boolean;
}

/** Writes a snapshot of each cluster. Throws `UserError` where it cannot start or write; what a cluster does not show is a notification. */
export async function snapshot({ clusters, folder, cwd, rules, redact = false }: SnapshotOptions): Promise<SnapshotReport> {
  const filter = createFilter(rules.rules, rules.agents);
  const looking = { rules: rules.rules, filter, cwd, redact };
  const written: SnapshotReport['clusters'][number][] = [];
  const notifications: Notification[] = [];
  for await (const { context, lists, nodes, objects, notifications: told } of readLiveClusters({ ...clusters, snapshot: folder }, looking)) {
    written.push({ context, lists, nodes, files: objects.length });
    notifications.push(...told);
  }
  return { clusters: written, notifications, complete: notifications.every(({ level }) => level !== 'error') };
}
