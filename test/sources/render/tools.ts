// Programs that stand in for the tools, and the real ones where they are installed.
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Where `.ci/render-tools` puts them, then the PATH. */
export const REAL_TOOLS = [join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'unshim-render-tools'), process.env['PATH'] ?? ''].join(delimiter);

/** A folder with programs written in JavaScript, by their names. */
export function fakeTools(programs: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'unshim-tools-')));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!${process.execPath}\n${text}`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A helm that tells its version and prints what a real one has printed. */
export function recordedHelm(output: string): string {
  return `process.stdout.write(process.argv[2] === 'version' ? 'v3.18.6' : ${JSON.stringify(output)});\n`;
}
