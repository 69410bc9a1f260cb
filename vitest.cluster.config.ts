// How the tests against a real cluster run: one file after the other, as they share what setup.ts puts there.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    environment: 'node',
    globalSetup: './test/cluster/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    isolate: false,
    env: { NO_COLOR: '', FORCE_COLOR: '' },
  },
});
