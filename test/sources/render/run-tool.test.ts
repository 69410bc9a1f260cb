// Tools run without a shell, for a limited time, up to a limited size, and know nothing of their surroundings.
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findTool, runTool } from '../../../src/sources/render/run-tool.ts';
import { makeTree } from '../tree.ts';
import { fakeTools } from './tools.ts';

const run = (program: string, args: readonly string[] = [], limits = { milliseconds: 20_000, bytes: 1024 ** 2 }): ReturnType<typeof runTool> => {
  const folder = fakeTools({ tool: program });
  return runTool(join(folder, 'tool'), args, folder, limits);
};

test('a program is found in the first folder that has it; relative folders and what cannot be run are passed over', () => {
  const tools = fakeTools({ helm: '' });
  const other = makeTree({ helm: 'no program' });
  expect(findTool('helm', `bin:.::${other}:${tools}`)).toBe(join(tools, 'helm'));
  expect(findTool('helm', '.:bin')).toBeUndefined();
  expect(findTool('kustomize', tools)).toBeUndefined();
});

test('arguments reach the tool as they are', async () => {
  const args = ['a b', '$HOME', '`id`', "it's; *"];
  expect(await run('console.log(JSON.stringify(process.argv.slice(2)))', args)).toEqual({ kind: 'output', text: `${JSON.stringify(args)}\n` });
});

test('a tool sees no setting of Helm, no kubeconfig, no home, no PATH, and a proxy that leads nowhere', async () => {
  process.env['HELM_NAMESPACE'] = 'production';
  process.env['KUBECONFIG'] = '/home/me/.kube/config';
  const ran = await run('console.log(JSON.stringify(process.env))');
  delete process.env['HELM_NAMESPACE'];
  delete process.env['KUBECONFIG'];
  const seen: unknown = JSON.parse(ran.kind === 'output' ? ran.text : '{}');
  expect(seen).toMatchObject({ PATH: '', HOME: '/dev/null', KUBECONFIG: '/dev/null', HELM_NO_PLUGINS: '1', HTTPS_PROXY: 'http://127.0.0.1:9' });
  expect(seen).not.toHaveProperty('HELM_NAMESPACE');
});

test('a tool that does not end is ended', async () => {
  const ran = await run('setInterval(() => undefined, 1000)', [], { milliseconds: 300, bytes: 1024 });
  expect(ran).toEqual({ kind: 'failed', why: 'it did not end within 0.3 s' });
});

test('a tool that writes without end is ended', async () => {
  const ran = await run("const more = () => process.stdout.write('x'.repeat(65536), more); more()", [], { milliseconds: 20_000, bytes: 1024 ** 2 });
  expect(ran).toEqual({ kind: 'failed', why: 'it wrote more than 1 MiB' });
});

test('what a tool complains of is told on one line, without warnings and without where the folder lies', async () => {
  const folder = fakeTools({
    tool: "console.error('WARNING: old\\nError: ' + process.cwd() + '/a.yaml:\\n  is wrong\\n\\nUse --debug flag to render out invalid YAML'); process.exitCode = 1",
  });
  expect(await runTool(join(folder, 'tool'), [], folder)).toEqual({ kind: 'failed', why: './a.yaml: is wrong' });
  expect(await run('console.error(\'E1120 run.go:72] "command failed" err="no such file"\'); process.exitCode = 1')).toEqual({
    kind: 'failed',
    why: 'no such file',
  });
  expect(await run('process.exitCode = 3')).toEqual({ kind: 'failed', why: 'it ended with exit code 3' });
});

test('what lies beside the folder is told as seen from there', async () => {
  const folder = fakeTools({
    tool: "const { dirname } = require('node:path'); console.error(`Error: '${dirname(process.cwd())}/base' includes '${process.cwd()}' and /var${dirname(process.cwd())}/a`); process.exitCode = 1",
  });
  expect(await runTool(join(folder, 'tool'), [], folder)).toEqual({ kind: 'failed', why: `'../base' includes '.' and /var${dirname(folder)}/a` });
});

test('a long complaint is cut short', async () => {
  const ran = await run("console.error('Error: ' + 'x'.repeat(100000)); process.exitCode = 1");
  expect(ran.kind === 'failed' ? ran.why.length : 0).toBe(403);
});

test('a tool that is not there is told as such', async () => {
  expect(await runTool('/nowhere/helm', [], '/')).toEqual({ kind: 'failed', why: 'it cannot be started: no such file or folder' });
});
