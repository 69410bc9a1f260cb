import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/cli/arguments.ts';
import { readKubernetesVersion, readScanOptions, readSize, SCAN, type ScanOptions } from '../../src/cli/scan-options.ts';

const read = (...argv: string[]): ScanOptions =>
  readScanOptions(readArguments(argv, SCAN), { formats: ['table', 'json', 'sarif'], newest: '1.37', toolPath: '/usr/bin' });

test('without options: this directory, to containerd and the newest version, a table', () => {
  expect(read()).toMatchObject({
    paths: ['.'],
    to: 'containerd',
    kubernetes: '1.37',
    ignore: true,
    outputs: [{ format: 'table' }],
    groupBy: 'file',
    failOn: 'error',
    color: 'auto',
  });
});

test('lists may be repeated, have commas, or both', () => {
  expect(read('--only', 'a,b', '--only=c, a', '--disable', 'd').only).toEqual(['a', 'b', 'c']);
});

test('the last of a single value wins', () => {
  expect(read('--to', 'cri-o', '--to', 'cri-dockerd').to).toBe('cri-dockerd');
});

test('everything after -- is a path', () => {
  expect(read('--', '--to', '-').paths).toEqual(['--to', '-']);
});

test('reports go to standard output or to files', () => {
  expect(read('--format', 'table', '--format=sarif=a=b.sarif', '--format', 'json=-x').outputs).toEqual([
    { format: 'table' },
    { format: 'sarif', file: 'a=b.sarif' },
    { format: 'json', file: '-x' },
  ]);
  expect(read('--format', 'json=-').outputs).toEqual([{ format: 'json' }]);
});

describe('a Kubernetes version', () => {
  test.for(['1.27', 'v1.27', '1.27.3', 'v1.27.3-gke.100', '1.27+', '1.27.3+k3s1', '1.27-eks-abc'])('%s', text => {
    expect(readKubernetesVersion(text, '1.37')).toBe('1.27');
  });

  test.for(['', '1', '1.', '27', '2.0', '1.270', '1.x', 'v1.27.', '1.27.3.4', 'latest', ' 1.27'])('not %s', text => {
    expect(() => readKubernetesVersion(text, '1.37')).toThrow(/takes a version such as 1.37/);
  });
});

describe('a size', () => {
  test.for([
    ['1048576', 1048576],
    ['500k', 512000],
    ['16MiB', 16777216],
    ['16 MB', 16777216],
    ['1.5g', 1610612736],
    ['10b', 10],
  ] as const)('%s', ([text, bytes]) => {
    expect(readSize(text)).toBe(bytes);
  });

  test.for(['', '0', '-1', '5x', 'k', '1e9', '0.1', '1kk', '99999999999999999999'])('not %s', text => {
    expect(() => readSize(text)).toThrow(/takes a size/);
  });
});

describe('a selector', () => {
  test.each(['app', '!app', 'app=web', 'app==web,tier!=db', 'example.com/app=', 'env in (a, b),app', 'env notin(a)', 'size>3'])('may be %s', selector => {
    expect(read('--cluster', '-l', selector).clusters?.selector).toBe(selector);
  });

  test.each(['two words', 'app=web,', 'app=we!b', 'env in a,b', '=web', 'app=(web)'])('may not be %s, and that is said before anything is asked', selector => {
    expect(() => read('--cluster', '-l', selector)).toThrow(/^--selector takes labels such as app=web,tier!=db or 'env in \(a,b\)', not /);
  });
});

test.each([
  ['--host', 'a', '--exclude', '*.md'],
  ['--cluster', '--no-ignore'],
  ['--host', 'a', '--helm-values', 'x.yaml'],
  ['--host', 'a', '--cluster', '--helm-set', 'a=b'],
])('options about files need files: %s %s %s', (...argv) => {
  expect(() => read(...argv)).toThrow(/^--(?:exclude|no-ignore|helm-values|helm-set) is about files, but .*; add a PATH$/);
  expect(read(...argv, 'deploy').paths).toEqual(['deploy']);
});

test('a folder is the root of one host', () => {
  expect(() => read('--host', 'nodes/a', '--host', 'nodes/b/../a/')).toThrow('--host nodes/b/../a/ is given twice');
  expect(read('--host', 'nodes/a', '--host', 'nodes/b').hosts).toHaveLength(2);
});
