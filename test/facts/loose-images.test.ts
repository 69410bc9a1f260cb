// Images that stand in no container: every way in which charts, operators and kustomizations name one.
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules({ only: ['agent-outdated'] });

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await Promise.resolve();
}

async function levels(text: string): Promise<readonly string[]> {
  const report = await scan({ paths: ['-'], stdin: one(text), cwd: '/', rules, kubernetes: '1.37' });
  return report.findings.map(finding => `${finding.level} ${String(finding.location.physical?.region?.startLine)}`);
}

it.each([
  ["a chart's values", 'agents:\n  image:\n    registry: gcr.io\n    repository: datadoghq/agent\n    tag: 7.20.0\n', 'error 4'],
  [
    'an operator, in parts',
    'kind: DatadogAgent\napiVersion: datadoghq.com/v1alpha1\nspec:\n  agent:\n    image:\n      name: datadog/agent\n      tag: 7.22.0\n',
    'error 6',
  ],
  [
    'an operator, in one text',
    'kind: DatadogAgent\napiVersion: datadoghq.com/v1alpha1\nspec:\n  agent:\n    image: {name: "gcr.io/datadoghq/agent:7.22.0"}\n',
    'error 5',
  ],
  ['a kustomization', 'images:\n  - name: datadog/agent\n    newTag: 7.20.0\n', 'error 2'],
  ['a kustomization that renames', 'images:\n  - name: agent\n    newName: datadog/agent\n    newTag: 7.20.0\n', 'error 3'],
])('%s', async (_, text, level) => {
  expect(await levels(text)).toEqual([level]);
});

it('a name elsewhere is no image', async () => {
  expect(await levels('charts:\n  - name: datadog/agent\n    version: 7.20.0\n')).toEqual([]);
});
