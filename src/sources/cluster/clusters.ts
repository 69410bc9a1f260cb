// The clusters that a scan was asked for, by their contexts: connected to, read, and let go one after the other.
import { resolve } from 'node:path';
import type { Filter } from '../../model/filter.ts';
import { UserError } from '../../model/errors.ts';
import type { Notification } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import { ApiError } from './api-error.ts';
import { connect, type ApiServer } from './api-server.ts';
import { liveContents, type ClusterContents } from './contents.ts';
import { listContexts } from './kube-config.ts';
import { type ListedKinds, listedKinds } from './listed-kinds.ts';
import { readCluster, type LiveCluster, type Progress } from './live.ts';
import { Problems } from './problems.ts';
import { checkSnapshotFolder, writeSnapshot } from './snapshot-write.ts';

export interface ClusterOptions {
  /** A kubeconfig file; by default `KUBECONFIG`, `~/.kube/config` or the service account of the pod. */
  readonly kubeconfig?: string;
  /** Names of contexts; `all` for each that the kubeconfig has; the current one by default. */
  readonly contexts?: readonly string[] | 'all';
  /** Namespaces to look into; all of them by default. */
  readonly namespaces?: readonly string[];
  /** A label selector for what lies in namespaces. */
  readonly selector?: string;
  /** Whether Secrets are read; false by default. */
  readonly includeSecrets?: boolean;
  /** Whether running kubelets are asked for their configuration, which needs a right that allows more than reading. */
  readonly askKubelets?: boolean;
  /** How long a request may stand still, in milliseconds. */
  readonly requestTimeout?: number;
  /** A folder to write what was read into. */
  readonly snapshot?: string;
  /** Ends the scan; what is known by then is reported as incomplete. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What is looked for, and where paths are relative to. */
export interface Looking {
  readonly rules: readonly Rule[];
  readonly filter: Filter;
  readonly cwd: string;
  /** Whether a snapshot leaves out what no rule needs. */
  readonly redact?: boolean;
}

/** Yields every cluster asked for. Throws `UserError` where the kubeconfig or a context makes no sense, or a snapshot cannot be written. */
export async function* readLiveClusters(options: ClusterOptions, looking: Looking): AsyncGenerator<ClusterContents> {
  const folder = options.snapshot === undefined ? undefined : resolve(looking.cwd, options.snapshot);
  if (folder !== undefined) checkSnapshotFolder(folder);
  const contexts = await contextsOf(options);
  for (const context of contexts) {
    const live = await readOne(context, contexts.length > 1, options, looking);
    const { cwd, filter, redact } = looking;
    yield folder === undefined ? liveContents(live) : writeSnapshot(live, { folder, cwd, ...(redact === true ? { redact: filter } : {}) });
  }
}

/** Yields what a scan would list of every cluster asked for. Throws as `readLiveClusters` does. */
export async function* readListedKinds(options: ClusterOptions, rules: readonly Rule[]): AsyncGenerator<ListedKinds> {
  const contexts = await contextsOf(options);
  const looking = { rules, includeSecrets: options.includeSecrets ?? false };
  for (const context of contexts)
    yield await ask(context, contexts.length > 1, options, {
      of: api => listedKinds(api, looking),
      unreached: (name, notifications) => ({ context: name, kinds: [], notifications }),
    });
}

function connectTo(context: string | undefined, { kubeconfig, requestTimeout, signal }: ClusterOptions): Promise<ApiServer> {
  return connect({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The contexts asked for; `undefined` where none is current. */
async function contextsOf({ contexts, kubeconfig }: ClusterOptions): Promise<readonly (string | undefined)[]> {
  if (contexts !== 'all' && contexts !== undefined && contexts.length > 0) return [...new Set(contexts)];
  const { names, current } = await listContexts(kubeconfig === undefined ? {} : { kubeconfig });
  if (contexts === 'all') {
    if (names.length === 0) throw new UserError('the kubeconfig has no context', { hint: 'Name another with --kubeconfig FILE.' });
    return [...new Set(names)];
  }
  return [current];
}

function readOne(context: string | undefined, isOneOfMany: boolean, options: ClusterOptions, looking: Looking): Promise<LiveCluster> {
  const { onProgress, selector, namespaces = [], includeSecrets = false, askKubelets = false } = options;
  const live = {
    ...looking,
    namespaces,
    includeSecrets,
    askKubelets,
    ...(selector === undefined ? {} : { selector }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  return ask(context, isOneOfMany, options, {
    of: api => readCluster(api, live),
    unreached: (name, notifications) => ({ context: name, nodes: [], lists: [], objects: [], notifications }),
  });
}

/** What is asked of a cluster, and what it comes to where there is no connection. */
interface Question<T> {
  of(api: ApiServer): Promise<T>;
  unreached(context: string, notifications: readonly Notification[]): T;
}

/** Connects and asks; a cluster that cannot be reached hides no other. */
async function ask<T>(context: string | undefined, isOneOfMany: boolean, options: ClusterOptions, question: Question<T>): Promise<T> {
  let api: ApiServer;
  try {
    api = await connectTo(context, options);
  } catch (error) {
    const name = context ?? 'current context';
    if (error instanceof ApiError) return question.unreached(name, unreached(name, error));
    if (error instanceof UserError && isOneOfMany)
      return question.unreached(
        name,
        unreached(name, new ApiError('unreachable', error.hint === undefined ? error.message : `${error.message}; ${error.hint}`)),
      );
    throw error;
  }
  try {
    return await question.of(api);
  } finally {
    api.close();
  }
}

function unreached(context: string, error: ApiError): readonly Notification[] {
  const problems = new Problems(context);
  problems.add(error, 'it could not be reached');
  return problems.notifications;
}
