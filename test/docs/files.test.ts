// docs/files.md: the file names that it gives as examples are read, and passed over, as it says.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fileKind, folderSkipReason, isLockFile } from '../../src/sources/file-kinds.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/files.md', import.meta.url)), 'utf8');

/** The names in backticks in the rows of a table whose first cell is one of these. */
function examples(...rows: readonly string[]): readonly string[] {
  return page
    .split('\n')
    .filter(line => rows.some(row => line.startsWith(`| ${row} |`)))
    .flatMap(line => [...line.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? ''));
}

it('reads what it says it reads', () => {
  const rows = [
    'YAML',
    'JSON',
    "Helm's named templates",
    'Shell scripts',
    'systemd units and drop-ins',
    'Configuration of nodes and agents',
    'cloud-init without an extension',
  ];
  const names = examples(...rows, 'Templates of any of these');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter(name => fileKind(name) === undefined)).toEqual([]);
});

it('passes over what it says it passes over', () => {
  expect(examples('Other file types').filter(name => fileKind(name) !== undefined)).toEqual([]);
  expect(examples('Lock files of package managers').filter(name => !isLockFile(name))).toEqual([]);
  const folders = examples("Other people's code", 'Version control');
  expect(folders.length).toBeGreaterThan(5);
  expect(folders.filter(name => folderSkipReason(name) === undefined)).toEqual([]);
});
