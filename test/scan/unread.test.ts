// What the bounds of readers and extractors leave unread is told, with its place, and the scan is not complete.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

const configMap = (data: Readonly<Record<string, string>>, key = 'data'): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, [key]: data }, null, 2);

/** What a scan of one ConfigMap tells about what it did not read: code, line and message. */
async function unread(text: string): Promise<readonly string[]> {
  const cwd = makeTree({ 'x.json': text });
  const report = await scan({ paths: ['x.json'], cwd, rules, kubernetes: '1.37' });
  expect(report.complete).toBe(report.notifications.length === 0);
  return report.notifications.map(({ code, location, message }) => `${code} ${String(location?.physical?.region?.startLine ?? 0)} ${message}`);
}

const script = (text: string, depth: number): string => {
  let inner = text;
  for (let at = 0; at < depth; at++) inner = `#cloud-config\nwrite_files:\n- path: /${String(at)}.yaml\n  content: ${JSON.stringify(inner)}\n`;
  return inner;
};

test('base64 that unpacks to more than is read', async () => {
  const packed = gzipSync(Buffer.alloc(9 * 1024 ** 2, 'docker ps\n')).toString('base64');
  expect(await unread(configMap({ 'docker.gz': packed }, 'binaryData'))).toEqual(['too-complex 8 not read to its end: base64 that unpacks to more than 8 MiB']);
});

test('a text within too many others, where a rule could ask for it', async () => {
  expect(await unread(configMap({ a: script('#!/bin/sh\nsystemctl restart docker\n', 12) }))).toEqual([
    'too-complex 8 not read to its end: a text within more than 8 others',
  ]);
  expect(await unread(configMap({ a: `# docker\n${script('#!/bin/sh\ntrue\n', 12)}` }))).toEqual([]);
  expect(await unread(configMap({ a: script('#!/bin/sh\nsystemctl restart docker\n', 3) }))).toEqual([]);
});

test('a script longer than any', async () => {
  const long = `#!/bin/sh\n${'systemctl restart docker\n'.repeat(3)}${`# ${'x'.repeat(100)}\n`.repeat(10_000)}`;
  expect(await unread(configMap({ 'a.sh': long }))).toEqual(['too-complex 8 not read to its end: a script of more than 1000000 characters']);
});

test('scripts within scripts without end', async () => {
  let inner = 'docker ps';
  for (let at = 0; at < 10; at++) inner = `sh -c ${JSON.stringify(inner)}`;
  expect(await unread(configMap({ 'a.sh': `#!/bin/sh\n${inner}\n` }))).toEqual([
    'too-complex 8 not read to its end: scripts within scripts that go too deep or grow too long',
  ]);
});

test('a query longer than any', async () => {
  const query = `container_fs_usage_bytes{id="/docker/x"} or ${'a + '.repeat(20_000)}1`;
  const rule = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'x' }, spec: { groups: [{ rules: [{ expr: query }] }] } };
  expect(await unread(JSON.stringify(rule))).toEqual(['too-complex 1 not read to its end: a query of more than 50000 characters']);
});

test('an embedded text that nests too deep for its reader', async () => {
  const deep = `{"docker": ${'['.repeat(300)}${']'.repeat(300)}}\n`;
  expect(await unread(configMap({ 'daemon.json': deep }))).toEqual(['too-complex 8 not read to its end: nests more than 200 levels deep']);
});
