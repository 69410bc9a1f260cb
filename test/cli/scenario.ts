// Scenario files: what they say, and what really happened when one was run.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One command of a scenario and what it must do. */
export interface Step {
  readonly command: string;
  readonly stdin: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export interface Scenario {
  /** The lines before the first section: what the scenario shows. */
  readonly title: string;
  /** Name and text of the files that the commands find. */
  readonly files: readonly (readonly [name: string, text: string])[];
  readonly columns: string;
  readonly steps: readonly Step[];
}

interface Section {
  readonly kind: string;
  readonly argument: string;
  readonly body: string;
}

const BIN = fileURLToPath(new URL('../../bin/unshim.js', import.meta.url));

/** Sections start with `=== kind argument`; each `=== run` takes the sections behind it up to the next one. */
export function parseScenario(text: string): Scenario {
  const [title = '', ...parts] = `\n${text}`.split('\n=== ');
  const sections = parts.map(toSection);
  const files = sections.filter(({ kind }) => kind === 'file').map(({ argument, body }) => [argument, body] as const);
  const columns = sections.find(({ kind }) => kind === 'columns')?.argument ?? '80';
  const steps = sections.flatMap((section, index) => (section.kind === 'run' ? [toStep(section, sections.slice(index + 1))] : []));
  return { title: title.trim(), files, columns, steps };
}

export function printScenario({ title, files, columns, steps }: Scenario): string {
  const parts = [`${title}\n\n`];
  if (columns !== '80') parts.push(`=== columns ${columns}\n`);
  for (const [name, text] of files) parts.push(`=== file ${name}\n${text}`);
  for (const { command, stdin, stdout, stderr, status } of steps) {
    parts.push(`=== run ${command}\n`);
    for (const [kind, text] of Object.entries({ stdin, stdout, stderr })) if (text !== '') parts.push(`=== ${kind}\n${text}`);
    parts.push(`=== status ${status}\n`);
  }
  return parts.join('');
}

/** Runs a scenario's commands one after the other in a folder of its own; answers with what they did. */
export async function runScenario(scenario: Scenario): Promise<Scenario> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'unshim-scenario-')));
  try {
    const work = join(folder, 'work');
    mkdirSync(work);
    mkdirSync(join(folder, 'bin'));
    symlinkSync(BIN, join(folder, 'bin', 'unshim'));
    for (const [name, text] of scenario.files) {
      mkdirSync(dirname(join(work, name)), { recursive: true });
      writeFileSync(join(work, name), text);
    }
    const steps: Step[] = [];
    for (const step of scenario.steps) steps.push(await runStep(step, { folder, work, columns: scenario.columns }));
    return { ...scenario, steps };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only what a program needs: nothing of the machine, of CI or of colour settings reaches it. */
function environment(folder: string, columns: string): NodeJS.ProcessEnv {
  const path = [join(folder, 'bin'), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return { PATH: path, HOME: folder, LANG: 'C.UTF-8', TZ: 'UTC', COLUMNS: columns };
}

function runStep(step: Step, where: { folder: string; work: string; columns: string }): Promise<Step> {
  // Each new rule changes how many there are.
  const scrub = (text: string): string =>
    endLine(
      text
        .replaceAll(where.folder, '<tmp>')
        .replaceAll(/\d+\.\d\d s\b/g, '<time>')
        .replaceAll(/(?<=\d of )\d+(?=\s+rules)/g, '<all>'),
    );
  return new Promise(resolve => {
    const options = { cwd: where.work, env: environment(where.folder, where.columns), timeout: 20_000 };
    const child = execFile('bash', ['--norc', '-o', 'pipefail', '-c', step.command], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ ...step, stdout: scrub(stdout), stderr: scrub(stderr), status });
    });
    // A command that does not read its input may be gone before it is written.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(step.stdin);
  });
}

/** Files hold whole lines, so a missing line break at the end has to be told. */
function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n<no line break at the end>\n`;
}

function toSection(part: string): Section {
  const cut = part.indexOf('\n');
  const head = cut < 0 ? part : part.slice(0, cut);
  const body = cut < 0 ? '' : part.slice(cut + 1);
  const [kind = '', ...words] = head.split(' ');
  return { kind, argument: words.join(' '), body: body === '' || body.endsWith('\n') ? body : `${body}\n` };
}

function toStep(run: Section, after: readonly Section[]): Step {
  const next = after.findIndex(({ kind }) => kind === 'run');
  const own = next < 0 ? after : after.slice(0, next);
  const body = (kind: string): string => own.find(section => section.kind === kind)?.body ?? '';
  const status = Number(own.find(({ kind }) => kind === 'status')?.argument ?? '0');
  return { command: run.argument, stdin: body('stdin'), stdout: body('stdout'), stderr: body('stderr'), status };
}
