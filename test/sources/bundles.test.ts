// Which files are read together.
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/sources/bundles.ts';

function bundlesOf(...uris: readonly string[]): readonly string[] {
  return groupFiles(uris.map(uri => ({ uri, path: uri }))).map(
    bundle => `${bundle.isChart ? 'chart' : 'files'} ${bundle.key}: ${bundle.files.map(file => file.uri).join(' ')}`,
  );
}

describe('charts', () => {
  it('are folders with a Chart.yaml, with all that lies below them', () => {
    expect(bundlesOf('a/Chart.yaml', 'a/values.yaml', 'a/templates/x/y.yaml', 'b/z.yaml')).toEqual([
      'chart a: a/Chart.yaml a/values.yaml a/templates/x/y.yaml',
      'files b: b/z.yaml',
    ]);
  });

  it('are known by values beside templates where Chart.yaml is missing', () => {
    expect(bundlesOf('values.yaml', 'templates/x.yaml')).toEqual(['chart : values.yaml templates/x.yaml']);
    expect(bundlesOf('a/values.yaml', 'a/templates/_helpers.tpl')).toEqual(['chart a: a/values.yaml a/templates/_helpers.tpl']);
  });

  it('are neither values alone nor templates alone', () => {
    expect(bundlesOf('a/values.yaml', 'roles/r/templates/x.yaml')).toEqual(['files a: a/values.yaml', 'files roles/r: roles/r/templates/x.yaml']);
  });
});
