// Values that are given to a chart one by one are settings like those in its values.
import { expect, it } from 'vitest';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import { BundleReader } from '../../src/read-bundle.ts';

async function settings(text: string): Promise<readonly string[]> {
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge([]), interesting: () => false }, maxFileSize: 1e6 });
  const { facts } = await reader.readStdin({ kind: 'text', text }, 'a.yaml');
  return facts.flatMap(fact => (fact.kind === 'setting' ? [`${fact.fields.key}=${fact.fields.value} (${fact.fields.name})`] : []));
}

it.each([
  ['Argo CD', 'spec:\n  source:\n    helm:\n      parameters:\n        - name: operator.defaultRuntime\n          value: docker\n'],
  ['helmfile', 'releases:\n  - name: gpu\n    set:\n      - name: operator.defaultRuntime\n        value: docker\n'],
])('%s', async (_, text) => {
  expect(await settings(text)).toContain('operator.defaultRuntime=docker (defaultRuntime)');
});

it("Helm's own options", async () => {
  const script =
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  deploy.sh: helm upgrade gpu gpu-operator --set operator.defaultRuntime=docker,driver.enabled=true --set-string a=b\n';
  const found = await settings(script);
  expect(found).toContain('operator.defaultRuntime=docker (defaultRuntime)');
  expect(found).toContain('driver.enabled=true (enabled)');
  expect(found).toContain('a=b (a)');
});

it('the parameters of other things are left alone', async () => {
  expect((await settings('parameters:\n  - name: RUNTIME\n    value: docker\n')).filter(text => text.startsWith('RUNTIME'))).toEqual([]);
});
