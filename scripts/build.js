// Builds what is published: the two bundles, the grammars, the compiled rules and the type declarations.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundling, importSource, root } from './import-source.js';

const out = join(root, 'dist');
const require = createRequire(import.meta.url);

/** Chunks lie beside the entries, so that `new URL('x.wasm', import.meta.url)` holds in each of them. */
async function bundle() {
  const result = await build({
    ...bundling,
    entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
    outdir: 'dist',
    chunkNames: '[name]-[hash]',
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return result.metafile;
}

/** The licences of every package that is inside the bundles or beside them. */
async function thirdPartyNotices(metafile) {
  const folders = new Set(['@tree-sitter-grammars/tree-sitter-hcl', 'tree-sitter-bash', 'web-tree-sitter'].map(name => `node_modules/${name}`));
  for (const input of Object.keys(metafile.inputs)) {
    const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find(entry => /^(licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : await readFile(join(root, folder, file), 'utf8');
    notices.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  await writeFile(join(out, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

async function copyGrammars() {
  const grammars = {
    'web-tree-sitter': 'web-tree-sitter.wasm',
    'tree-sitter-bash': 'tree-sitter-bash.wasm',
    '@tree-sitter-grammars/tree-sitter-hcl': 'tree-sitter-hcl.wasm',
  };
  for (const [name, file] of Object.entries(grammars)) {
    await copyFile(join(root, 'node_modules', name, file), join(out, file));
  }
  return Object.values(grammars);
}

/** Checks the rule files with the loader that also reads users' own, and writes them as one JSON file. */
async function compileRules() {
  const { readRuleFiles } = await importSource('rules/load.ts');
  await writeFile(join(out, 'rules.json'), JSON.stringify(await readRuleFiles(join(root, 'rules'))));
}

/** Types are checked by `npm run types`; here they are only written. */
async function declareTypes() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(root, 'tsconfig.types.json'), '--noCheck']);
}

/** Removes chunks of earlier builds. */
async function prune(metafile, kept) {
  const written = new Set([...Object.keys(metafile.outputs).map(file => relative('dist', file)), ...kept]);
  for (const entry of await readdir(out)) {
    if (!written.has(entry)) await rm(join(out, entry), { recursive: true, force: true });
  }
}

async function main() {
  await mkdir(out, { recursive: true });
  const [metafile, grammars] = await Promise.all([bundle(), copyGrammars(), compileRules(), declareTypes()]);
  await thirdPartyNotices(metafile);
  await prune(metafile, [...grammars, 'rules.json', 'types', 'THIRD-PARTY-NOTICES.txt']);
}

main().catch(error => {
  console.error(error.stdout || error.message);
  process.exitCode = 1;
});
