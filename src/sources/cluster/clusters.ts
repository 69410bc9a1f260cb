// The clusters that a scan was asked for, by their contexts: connected to, read, and let go one after the other.
import type { Filter } from '../../model/filter.ts';
import { UserError } from '../../model/errors.ts';
import type { Rule } from '../../model/rule.ts';
import { ApiError } from './api-error.ts';
import { connect, type ApiServer } from './api-server.ts';
import { liveContents, type ClusterContents } from './contents.ts';
import { listContexts } from './kube-config.ts';
import { readCluster, type LiveCluster, type Progress } from './live.ts';
import { Problems } from './problems.ts';

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

/** Yields every cluster asked for. Throws `UserError` where the kubeconfig or a context makes no sense. */
export async function* readLiveClusters(
  options: ClusterOptions,
  looking: { readonly rules: readonly Rule[]; readonly filter: Filter },
): AsyncGenerator<ClusterContents> {
  const contexts = await contextsOf(options);
  for (const context of contexts) yield liveContents(await readOne(context, contexts.length > 1, options, looking));
}

/** The contexts asked for; `undefined` is the current one. */
async function contextsOf({ contexts, kubeconfig }: ClusterOptions): Promise<readonly (string | undefined)[]> {
  if (contexts === 'all') return (await listContexts(kubeconfig === undefined ? {} : { kubeconfig })).names;
  return contexts === undefined || contexts.length === 0 ? [undefined] : [...new Set(contexts)];
}

async function readOne(
  context: string | undefined,
  isOneOfMany: boolean,
  options: ClusterOptions,
  looking: { readonly rules: readonly Rule[]; readonly filter: Filter },
): Promise<LiveCluster> {
  const { kubeconfig, requestTimeout, signal, onProgress, selector } = options;
  let api: ApiServer;
  try {
    api = await connect({
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      ...(requestTimeout === undefined ? {} : { requestTimeout }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof ApiError) return unreached(context ?? 'current context', error);
    if (error instanceof UserError && isOneOfMany) return unreached(context ?? 'current context', new ApiError('unreachable', error.message));
    throw error;
  }
  try {
    return await readCluster(api, {
      ...looking,
      namespaces: options.namespaces ?? [],
      includeSecrets: options.includeSecrets ?? false,
      askKubelets: options.askKubelets ?? false,
      ...(selector === undefined ? {} : { selector }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } finally {
    api.close();
  }
}

function unreached(context: string, error: ApiError): LiveCluster {
  const problems = new Problems(context);
  problems.add(error, 'it could not be reached');
  return { context, nodes: [], lists: [], objects: [], notifications: problems.notifications };
}
