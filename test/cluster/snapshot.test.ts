// A snapshot of a real cluster, scanned offline, tells what a scan of the cluster tells.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { kubeconfigFile } from './kubeconfig.ts';
import { inWords, ours, reportOf, scanCluster, unshim } from './unshim.ts';

const folder = mkdtempSync(join(tmpdir(), 'unshim-snapshot-'));
const snapshot = join(folder, 'snapshot');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('gives the same findings, nodes and lists offline', async () => {
  const written = await unshim('snapshot', '--kubeconfig', kubeconfigFile(), '--output', snapshot);
  expect(written).toMatchObject({ status: 0 });
  expect(readdirSync(snapshot).length).toBeGreaterThan(0);
  const { status, report } = await scanCluster();
  const offline = await unshim('scan', snapshot, '--format', 'json');
  expect(offline.status).toBe(status);
  const told = reportOf(offline);
  expect(ours(told).map(inWords).sort()).toEqual(ours(report).map(inWords).sort());
  expect(told.clusters.map(({ nodes }) => nodes)).toEqual(report.clusters.map(({ nodes }) => nodes));
  expect(told.clusters.map(({ moved, verdict }) => [moved, verdict])).toEqual(report.clusters.map(({ moved, verdict }) => [moved, verdict]));
});

it('has identities that do not depend on where it was read', async () => {
  const { report } = await scanCluster();
  const kept = join(folder, 'kept');
  const run = await unshim('scan', '--cluster', '--kubeconfig', kubeconfigFile(), '--snapshot', kept, '--format', 'json');
  const fingerprints = (findings: typeof report.findings): readonly string[] => findings.map(({ fingerprint }) => fingerprint).sort();
  expect(fingerprints(ours(reportOf(run)))).toEqual(fingerprints(ours(report)));
});
