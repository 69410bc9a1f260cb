// Which cluster the tests may use, and how the tests themselves speak to it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';

/** The kubeconfig of the disposable cluster; throws where none is given, as no default would be safe. */
export function kubeconfigFile(): string {
  const file = process.env['UNSHIM_TEST_KUBECONFIG'] ?? '';
  if (file === '') throw new Error('UNSHIM_TEST_KUBECONFIG is not set; npm run test:cluster says what it is for.');
  if (!existsSync(file)) throw new Error(`UNSHIM_TEST_KUBECONFIG names ${file}, and there is no such file.`);
  return resolve(file);
}

export function administrator(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigFile());
  return config;
}
