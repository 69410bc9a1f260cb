// A folder as the root of a node: whatever its links say, nothing outside of it is seen.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HostRoot } from '../../../src/sources/host/root.ts';
import { makePipe, makeTree } from '../tree.ts';

describe('paths are resolved within the root', () => {
  const cases: readonly (readonly [what: string, entries: Readonly<Record<string, string>>, path: string, expected: object])[] = [
    ['a file', { 'etc/a': 'x' }, '/etc/a', { kind: 'file', uri: 'etc/a' }],
    ['a folder', { 'etc/': '' }, 'etc/', { kind: 'folder', uri: 'etc' }],
    ['the root itself', { 'etc/': '' }, '/', { kind: 'folder', uri: '' }],
    ['an absolute link', { 'usr/lib/a': 'x', lib: '-> /usr/lib' }, 'lib/a', { kind: 'file', uri: 'usr/lib/a' }],
    ['a relative link', { 'usr/lib/a': 'x', 'etc/a': '-> ../usr/lib/a' }, 'etc/a', { kind: 'file', uri: 'usr/lib/a' }],
    ['a link above the root', { 'etc/passwd': 'own', a: '-> ../../../../../../etc/passwd' }, 'a', { kind: 'file', uri: 'etc/passwd' }],
    ['.. above the root', { 'etc/a': 'x' }, '../../etc/a', { kind: 'file', uri: 'etc/a' }],
    ['links of links', { 'etc/a': 'x', b: '-> c', c: '-> /etc/a' }, 'b', { kind: 'file', uri: 'etc/a' }],
    ['a loop', { a: '-> b', b: '-> /a' }, 'a', { kind: 'loop' }],
    ['what lies below a loop', { a: '-> a' }, 'a/b', { kind: 'loop' }],
    ['a masked file', { 'dev/null': '', a: '-> /dev/null' }, 'a', { kind: 'missing' }],
    ['a link to its own folder', { 'etc/self': '-> /etc' }, 'etc/self/self/self', { kind: 'folder', uri: 'etc' }],
    ['a dangling link', { a: '-> /nowhere' }, 'a', { kind: 'missing' }],
    ['a file taken for a folder', { a: 'x' }, 'a/b', { kind: 'missing' }],
    ['nothing', { a: 'x' }, 'b', { kind: 'missing' }],
  ];
  test.for(cases)('%s', ([, entries, path, expected]) => {
    expect(new HostRoot(makeTree(entries)).resolve(path)).toMatchObject(expected);
  });

  test('a link to a file outside by its full path leads to nothing', () => {
    const outside = makeTree({ secret: 'x' });
    const root = new HostRoot(makeTree({ a: `-> ${join(outside, 'secret')}` }));
    expect(root.resolve('a')).toEqual({ kind: 'missing' });
  });
});

test('pipes are special, and so are links to them', () => {
  const folder = makeTree({ 'etc/link': '-> pipe' });
  makePipe(join(folder, 'etc/pipe'));
  const root = new HostRoot(folder);
  expect([root.resolve('etc/pipe'), root.resolve('etc/link')]).toEqual([
    { kind: 'special', what: 'named pipe' },
    { kind: 'special', what: 'named pipe' },
  ]);
});

test('sockets and devices are told apart, and the null device is nothing', async () => {
  const folder = makeTree({ 'etc/': '' });
  const server = createServer().listen(join(folder, 'etc/socket'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  expect(new HostRoot(folder).resolve('etc/socket')).toEqual({ kind: 'special', what: 'socket' });
  expect(new HostRoot('/').resolve('dev/zero')).toEqual({ kind: 'special', what: 'device' });
  expect(new HostRoot('/').resolve('dev/null')).toEqual({ kind: 'missing' });
});

test('names come sorted, and a link says where it leads', () => {
  const root = new HostRoot(makeTree({ 'a/z': '', 'a/b': '', 'a/link': '-> /elsewhere/x' }));
  expect(root.list('a')).toEqual({ kind: 'names', names: ['b', 'link', 'z'], cut: false });
  expect(root.list('nowhere')).toEqual({ kind: 'missing' });
  expect(root.target('a/link')).toBe('/elsewhere/x');
  expect(root.target('a/b')).toBeUndefined();
});

test('a folder with more names than are looked at says so', () => {
  const folder = makeTree({ 'many/': '' });
  for (let i = 0; i < 20_001; i++) writeFileSync(join(folder, 'many', String(i)), '');
  expect(new HostRoot(folder).list('many')).toMatchObject({ kind: 'names', cut: true });
});
