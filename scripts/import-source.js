// Lets scripts use the project's TypeScript modules before anything is built.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What every bundle for Node is made with. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // The other form of some packages, such as jsonc-parser's, loads its parts in a way that no bundler can follow.
  mainFields: ['module', 'main'],
  // Bundled CommonJS packages ask for Node's own modules with `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';var require=__cr(import.meta.url);" },
};

/** The exports of several modules under `src/`, as one object. */
export async function importSource(...modules) {
  const folder = await mkdtemp(join(tmpdir(), 'unshim-build-'));
  try {
    const outfile = join(folder, 'bundle.mjs');
    const contents = modules.map(module => `export * from './src/${module}';`).join('\n');
    await build({ ...bundling, stdin: { contents, resolveDir: root }, outfile, logLevel: 'silent' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
