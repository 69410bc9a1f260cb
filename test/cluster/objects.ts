// Creates the tests' objects in the cluster, waits for what its controllers make of them, and takes all of it away again.
import {
  ApiException,
  AppsV1Api,
  AuthenticationV1TokenRequest,
  BatchV1Api,
  CoreV1Api,
  KubernetesObjectApi,
  type V1Pod,
  V1TokenRequestSpec,
} from '@kubernetes/client-node';
import { administrator } from './kubeconfig.ts';
import { type Manifest, manifests, namespaces } from './manifests.ts';
import { until } from './until.ts';

const config = administrator();
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);

/** What stands for itself: deleting it deletes what is in it. */
export const roots: readonly Manifest[] = manifests.filter(({ kind }) => kind === 'Namespace' || kind === 'CustomResourceDefinition');

/** Creates what is given, one after the other, as the server serves it. */
export async function create(objects: readonly Manifest[]): Promise<void> {
  for (const object of objects) await createOne(await asServed(object));
}

/** Deletes what is given, with everything below it, and waits until it is gone. Objects that are not there are no mistake. */
export async function remove(objects: readonly Manifest[]): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const object of objects) await unlessAbsent(api.delete(object, undefined, undefined, undefined, undefined, 'Background'));
  for (const object of objects) {
    const { kind, metadata } = object;
    await until(`${kind} ${metadata.name} goes away`, async () => (await unlessAbsent(api.read({ ...object, metadata }))) === undefined);
  }
}

/** Waits until the controllers have made their pods and, where there are nodes, the scheduler has placed them. */
export async function settle(): Promise<void> {
  const { items: nodes } = await core.listNode();
  for (const namespace of namespaces) {
    await until(`the workloads of ${namespace} have their pods`, () => haveTheirPods(namespace));
    await until(`the pods of ${namespace} have nodes`, async () => nodes.length === 0 || (await podsOf(namespace)).every(pod => pod.spec?.nodeName));
  }
}

/** The container runtime of each node, such as `docker://20.10.24`. */
export async function runtimes(): Promise<ReadonlyMap<string, string>> {
  const { items } = await core.listNode();
  return new Map(items.map(({ metadata, status }) => [metadata?.name ?? '', status?.nodeInfo?.containerRuntimeVersion ?? '']));
}

/** The pods in a namespace, all or those with these labels. */
export async function podsOf(namespace: string, labelSelector?: string): Promise<readonly V1Pod[]> {
  return (await core.listNamespacedPod({ namespace, ...(labelSelector === undefined ? {} : { labelSelector }) })).items;
}

/** A token of a service account. */
export async function tokenOf(namespace: string, name: string): Promise<string> {
  const spec = Object.assign(new V1TokenRequestSpec(), { audiences: [], expirationSeconds: 3600 });
  const body = Object.assign(new AuthenticationV1TokenRequest(), { spec });
  const { status } = await core.createNamespacedServiceAccountToken({ name, namespace, body });
  if (status === undefined) throw new Error(`the server gave no token for the service account ${namespace}/${name}`);
  return status.token;
}

async function createOne(object: Manifest): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  await until(`the server serves ${apiVersion} ${kind}`, async () => {
    try {
      // A new client each time, as each remembers what the server served when it first asked.
      await KubernetesObjectApi.makeApiClient(config).create(object);
      return true;
    } catch (error) {
      if (isAbsence(error) || (error instanceof Error && error.message.startsWith('Unrecognized API version and kind'))) return false;
      throw error;
    }
  });
  if (kind !== 'Namespace') return;
  // Pods are refused until their namespace has the account that they run as.
  const account = { name: 'default', namespace: metadata.name };
  await until(`${metadata.name} has its service account`, async () => (await unlessAbsent(core.readNamespacedServiceAccount(account))) !== undefined);
}

/** CronJobs were batch/v1beta1 until Kubernetes 1.21. */
async function asServed(object: Manifest): Promise<Manifest> {
  if (object.kind !== 'CronJob') return object;
  const { resources } = await config.makeApiClient(BatchV1Api).getAPIResources();
  return resources.some(({ kind }) => kind === 'CronJob') ? object : { ...object, apiVersion: 'batch/v1beta1' };
}

async function haveTheirPods(namespace: string): Promise<boolean> {
  const [deployments, daemonSets] = await Promise.all([apps.listNamespacedDeployment({ namespace }), apps.listNamespacedDaemonSet({ namespace })]);
  return (
    deployments.items.every(({ spec, status }) => status?.observedGeneration !== undefined && (status.replicas ?? 0) === spec?.replicas) &&
    daemonSets.items.every(({ status }) => status?.observedGeneration !== undefined && status.currentNumberScheduled === status.desiredNumberScheduled)
  );
}

const isAbsence = (error: unknown): boolean => error instanceof ApiException && error.code === 404;

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}
