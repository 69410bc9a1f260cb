// Ctrl-C while a cluster is read: what is known is reported as incomplete, at once, with the exit code of an interrupt.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { json, kubeConfigFile, serve } from '../sources/cluster/loopback.ts';

const BIN = fileURLToPath(new URL('../../bin/unshim.js', import.meta.url));

test('an interrupt ends the reading and not the report', { timeout: 30_000 }, async () => {
  let stalled: () => void = () => undefined;
  const isStalled = new Promise<void>(resolve => (stalled = resolve));
  const { url } = await serve((request, response) => {
    const path = request.url ?? '';
    if (path === '/version') json(response, { gitVersion: 'v1.20.2' });
    else if (path === '/api') json(response, { versions: ['v1'] });
    else if (path === '/apis') json(response, { groups: [] });
    else if (path === '/api/v1') json(response, { resources: [{ name: 'pods', kind: 'Pod', namespaced: true, verbs: ['list'] }] });
    // The list of pods is never answered.
    else stalled();
  });
  const { child, ended } = run(['scan', '--cluster', '--kubeconfig', kubeConfigFile(url), '--format', 'json']);
  await isStalled;
  const interrupted = performance.now();
  child.kill('SIGINT');
  const { status, out, err } = await ended;
  expect(status).toBe(130);
  expect(performance.now() - interrupted).toBeLessThan(10_000);
  expect(told(out)).toEqual([false, ['interrupted']]);
  expect(err).toMatch(/so the exit code is 130\n$/);
});

describe('an interrupt in the first moment', () => {
  // Sends one as soon as the program has begun to handle them, long before it has read its options.
  const AT_ONCE =
    "const { on } = process; let sent = false; process.on = function (name, listener) { const result = on.call(this, name, listener); if (name === 'SIGINT' && !sent) { sent = true; process.kill(process.pid, 'SIGINT'); } return result; };";
  const early = ['--import', `data:text/javascript,${encodeURIComponent(AT_ONCE)}`];

  test('leaves a report of a cluster that was not looked at', async () => {
    const { url } = await serve((_, response) => {
      json(response, {});
    });
    const { status, out, err } = await run(['scan', '--cluster', '--kubeconfig', kubeConfigFile(url), '--format', 'json'], early).ended;
    expect([status, told(out)]).toEqual([130, [false, ['interrupted']]]);
    expect(err).toMatch(/so the exit code is 130\n$/);
  });

  test('ends a scan of files, of which nothing is known yet', async () => {
    expect(await run(['scan', fileURLToPath(new URL('../../examples', import.meta.url))], early).ended).toEqual({ status: 130, out: '', err: '' });
  });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], options: readonly string[] = []): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [...options, BIN, ...args]);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
  const ended = new Promise<Ended>(resolve => {
    child.on('close', status => {
      resolve({ status, out: out.join(''), err: err.join('') });
    });
  });
  return { child, ended };
}

function told(out: string): readonly unknown[] {
  const report = JSON.parse(out) as { complete: boolean; notifications: readonly { code: string }[] };
  return [report.complete, report.notifications.map(({ code }) => code)];
}
