// What the API server itself says that unshim did, where its audit log can be read.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { administrator, kubeconfigFile } from './kubeconfig.ts';
import { until } from './until.ts';
import { scanCluster, unshim } from './unshim.ts';

const log = process.env['UNSHIM_TEST_AUDIT_LOG'] ?? '';

interface Event {
  readonly verb: string;
  readonly userAgent?: string;
  readonly requestURI: string;
}

function events(): readonly Event[] {
  // The last line may be under way.
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  // The API server's own words.
  return lines.map(line => JSON.parse(line) as Event).filter(({ userAgent = '' }) => userAgent.startsWith('unshim/'));
}

it.skipIf(log === '')('does nothing but get and list', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unshim-audit-'));
  const before = events().length;
  await scanCluster();
  await unshim('rbac', '--kubeconfig', kubeconfigFile(), '--context', administrator().getCurrentContext());
  await unshim('snapshot', '--kubeconfig', kubeconfigFile(), '--output', join(folder, 'snapshot'));
  rmSync(folder, { recursive: true });
  // The lists of the scan and of the snapshot.
  const lists = (): number =>
    events()
      .slice(before)
      .filter(({ requestURI }) => requestURI.startsWith('/api/v1/pods?')).length;
  await until('the audit log tells of what was listed', () => Promise.resolve(lists() >= 2));
  expect([...new Set(events().map(({ verb }) => verb))].sort()).toEqual(['get', 'list']);
});
