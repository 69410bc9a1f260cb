// Runs the tools that render: without a shell, a network, a cluster or a home, for a limited time and up to a limited size.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { reasonOf } from '../problem.ts';

export type ToolRun = { readonly kind: 'output'; readonly text: string } | { readonly kind: 'failed'; readonly why: string };

export interface ToolLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const LIMITS: ToolLimits = { milliseconds: 30_000, bytes: 32 * 1024 ** 2 };
const MAX_COMPLAINT = 64 * 1024;

/** The program of that name in the folders of a PATH. Relative folders are left out: a scanned folder must not bring its own. */
export function findTool(name: string, path: string): string | undefined {
  const names = delimiter === ';' ? [`${name}.exe`] : [name];
  const folders = path.split(delimiter).filter(isAbsolute);
  return folders.flatMap(folder => names.map(file => join(folder, file))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // The next folder may have it; that none has is for the caller to tell.
    return false;
  }
}

/** What a tool writes to its standard output, or a clause that says why there is none. Never rejects. */
export async function runTool(tool: string, args: readonly string[], cwd: string, limits: ToolLimits = LIMITS): Promise<ToolRun> {
  try {
    return await run(tool, args, cwd, limits);
  } catch (error) {
    return { kind: 'failed', why: `it cannot be started: ${reasonOf(error)}` };
  }
}

function run(tool: string, args: readonly string[], cwd: string, { milliseconds, bytes }: ToolLimits): Promise<ToolRun> {
  return new Promise(resolve => {
    const child = spawn(tool, [...args], { cwd, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const end = (ran: ToolRun): void => {
      clearTimeout(timer);
      resolve(ran);
      abandon(child);
    };
    const fail = (why: string): void => {
      end({ kind: 'failed', why });
    };
    const timer = setTimeout(() => {
      fail(`it did not end within ${milliseconds / 1000} s`);
    }, milliseconds);
    const output = gather(child.stdout, bytes, () => {
      fail(`it wrote more than ${Math.floor(bytes / 1024 ** 2)} MiB`);
    });
    const complaint = gather(child.stderr, MAX_COMPLAINT, () => undefined);
    child.on('error', error => {
      fail(`it cannot be started: ${reasonOf(error)}`);
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) end({ kind: 'output', text: output() });
      else
        fail(complaintOf(relative(complaint(), cwd)) ?? (killedBy === null ? `it ended with exit code ${code ?? 'unknown'}` : `it was ended by ${killedBy}`));
    });
  });
}

/** What a stream has given so far, up to a bound; `onMore` is told when it gives more. */
function gather(stream: Readable, bound: number, onMore: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= bound) chunks.push(chunk);
    else onMore();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function abandon(child: ChildProcessByStdio<null, Readable, Readable>): void {
  child.kill('SIGKILL');
  child.stdout.destroy();
  child.stderr.destroy();
}

/** A text with the paths of a folder and of what lies beside it as seen from there, so that reports are alike wherever a checkout lies. */
function relative(text: string, folder: string): string {
  let shown = dirname(folder) === folder ? text : text.replaceAll(folder, '.');
  let up = '../';
  for (let at = dirname(folder); dirname(at) !== at; at = dirname(at), up += '../') {
    const start = join(at, sep).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // Only where a path begins: `/tmp/` is no part of `/var/tmp/`.
    shown = shown.replace(new RegExp(`(?<![\\w./-])${start}`, 'g'), up);
  }
  return shown;
}

const LONGEST_COMPLAINT = 400;

/** The error that a tool tells, on one line. */
function complaintOf(text: string): string | undefined {
  const lines = text.split(/\r?\n/).filter(line => !/^(?:# )?warning:/i.test(line));
  const from = lines.findIndex(line => /^error:/i.test(line) || line.includes('err="'));
  const told = lines
    .slice(Math.max(0, from))
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/^error: /i, '')
    .replace(/ Use --debug flag.*$/, '')
    .replace(/^.*?\berr="/, '')
    .replace(/["\s]+$/, '');
  if (told === '') return undefined;
  return told.length > LONGEST_COMPLAINT ? `${told.slice(0, LONGEST_COMPLAINT)}...` : told;
}

/** A port that nothing listens on: whatever a tool wants to fetch fails at once. */
const NO_NETWORK = 'http://127.0.0.1:9';

/**
 * All that a tool is told of its surroundings. An empty PATH keeps it from starting others, such as git for remote bases; without a
 * home it finds no plugins, no repositories, no credentials and no cluster.
 */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: '',
  ...Object.fromEntries(
    ['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'HELM_PLUGINS', 'HELM_REGISTRY_CONFIG'].map(name => [name, devNull]),
  ),
  ...Object.fromEntries(['http_proxy', 'https_proxy', 'all_proxy'].flatMap(name => [name, name.toUpperCase()].map(key => [key, NO_NETWORK]))),
  HELM_NO_PLUGINS: '1',
  KUBECONFIG: devNull,
};
