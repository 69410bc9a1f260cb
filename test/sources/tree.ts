// Makes a tree of files for one test and takes it away afterwards.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Contents by path; `-> target` makes a link, a path that ends in `/` an empty folder. */
export function makeTree(entries: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'unshim-sources-')));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(entries)) {
    const full = join(root, path);
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), full);
    else if (!path.endsWith('/')) writeFileSync(full, content);
  }
  return root;
}

/** Makes a named pipe, which Node itself cannot. */
export function makePipe(path: string): void {
  execFileSync('/usr/bin/env', ['mkfifo', path]);
}
