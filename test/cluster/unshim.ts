// Runs the built command against the cluster, as people do.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { kubeconfigFile } from './kubeconfig.ts';
import { namespaces } from './manifests.ts';

const BIN = fileURLToPath(new URL('../../bin/unshim.js', import.meta.url));

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests read of a report in JSON. */
export type Told = Pick<Report, 'findings' | 'notifications' | 'clusters' | 'complete' | 'verdict'>;

/** Runs unshim with these arguments; nothing but the arguments tells it of a cluster. */
export function unshim(...args: readonly string[]): Promise<Run> {
  const env = { ...process.env, KUBECONFIG: '' };
  return new Promise(resolve => {
    execFile(process.execPath, [BIN, ...args], { env, maxBuffer: 1024 ** 3, timeout: 120_000 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}

/** `unshim scan --cluster --format json` with another's kubeconfig or the administrator's. */
export async function scanCluster(kubeconfig = kubeconfigFile()): Promise<Run & { readonly report: Told }> {
  const run = await unshim('scan', '--cluster', '--kubeconfig', kubeconfig, '--format', 'json');
  return { ...run, report: reportOf(run) };
}

/** A command that printed no report says why on standard error. */
export function reportOf({ stdout, stderr }: Run): Told {
  if (stdout === '') throw new Error(`unshim printed no report: ${stderr}`);
  // Its shape is promised in schema/report.schema.json and tested there.
  return JSON.parse(stdout) as Told;
}

/** What was found in the tests' own namespaces. */
export function ours({ findings }: Told): readonly Finding[] {
  const own = new Set(namespaces);
  return findings.filter(({ owner }) => own.has(owner?.namespace ?? ''));
}

/** A finding in the words that do not depend on where it was read. */
export function inWords({ ruleId, level, effect, when, message, owner, workload, location }: Finding): string {
  return JSON.stringify([owner?.kind, owner?.namespace, owner?.name, ruleId, level, effect, when, message, location.logical?.path, workload]);
}
