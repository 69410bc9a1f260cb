// Which charts and kustomizations are rendered by themselves.
import { expect, test } from 'vitest';
import { chartRoots } from '../../../src/sources/render/charts.ts';
import { kustomizationRoots } from '../../../src/sources/render/kustomizations.ts';

test('a subchart is rendered with its chart; a chart that only lies below another one is rendered by itself', () => {
  const uris = ['a/Chart.yaml', 'a/charts/sub/Chart.yaml', 'a/charts/sub/charts/deep/Chart.yaml', 'a/examples/b/Chart.yaml', 'charts/c/Chart.yaml'];
  expect(chartRoots(uris).map(({ folder }) => folder)).toEqual(['a', 'a/examples/b', 'charts/c']);
  expect(chartRoots(['Chart.yaml', 'charts/sub/Chart.yaml', 'templates/x.yaml'])).toEqual([
    { kind: 'chart', uri: 'Chart.yaml', folder: '', files: ['Chart.yaml', 'charts/sub/Chart.yaml', 'templates/x.yaml'] },
  ]);
});

test('overlays are roots, their bases and components are not, and their files are those of all that they include', () => {
  const roots = kustomizationRoots([
    { uri: 'base/kustomization.yaml', text: 'resources: [ds.yaml]\nconfigMapGenerator:\n  - {name: s, files: [x=setup.sh]}\n' },
    { uri: 'part/kustomization.yaml', text: 'kind: Component\npatches: [{path: p.yaml}]\n' },
    { uri: 'dev/kustomization.yml', text: 'resources: [../base/]\n' },
    { uri: 'prod/Kustomization', text: 'bases: [../base]\ncomponents: [../part]\n' },
  ]);
  expect(roots).toEqual([
    {
      kind: 'kustomization',
      uri: 'dev/kustomization.yml',
      folder: 'dev',
      files: ['dev/kustomization.yml', 'base/kustomization.yaml', 'base/ds.yaml', 'base/setup.sh'],
    },
    {
      kind: 'kustomization',
      uri: 'prod/Kustomization',
      folder: 'prod',
      files: ['prod/Kustomization', 'part/kustomization.yaml', 'part/p.yaml', 'base/kustomization.yaml', 'base/ds.yaml', 'base/setup.sh'],
    },
  ]);
});

test.each(['https://example.com/x.yaml', 'github.com/a/b//c?ref=v1', 'git@github.com:a/b.git', 'git::https://x/y', 'ssh://git@x/y', 'example.io/a/b'])(
  'what has to be fetched is a hindrance, in a base as well: %s',
  remote => {
    const roots = kustomizationRoots([
      { uri: 'base/kustomization.yaml', text: `resources:\n  - "${remote}"\n` },
      { uri: 'dev/kustomization.yaml', text: 'resources: [../base]\n' },
    ]);
    expect(roots.map(({ folder, hindrance }) => ({ folder, hindrance }))).toEqual([
      { folder: 'dev', hindrance: `it includes ${remote}, which would have to be fetched` },
    ]);
  },
);

test('kustomizations that include each other end', () => {
  const loop = [
    { uri: 'a/kustomization.yaml', text: 'resources: [../b]\n' },
    { uri: 'b/kustomization.yaml', text: 'resources: [../a]\n' },
    { uri: 'c/kustomization.yaml', text: 'resources: [../a]\nhelmCharts: [{name: x}]\n' },
  ];
  expect(kustomizationRoots(loop).map(({ folder, hindrance }) => ({ folder, hindrance }))).toEqual([
    { folder: 'c', hindrance: 'it has Helm charts fetched and rendered (helmCharts), which is never done here' },
  ]);
});

test('of kustomizations that nothing else includes but each other, one is rendered, so that the mistake is told', () => {
  const loop = [
    { uri: 'a/kustomization.yaml', text: 'resources: [../b, x.yaml]\n' },
    { uri: 'b/kustomization.yaml', text: 'resources: [../a]\n' },
    { uri: 'c/kustomization.yaml', text: 'resources: [../d]\n' },
    { uri: 'd/kustomization.yaml', text: 'resources: [y.yaml]\n' },
  ];
  expect(kustomizationRoots(loop).map(({ folder, files }) => ({ folder, files }))).toEqual([
    { folder: 'c', files: ['c/kustomization.yaml', 'd/kustomization.yaml', 'd/y.yaml'] },
    { folder: 'a', files: ['a/kustomization.yaml', 'a/x.yaml', 'b/kustomization.yaml'] },
  ]);
});
