// The sample of the README: what the program prints for the example, at the width of a plain terminal.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../import-source.js';
import { codeBlock } from './markdown.js';

const run = promisify(execFile);
const LINES = 46;
const EXAMPLE = 'examples/legacy-cluster';

/** Builds the program first: a sample of yesterday's would be wrong without a sign of it. */
export async function readmeSample() {
  await run(process.execPath, [join(root, 'scripts', 'build.js')], { cwd: root });
  // Which tools a machine has must not change the README.
  const report = await output(['scan', EXAMPLE, '--render', 'never']);
  const lines = report.trimEnd().split('\n');
  const last = lines.lastIndexOf('');
  const shown = wholeBlock(lines.slice(0, LINES));
  return codeBlock([`$ npx unshim scan ${EXAMPLE}`, ...shown, '', '[...]', '', ...lines.slice(last + 1)].join('\n'), 'text');
}

/** Exit code 1 is what a report with findings has. */
async function output(args) {
  const env = { PATH: process.env.PATH, COLUMNS: '80' };
  try {
    return (await run(process.execPath, [join(root, 'bin', 'unshim.js'), ...args], { cwd: root, env })).stdout;
  } catch (error) {
    if (error.code !== 1) throw error;
    return error.stdout;
  }
}

/** The lines up to the end of the last finding that is shown as a whole. */
function wholeBlock(lines) {
  const end = lines.findLastIndex(line => /^ {2}(?:error|warning) /.test(line) || line === '');
  return lines.slice(0, end).filter((line, index, all) => line !== '' || index < all.length - 1);
}
