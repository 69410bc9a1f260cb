// Which files a scan finds, under which names, and what it says of those it passes over.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileList, type FileOptions, findFiles } from '../../src/sources/files.ts';
import { makePipe, makeTree } from './tree.ts';

const find = (cwd: string, paths: readonly string[] = ['.'], options: Partial<FileOptions> = {}): FileList =>
  findFiles(paths, { cwd, exclude: [], ignore: true, ...options });

const uris = (list: FileList): string[] => list.files.map(file => file.uri);
const codes = (list: FileList): string[] => list.notifications.map(({ code, level, location }) => `${level} ${code} ${location?.physical?.uri ?? ''}`.trim());
const skipped = (list: FileList): Record<string, number> => Object.fromEntries(list.skipped);

describe('a folder', () => {
  it('gives manifests and templates of them, dot folders too, sorted by uri', () => {
    const root = makeTree({
      'b.yaml': '',
      'a/x.YML': '',
      'a.json': '',
      'a-b/t.tpl': '',
      '.github/w.yml': '',
      'a/k.yaml.j2': '',
      'user-data': '',
      'README.md': '',
      'main.go': '',
    });
    const list = find(root);
    expect(uris(list)).toEqual(['.github/w.yml', 'a-b/t.tpl', 'a.json', 'a/k.yaml.j2', 'a/x.YML', 'b.yaml', 'user-data']);
    expect(skipped(list)).toEqual({ 'other file types': 2 });
    expect(list.notifications).toEqual([]);
  });

  it('passes vendor folders and lock files over, and says so', () => {
    const root = makeTree({ 'node_modules/a/x.yaml': '', 'c/vendor/x.yaml': '', '.git/config': '', 'package-lock.json': '', 'x.yaml': '' });
    expect(uris(find(root))).toEqual(['x.yaml']);
    expect(skipped(find(root))).toEqual({ 'vendor folder': 2, 'version control': 1, 'lock file': 1 });
    expect(uris(find(root, ['.', 'c/vendor']))).toEqual(['c/vendor/x.yaml', 'x.yaml']);
  });

  it('honours --exclude with paths and with patterns', () => {
    const root = makeTree({ 'a/x.yaml': '', 'a/y.test.yaml': '', 'b/c/x.yaml': '', 'z.yaml': '' });
    const list = find(root, ['.', 'z.yaml'], { exclude: ['*.test.yaml', './b/', `${root}/z.yaml`] });
    expect(uris(list)).toEqual(['a/x.yaml']);
    expect(skipped(list)['--exclude']).toBe(4);
  });

  it('gives an error where folders are nested without end', () => {
    const root = makeTree({ 'x.yaml': '' });
    mkdirSync(join(root, 'd/'.repeat(230)), { recursive: true });
    expect(codes(find(root))).toEqual([`error too-complex ${'d/'.repeat(201).slice(0, -1)}`]);
  });
});

describe('uris', () => {
  it('are relative to the working directory where that holds all', () => {
    const root = makeTree({ 'k8s/x.yaml': '', 'k8s/notes.txt': '' });
    expect(uris(find(root, ['k8s']))).toEqual(['k8s/x.yaml']);
    expect(uris(find(root, [join(root, 'k8s/notes.txt'), './k8s/../k8s/']))).toEqual(['k8s/notes.txt', 'k8s/x.yaml']);
  });

  it('are never absolute, and never begin with ..', () => {
    const root = makeTree({ 'a/x.yaml': '', 'b/c/y.yaml': '', 'cwd/z.yaml': '' });
    const cwd = join(root, 'cwd');
    expect(uris(find(cwd, ['../a']))).toEqual(['x.yaml']);
    expect(uris(find(cwd, ['../a/x.yaml']))).toEqual(['x.yaml']);
    expect(uris(find(cwd, ['../a', '../b/c', '.']))).toEqual(['a/x.yaml', 'b/c/y.yaml', 'cwd/z.yaml']);
  });

  it('name each file once, however often it is asked for', () => {
    const root = makeTree({ 'a/x.yaml': '' });
    expect(uris(find(root, ['a', '.', 'a/x.yaml', 'a']))).toEqual(['a/x.yaml']);
  });
});

