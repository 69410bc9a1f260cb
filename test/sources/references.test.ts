// Files that other files name are read wherever they lie, but never outside what is scanned.
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../src/sources/files.ts';
import { referencedFile } from '../../src/sources/links.ts';
import { makeTree } from './tree.ts';

function territoryOf(entries: Readonly<Record<string, string>>) {
  const root = makeTree({ 'app/kustomization.yaml': '', ...entries });
  return findFiles(['.'], { cwd: root, exclude: ['no.sh'], ignore: true }).territory;
}

describe('a reference', () => {
  it('adds a file of any type once, ignored or not', () => {
    const territory = territoryOf({ 'app/setup.lua': '', '.gitignore': 'app/conf/', 'app/conf/daemon.json': '', 'base/x.lua': '' });
    expect(referencedFile(territory, 'app', 'setup.lua')).toMatchObject({ uri: 'app/setup.lua' });
    expect(referencedFile(territory, 'app', './setup.lua')).toBeUndefined();
    expect(referencedFile(territory, 'app', 'conf/daemon.json')).toMatchObject({ uri: 'app/conf/daemon.json' });
    expect(referencedFile(territory, 'app', '../base/x.lua')).toMatchObject({ uri: 'base/x.lua' });
    expect(referencedFile(territory, '', 'app/kustomization.yaml')).toBeUndefined();
  });

  it('adds no folder and nothing excluded', () => {
    const territory = territoryOf({ 'base/x.lua': '', 'app/no.sh': '' });
    expect(referencedFile(territory, 'app', '../base')).toBeUndefined();
    expect(referencedFile(territory, 'app', 'no.sh')).toBeUndefined();
  });

  it.each(['../../etc/passwd', '/etc/passwd', '..', '../..', 'out.sh'])('does not leave the root by %s', reference => {
    const territory = territoryOf({ 'app/out.sh': '-> /etc/passwd' });
    expect(referencedFile(territory, reference === '..' ? '' : 'app', reference)).toMatchObject({ code: 'link-outside', level: 'warning' });
  });

  it.each(['nothing.sh', 'kustomization.yaml/x', 'a\0b', ''])('to %j is told', reference => {
    const found = referencedFile(territoryOf({}), 'app', reference);
    if (reference !== '') expect(found).toHaveProperty('code');
    else expect(found).toBeUndefined();
  });
});
