// How the tests run: plain Node, everything under test/ named *.test.ts but what needs a cluster.
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/cluster/**'],
    environment: 'node',
    testTimeout: 30_000,
    // Tests change nothing that others see, so that files share a worker's modules: the rules are read once in each.
    isolate: false,
    // Two workers leave room for the processes that the scenarios start.
    maxWorkers: 2,
    env: { NO_COLOR: '', FORCE_COLOR: '' },
  },
});
