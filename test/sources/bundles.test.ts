// Which files are read together.
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/sources/bundles.ts';

function bundlesOf(...uris: readonly string[]): readonly string[] {
  return groupFiles(uris.map(uri => ({ uri, path: uri }))).map(
    bundle => `${bundle.isChart ? 'chart' : 'files'} ${bundle.key}: ${bundle.files.map(file => file.uri).join(' ')}`,
  );
}

describe('roles', () => {
  it('are folders below roles/, and those that have tasks/main.yml', () => {
    expect(bundlesOf('roles/r/tasks/x.yml', 'roles/r/vars/main.yml')).toEqual(['files roles/r: roles/r/tasks/x.yml roles/r/vars/main.yml']);
    expect(bundlesOf('tasks/main.yml', 'defaults/main.yml', 'molecule/x.yml')).toEqual([
      'files : tasks/main.yml defaults/main.yml',
      'files molecule: molecule/x.yml',
    ]);
    expect(bundlesOf('a/tasks/other.yml', 'a/defaults/main.yml')).toEqual(['files a/defaults: a/defaults/main.yml', 'files a/tasks: a/tasks/other.yml']);
  });
});

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
