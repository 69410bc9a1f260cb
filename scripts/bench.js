// Measures speed and memory as ratios within one run: `npm run bench [CORPUS-FOLDER]`. It judges nothing and fails on nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeList, writeTree } from './bench-tree.js';

const cli = fileURLToPath(new URL('../bin/unshim.js', import.meta.url));
const RUNS = 5;

/** Prints a process's own peak memory on its way out. */
const HOOK = 'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

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

function run(command, args, options = {}) {
  const started = process.hrtime.bigint();
  const child = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], maxBuffer: 1024 ** 3, ...options });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  return { milliseconds, megabytes: Number(child.output[3]?.toString() || 0) / 1024 };
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs two commands in turn and gives the median of each and of the ratios pair by pair. */
function compare(title, a, b, note = '') {
  const runs = Array.from({ length: RUNS + 1 }, () => [run(...a), run(...b)]).slice(1);
  const first = median(runs.map(([x]) => x.milliseconds));
  const second = median(runs.map(([, y]) => y.milliseconds));
  const ratio = median(runs.map(([x, y]) => x.milliseconds / y.milliseconds));
  const memory = Math.max(...runs.map(([x]) => x.megabytes));
  console.log(
    `${title.padEnd(58)} ${first.toFixed(0).padStart(6)} ms ${second.toFixed(0).padStart(6)} ms  x ${ratio.toFixed(2).padStart(5)}  ${memory > 0 ? `${memory.toFixed(0)} MB` : ''} ${note}`,
  );
}

const node = (...args) => [process.execPath, ['--import', HOOK, ...args]];
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
  console.log(`${''.padEnd(58)}    unshim     other  ratio  peak memory`);
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
