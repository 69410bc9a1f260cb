// Runs the tests that need a real cluster: `UNSHIM_TEST_KUBECONFIG=FILE npm run test:cluster [VITEST-OPTION...]`.
import { spawnSync } from 'node:child_process';
import { root } from './import-source.js';

const NEEDED = `The cluster tests create and delete objects in a real cluster, so they run only where one is named:

  UNSHIM_TEST_KUBECONFIG=FILE npm run test:cluster

FILE is the kubeconfig of a cluster that may be thrown away, such as what "kind get kubeconfig" prints.
`;

function run(command, ...args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

if ((process.env.UNSHIM_TEST_KUBECONFIG ?? '') === '') {
  process.stderr.write(NEEDED);
  process.exitCode = 2;
} else {
  const vitest = ['vitest', 'run', '--config', 'vitest.cluster.config.ts', ...process.argv.slice(2)];
  process.exitCode = run(process.execPath, 'scripts/build.js') || run('npx', ...vitest);
}