describe('.gitignore files', () => {
  const tree = {
    '.gitignore': '*.gen.yaml\n/top.yaml\nout/\n!keep.gen.yaml\n# c\n\\#x.yaml\nsub/deep/*.json\n',
    'a.gen.yaml': '',
    'keep.gen.yaml': '',
    'top.yaml': '',
    'sub/top.yaml': '',
    'out/x.yaml': '',
    'sub/out/x.yaml': '',
    '#x.yaml': '',
    'sub/.gitignore': '!a.gen.yaml\n/x y.yaml\n*.json\n!deep/k.json\nb/\n',
    'sub/a.gen.yaml': '',
    'sub/b.gen.yaml': '',
    'sub/x y.yaml': '',
    'sub/z/x y.yaml': '',
    'sub/deep/i.json': '',
    'sub/deep/k.json': '',
    'sub/b/x.yaml': '',
    'sub/[b]/.gitignore': 'q.yaml\n!*.gen.yaml\n',
    'sub/[b]/q.yaml': '',
    'sub/[b]/o.gen.yaml': '',
    'sub/b2/q.yaml': '',
    'nest/.gitignore': '*\n!.gitignore\n!y*.yaml\n',
    'nest/x.yaml': '',
    'nest/y1.yaml': '',
    'nest/n/y2.yaml': '',
    '..data/x.yaml': '',
  };

  it('ignore what git ignores, at every level', () => {
    const root = makeTree(tree);
    execFileSync('git', ['init', '-q'], { cwd: root });
    const said = execFileSync('git', ['ls-files', '-o', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
    expect(uris(find(root))).toEqual(
      said
        .split('\0')
        .filter(uri => /\.(yaml|json)$/.test(uri))
        .sort(),
    );
    expect(uris(find(root, ['.'], { ignore: false }))).toEqual(
      Object.keys(tree)
        .filter(uri => /\.(yaml|json)$/.test(uri))
        .sort(),
    );
  });

  it('hold for a sub-folder that is scanned alone, unless the user names what they ignore', () => {
    const root = makeTree({ ...tree, '.git/info/exclude': 'secret.yaml\n', 'sub/secret.yaml': '' });
    expect(uris(find(join(root, 'sub')))).toEqual(
      uris(find(root))
        .filter(uri => uri.startsWith('sub/'))
        .map(uri => uri.slice(4)),
    );
    expect(uris(find(root, ['sub/z', 'out', 'a.gen.yaml']))).toEqual(['a.gen.yaml', 'out/x.yaml', 'sub/z/x y.yaml']);
  });

  it('do not reach into a repository within', () => {
    const root = makeTree({ '.gitignore': '*.yaml', 'x.yaml': '', 'module/.git': 'gitdir: ../.git/modules/module', 'module/y.yaml': '' });
    expect(uris(find(root))).toEqual(['module/y.yaml']);
    expect(skipped(find(root))).toEqual({ '.gitignore': 1, 'other file types': 2 });
  });

  it('take no more than a moment where they are made to', () => {
    const deep = 'a/'.repeat(150);
    const root = makeTree({ '.gitignore': `${'**/a/'.repeat(30)}b\n${'*a'.repeat(50)}b\na/**/a/**/a/**/a/**/b\n`, [`${deep}${'a'.repeat(200)}.yaml`]: '' });
    const start = performance.now();
    expect(find(root).files).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('links', () => {
  it('are followed once, and never add a file that is found anyway', () => {
    const root = makeTree({
      'a/x.yaml': '',
      'b.yaml': '-> a/x.yaml',
      c: '-> a',
      'notes.txt': '',
      'd.yaml': '-> notes.txt',
      'e.txt': '-> notes.txt',
      f: '-> vendor/k',
      'vendor/k/z.yaml': '',
    });
    const list = find(root);
    expect(uris(list)).toEqual(['a/x.yaml', 'd.yaml', 'f/z.yaml']);
    expect(list.notifications).toEqual([]);
  });

  it('that loop or leave the root are noted and not followed', () => {
    const outside = makeTree({ 'secret.yaml': '' });
    const root = makeTree({
      'a/x.yaml': '',
      'a/up': '-> ..',
      'self.yaml': '-> self.yaml',
      'one.yaml': '-> two.yaml',
      'two.yaml': '-> one.yaml',
      out: `-> ${outside}`,
      'o.yaml': `-> ${outside}/secret.yaml`,
      'gone.yaml': '-> nowhere',
      gone: '-> nowhere',
    });
    const list = find(root);
    expect(uris(list)).toEqual(['a/x.yaml']);
    expect(codes(list)).toEqual([
      'note link-loop a/up',
      'warning missing-file gone.yaml',
      'note link-outside o.yaml',
      'note link-loop one.yaml',
      'note link-outside out',
      'note link-loop self.yaml',
      'note link-loop two.yaml',
    ]);
  });

  it('that go round through each other come to an end', () => {
    const root = makeTree({ 'vendor/a/x.yaml': '', 'vendor/b/y.yaml': '', 'vendor/a/b': '-> ../b', 'vendor/b/a': '-> ../a', go: '-> vendor/a' });
    expect(uris(find(root))).toEqual(['go/b/y.yaml', 'go/x.yaml']);
  });

  it('may be named by the user wherever they lead', () => {
    const outside = makeTree({ 'x.yaml': '' });
    const root = makeTree({ k: `-> ${outside}`, 'y.yaml': `-> ${outside}/x.yaml` });
    expect(uris(find(root, ['k']))).toEqual(['k/x.yaml']);
    expect(uris(find(root, ['y.yaml']))).toEqual(['y.yaml']);
  });
});

describe('what cannot be read', () => {
  it('is an error where the user named it', () => {
    const root = makeTree({ 'x.yaml': '' });
    const list = find(root, ['nowhere', 'x.yaml/y', 'n'.repeat(300), '', 'x.yaml']);
    expect(uris(list)).toEqual(['x.yaml']);
    expect(list.notifications.map(each => each.message.slice(-60))).toEqual(
      [
        'nowhere cannot be scanned: no such file or folder',
        'x.yaml/y cannot be scanned: a part of the path is not a folder',
        `${'n'.repeat(300)} cannot be scanned: the name is too long`,
        'an empty path cannot be scanned',
      ].map(message => message.slice(-60)),
    );
  });

  it('is an error where a folder denies it', context => {
    if (process.getuid?.() === 0) context.skip();
    const root = makeTree({ 'a/x.yaml': '' });
    execFileSync('chmod', ['000', join(root, 'a')]);
    expect(codes(find(root))).toEqual(['error unreadable a']);
    execFileSync('chmod', ['700', join(root, 'a')]);
  });

  it('is counted where it is a pipe that was met by chance, and read where the user named it', () => {
    const root = makeTree({ 'x.yaml': '' });
    makePipe(join(root, 'pipe.yaml'));
    symlinkSync('pipe.yaml', join(root, 'link.yaml'));
    expect(uris(find(root))).toEqual(['x.yaml']);
    expect(skipped(find(root))).toEqual({ 'special file': 2 });
    expect(find(root, ['pipe.yaml']).files).toEqual([{ isNamed: true, uri: 'pipe.yaml', path: join(root, 'pipe.yaml') }]);
    expect(uris(find(root, ['/dev/null']))).toEqual(['dev/null']);
  });
});
