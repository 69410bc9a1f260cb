// What helm prints, by the file that it comes from.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bySource, checkHelm, renderChart } from '../../../src/sources/render/helm.ts';
import { makeTree } from '../tree.ts';
import { fakeTools, recordedHelm } from './tools.ts';

const PRINTED = `---
# Source: agent/templates/a.yaml
kind: A
---
# Source: agent/charts/logs/templates/b.yaml
kind: B
---
# Source: agent/templates/a.yaml
kind: C
data: |
  # Source: other/x.yaml
`;

test('documents of one template are put together in their order; only the first line of a document names its source', () => {
  expect(bySource(PRINTED)).toEqual([
    { source: 'agent/templates/a.yaml', text: '---\nkind: A\n---\nkind: C\ndata: |\n  # Source: other/x.yaml\n' },
    { source: 'agent/charts/logs/templates/b.yaml', text: '---\nkind: B\n' },
  ]);
  expect(bySource('')).toEqual([]);
});

test('sources become files of the scan: templates, archives of subcharts, and the chart where a source leads out of it', async () => {
  const root = makeTree({
    'apps/agent/Chart.yaml': 'name: agent\n',
    'apps/agent/templates/a.yaml': '',
    'apps/agent/charts/logs-1.0.0.tgz': '',
  });
  const printed = `${PRINTED}---\n# Source: agent/../../../etc/passwd\nkind: D\n`;
  const helm = { path: join(fakeTools({ helm: recordedHelm(printed) }), 'helm'), version: '3.18.6' };
  const chart = { kind: 'chart' as const, folder: 'apps/agent', uri: 'apps/agent/Chart.yaml', files: [] };
  const rendered = await renderChart(helm, chart, { folder: join(root, 'apps/agent'), kubernetes: '1.37' });
  expect('texts' in rendered ? rendered.texts.map(({ uri }) => uri) : rendered).toEqual([
    'apps/agent/templates/a.yaml',
    'apps/agent/charts/logs-1.0.0.tgz',
    'apps/agent/Chart.yaml',
  ]);
});

test('helm is asked for no more than to print: values and sets in their order, no validation that could fetch schemas', async () => {
  const root = makeTree({ 'agent/Chart.yaml': 'name: agent\n' });
  const path = join(fakeTools({ helm: "console.log('---\\n# Source: agent/x\\n' + JSON.stringify(process.argv.slice(2)))" }), 'helm');
  const chart = { kind: 'chart' as const, folder: 'agent', uri: 'agent/Chart.yaml', files: [] };
  const goal = { folder: join(root, 'agent'), kubernetes: '1.27', helmValues: ['/v/a.yaml', '/v/b.yaml'], helmSet: ['a=b,c=d'] };
  const args = async (version: string): Promise<unknown> => {
    const rendered = await renderChart({ path, version }, chart, goal);
    return 'texts' in rendered ? JSON.parse(rendered.texts[0]!.text.replace('---', '')) : rendered;
  };
  const common = ['template', 'agent', join(root, 'agent'), '--namespace', 'default', '--kube-version', 'v1.27.0'];
  const given = ['--values', '/v/a.yaml', '--values', '/v/b.yaml', '--set', 'a=b,c=d'];
  expect(await args('3.18.6')).toEqual([...common, '--skip-schema-validation', ...given]);
  expect(await args('3.9.0')).toEqual([...common, ...given]);
});

test('dependencies that are not there are told with what to do', async () => {
  const error = 'Error: An error occurred while checking for chart dependencies: found in Chart.yaml, but missing in charts/ directory: common, redis';
  const folder = fakeTools({ helm: `console.error(${JSON.stringify(error)}); process.exitCode = 1` });
  const chart = { kind: 'chart' as const, folder: '', uri: 'Chart.yaml', files: [] };
  const rendered = await renderChart({ path: join(folder, 'helm'), version: '3.18.6' }, chart, { folder, kubernetes: '1.37' });
  expect(rendered).toEqual({ why: 'its dependencies are not in charts/ (common, redis); run helm dependency build' });
});

test('Helm 2 and what is no helm are not used', async () => {
  const folder = fakeTools({ two: "console.log('v2.17.0')", broken: "console.error('Error: gone'); process.exitCode = 1", three: "console.log('v3.18')" });
  expect(await checkHelm(join(folder, 'two'), folder)).toEqual({ why: 'the installed helm 2.17.0 is too old: Helm 3 is needed' });
  expect(await checkHelm(join(folder, 'broken'), folder)).toEqual({ why: 'the installed helm does not tell its version: gone' });
  expect(await checkHelm(join(folder, 'three'), folder)).toEqual({ path: join(folder, 'three'), version: '3.18.0' });
});
