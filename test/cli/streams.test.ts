import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/unshim.js', import.meta.url));
const CLI = new URL('../../dist/cli.js', import.meta.url).href;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(command: string): Promise<Ended> {
  return new Promise(resolve => {
    const env = { PATH: process.env['PATH'], UNSHIM: `${process.execPath} ${BIN}`, NODE: process.execPath };
    const child = execFile('bash', ['--norc', '-o', 'pipefail', '-c', command], { env, timeout: 20_000 }, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode, stdout, stderr });
    });
  });
}

describe('standard output', () => {
  test('a reader that goes away is no failure', async () => {
    expect(await shell('for i in 1 2 3; do $UNSHIM scan --help | true; done')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('a full disk is one', async () => {
    const { status, stderr } = await shell('$UNSHIM --version > /dev/full');
    expect(stderr).toMatch(/^unshim: cannot write to standard output: .*ENOSPC/);
    expect(status).toBe(2);
  });

  test('closed streams do not crash', async () => {
    expect((await shell('$UNSHIM --version >&-')).status).toBeLessThanOrEqual(2);
    expect(await shell('$UNSHIM scan --nonsense 2>&-')).toMatchObject({ status: 2 });
  });
});

test("a crash outside the command's own work is told as a bug and is not taken for findings", async () => {
  const script = `const { main } = await import('${CLI}'); await main(['--version']); setTimeout(() => { throw new TypeError('late') });`;
  const { status, stderr } = await shell(`$NODE --input-type=module -e "${script}"`);
  expect(stderr).toContain('unshim failed: TypeError: late\nThis is a bug');
  expect(status).toBe(2);
});
