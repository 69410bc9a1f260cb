// Inputs that look like one thing and are another.
import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

async function scanFile(name: string, text: string): Promise<Report> {
  const cwd = makeTree({ [name]: text });
  return scan({ paths: [name], cwd, rules, kubernetes: '1.37' });
}

async function scanText(text: string): Promise<Report> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
    await Promise.resolve();
  }
  return scan({ paths: ['-'], stdin: stream(), cwd: makeTree({}), rules, kubernetes: '1.37' });
}

const ids = (report: Report): readonly string[] => report.findings.map(finding => finding.ruleId).sort();

test('JSON that begins with a comment is JSON', async () => {
  const report = await scanFile('devcontainer.json', '// For format details, see the docs.\n{\n  "name": "docker",\n  // more\n  "image": "x"\n}\n');
  expect(report.complete).toBe(true);
});

test('a script that the user names is read as a script', async () => {
  const report = await scanFile('install.sh', '#!/bin/bash\ndocker ps -q\n');
  expect(ids(report)).toEqual(['docker-cli-call']);
});

test('a script on standard input is read as a script', async () => {
  expect(ids(await scanText('#!/bin/sh\nset -e\nsystemctl restart docker\n'))).toEqual(['docker-service-control']);
});

test('minified JSON loses nothing that the same on many lines shows', async () => {
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'x', command: ['docker', 'ps'] }] } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: 'socket=/var/run/docker.sock' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' }, data: { y: 'id docker-pullable://x', z: '/run/dockershim.sock' } },
    ],
  };
  const pretty = ids(await scanText(JSON.stringify(list, null, 2)));
  expect(pretty.length).toBeGreaterThan(3);
  expect(ids(await scanText(JSON.stringify(list)))).toEqual(pretty);
});

test('what a patch compares or removes is clean', async () => {
  const patch = (op: string): string =>
    `- {op: ${op}, path: /spec/template/spec/volumes/0/hostPath/path, value: /var/run/docker.sock}\n- {op: replace, path: /spec/template/spec/volumes/0/hostPath/path, value: /run/containerd/containerd.sock}\n`;
  expect(ids(await scanText(patch('test')))).toEqual([]);
  expect(ids(await scanText(patch('add')))).toEqual(['docker-socket-mount']);
});

test('the report says how many rules looked where some were left out', async () => {
  const cwd = makeTree({ 'pod.yaml': 'apiVersion: v1\nkind: Pod\n' });
  const some = await loadRules({ only: ['docker-cli-call', 'docker-socket-mount'] });
  const coverage = async (selected: typeof rules) => (await scan({ paths: ['.'], cwd, rules: selected, kubernetes: '1.37' })).coverage;
  expect((await coverage(some)).rules).toEqual({ ran: 2, known: rules.rules.length });
  expect(await coverage(rules)).not.toHaveProperty('rules');
});
