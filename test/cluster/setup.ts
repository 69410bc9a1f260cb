// Puts the tests' objects into the cluster before the first test, and takes them away after the last.
import { kubeconfigFile } from './kubeconfig.ts';
import { manifests } from './manifests.ts';

/** Whatever an earlier run has left behind goes first. */
export default async function setup(): Promise<() => Promise<void>> {
  kubeconfigFile();
  // Loading these connects to the cluster.
  const { create, remove, roots, settle } = await import('./objects.ts');
  await remove(roots);
  const teardown = (): Promise<void> => remove(roots);
  try {
    await create(manifests);
    await settle();
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
