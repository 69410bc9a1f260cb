// Ctrl-C while a cluster is read: what is known is reported as incomplete, at once, with the exit code of an interrupt.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
  const child = spawn(process.execPath, [BIN, 'scan', '--cluster', '--kubeconfig', kubeConfigFile(url), '--format', 'json']);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  await isStalled;
  const interrupted = performance.now();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - interrupted).toBeLessThan(10_000);
  const report = JSON.parse(out.join('')) as { complete: boolean; notifications: readonly { code: string }[] };
  expect([report.complete, report.notifications.map(({ code }) => code)]).toEqual([false, ['interrupted']]);
  expect(err.join('')).toMatch(/so the exit code is 130\n$/);
});
