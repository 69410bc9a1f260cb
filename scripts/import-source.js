// Lets scripts use the project's TypeScript modules before anything is built.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundled CommonJS packages ask for Node's own modules with `require`. */
export const banner = { js: "import{createRequire as __cr}from'node:module';var require=__cr(import.meta.url);" };

/** The exports of several modules under `src/`, as one object. */
export async function importSource(...modules) {
  const folder = await mkdtemp(join(tmpdir(), 'unshim-build-'));
  try {
    const outfile = join(folder, 'bundle.mjs');
    const contents = modules.map(module => `export * from './src/${module}';`).join('\n');
    await build({ stdin: { contents, resolveDir: root }, outfile, bundle: true, format: 'esm', platform: 'node', banner, logLevel: 'silent' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
