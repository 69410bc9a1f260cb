// The README tells the truth: its sample is what the program prints, its example compiles and runs, its tables are complete.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { formats, loadRules, NEWEST_KUBERNETES, scan } from '../../src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const rules = await loadRules();
const report = await scan({ paths: ['examples/legacy-cluster'], cwd: root, rules, kubernetes: NEWEST_KUBERNETES });

describe('the sample', () => {
  const printed = formats.table(report, { width: 80, color: false, groupBy: 'file' });
  const [, sample = ''] = /```text\n\$ npx unshim scan examples\/legacy-cluster\n([\s\S]*?)```/.exec(readme) ?? [];

  it('is what the program prints; `npm run docs` writes it anew', () => {
    const [start = '', end = ''] = sample.split('\n[...]\n');
    expect(start.length).toBeGreaterThan(1000);
    expect(printed.slice(0, start.length)).toBe(start);
    expect(printed.slice(-end.length)).toBe(end);
  });

  it('shows a cluster that is not ready and was looked at as a whole', () => {
    expect([report.verdict, report.notifications.filter(({ level }) => level === 'error')]).toEqual(['not-ready', []]);
  });

  it('finds nothing worse than a note in the examples that need no change', () => {
    const clean = /(?:runtime-inspector|image-build)\.yaml$/;
    expect(report.findings.filter(({ level, location }) => level !== 'note' && clean.test(location.physical?.uri ?? ''))).toEqual([]);
  });
});

describe('the tables', () => {
  it('have every category of rules', () => {
    const categories = new Set(rules.rules.map(({ source }) => source.category));
    expect([...categories].filter(category => !new RegExp(`^\\|.*\`${category}\`.*\\|`, 'm').test(readme))).toEqual([]);
  });

  it('have every format', () => {
    expect(Object.keys(formats).filter(format => !readme.includes(`| \`${format}\` |`))).toEqual([]);
  });
});

describe('the example of the library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unshim-readme-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];

  it('compiles', { timeout: 90_000 }, () => {
    const file = join(root, 'test', 'docs', 'readme-example.ts');
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
      paths: { unshim: [join(root, 'src', 'index.ts')] },
    };
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: name => name === file || disk.fileExists(name),
      getSourceFile: (name, target) => (name === file ? ts.createSourceFile(name, code, target) : disk.getSourceFile(name, target)),
    };
    const program = ts.createProgram([file], options, host);
    const problems = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('runs with the package as it is built', async () => {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'unshim'), 'dir');
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    writeFileSync(join(folder, 'example.mjs'), ts.transpileModule(code, { compilerOptions: options }).outputText);
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
    expect(stdout).toMatch(/examples\/legacy-cluster\/\S+:\d+ docker-socket-mount\n[\s\S]*\nnot-ready: \d+ errors\n$/);
  });
});
