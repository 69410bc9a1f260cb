// Measures speed and memory as ratios within one run: `npm run bench [CORPUS-FOLDER]`. It judges nothing and fails on nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, heading, node } from './bench-measure.js';
import { writeList, writeTree } from './bench-tree.js';

const cli = fileURLToPath(new URL('../bin/unshim.js', import.meta.url));

/** A Node program that lists and reads the same files, and does nothing with them. */
const READ = `
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
let size = 0;
const visit = folder => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) visit(path);
    else if (/\\.(ya?ml|json|tpl)$/.test(entry.name)) size += readFileSync(path, 'utf8').length;
  }
};
visit(process.argv[1]);
`;

/** Parses with the yaml package alone the documents that hold "docker" outside of registry names. */
const PARSE = `
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
const visit = folder => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) visit(path);
    else if (/\\.(ya?ml|json|tpl)(\\.j2)?$/.test(entry.name)) {
      const text = readFileSync(path, 'utf8');
      for (const part of text.split(/^---(?=\\s)/m)) if (/docker(?!\\.io)/i.test(part)) parseAllDocuments(part, { logLevel: 'silent', lineCounter: new LineCounter(), uniqueKeys: false });
    }
  }
};
visit(process.argv[1]);
`;

const script = (source, folder) => [
  process.execPath,
  ['--input-type=module', '-e', source, '--', folder],
  { cwd: fileURLToPath(new URL('..', import.meta.url)) },
];
const scan = (...paths) => node(cli, 'scan', '--format', 'json', ...paths);

const folder = mkdtempSync(join(tmpdir(), 'unshim-bench-'));
try {
  const tree = join(folder, 'tree');
  const list = join(folder, 'pods.json');
  writeTree(tree, 20_000);
  writeList(list, 64 * 1024 ** 2);
  heading();
  compare('20,000 files, 60,000 documents / reading them', scan(tree), script(READ, tree));
  if (spawnSync('rg', ['--version']).status === 0) compare('the same / rg -c docker', scan(tree), ['rg', ['-c', 'docker', tree]]);
  else console.log('the same / rg -c docker: ripgrep is not installed');
  compare('64 MB of kubectl get -o json / reading it', scan('--max-file-size', '100MiB', list), [
    process.execPath,
    ['-e', "require('fs').readFileSync(process.argv[1],'utf8')", list],
  ]);
  const corpus = process.argv[2];
  if (corpus !== undefined && existsSync(corpus)) compare('a real repository / parsing its matching documents', scan(corpus), script(PARSE, corpus));
  compare('unshim --version / node -e 0', node(cli, '--version'), [process.execPath, ['-e', '0']]);
} finally {
  rmSync(folder, { recursive: true });
}
