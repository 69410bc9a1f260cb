// What the findings say of workloads agrees with what became of them when a real node was moved from Docker to containerd.
//
// The workloads of test/lab ran on a Kubernetes 1.20 node with dockershim, which was then moved to containerd; the annotation tells the outcome.
// Left out are outcomes that no manifest can tell: images pulled where only the node's Docker holds, or its mirror or insecure registry serves;
// commands given from outside the pod; and what did not work under Docker either.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Effect, Finding } from '../../src/model/finding.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const folder = fileURLToPath(new URL('../lab', import.meta.url));
const rules = await loadRules();
const cases = readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .sort();

const WORST_FIRST: readonly Effect[] = ['pod-does-not-start', 'crashes', 'data-lost', 'runs-but-fails', 'behaves-differently'];

function expectedOf(name: string): string {
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  return /unshim\.dev\/expected-effect: (\S+)/.exec(text)?.[1] ?? 'no expectation';
}

/** The worst effect of what must be mended; a harmless workload has no error. */
function predicted(findings: readonly Finding[], expected: string): string {
  const loud = findings.filter(finding => finding.level === 'error' || (finding.level === 'warning' && expected !== 'none'));
  return WORST_FIRST.find(effect => loud.some(finding => finding.effect === effect)) ?? 'none';
}

async function findingsOf(name: string): Promise<readonly Finding[]> {
  return (await scan({ paths: [name], cwd: folder, rules, kubernetes: '1.23' })).findings;
}

const table = cases.map(name => ({ workload: name.replace('.yaml', ''), happened: expectedOf(name) }));

it.each(table)('$workload: $happened', async ({ workload, happened }) => {
  expect(predicted(await findingsOf(`${workload}.yaml`), happened)).toBe(happened);
});
