// Identity of findings: what an edit elsewhere must not change, and what must differ.
import { expect, test } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const all = await loadRules();
const rules = { ...all, rules: all.rules.filter(rule => rule.source.id === 'docker-socket-mount') };

async function fingerprints(text: string): Promise<readonly string[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
    await Promise.resolve();
  }
  const report = await scan({ paths: ['-'], stdin: stream(), cwd: '/', rules, kubernetes: '1.37' });
  return report.findings.map(finding => finding.fingerprint);
}

const volume = (name: string, path: string): string => `    - {name: ${name}, hostPath: {path: ${path}}}\n`;
const pod = (name: string, ...volumes: readonly string[]): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers: [{name: c, image: x:1, volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /b}]}]\n  volumes:\n${volumes.join('')}`;

const socket = volume('a', '/run/docker.sock');
const base = await fingerprints(pod('p', socket));

test('one finding has one', () => {
  expect(base).toHaveLength(1);
  expect(base[0]).toMatch(/^[0-9a-f]{24}$/);
});

test.each([
  ['lines above it', `# a\n# b\n${pod('p', socket)}`],
  ['another document before it', `apiVersion: v1\nkind: Service\nmetadata: {name: s}\n---\n${pod('p', socket)}`],
  ['another volume before it', pod('p', volume('b', '/var/log'), socket)],
  ['another spelling of the same YAML', pod('p', '    - hostPath:\n        path: "/run/docker.sock"\n      name: a\n')],
])('%s does not change it', async (_, text) => {
  expect(await fingerprints(text)).toEqual(base);
});

test.each([
  ['another object', pod('q', socket)],
  ['another volume', pod('p', volume('b', '/run/docker.sock'))],
  ['another path', pod('p', volume('a', '/var/run/docker.sock'))],
])('%s does', async (_, text) => {
  expect(await fingerprints(text)).not.toEqual(base);
});

test('two volumes change places and keep theirs', async () => {
  const other = volume('b', '/var/run/docker.sock');
  expect(new Set(await fingerprints(pod('p', socket, other)))).toEqual(new Set(await fingerprints(pod('p', other, socket))));
});
