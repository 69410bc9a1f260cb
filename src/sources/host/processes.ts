// The command lines of the kubelet and the runtimes that run on a node, where its root holds a /proc.
import { closeSync, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { HostText } from './contents.ts';
import type { HostFiles } from './files.ts';
import type { HostRoot } from './root.ts';

export interface Process {
  /** `kubelet`, `dockerd`. */
  readonly program: string;
  readonly args: readonly string[];
  /** The folder that relative paths of its arguments start from. */
  readonly folder: string;
}

const PROGRAM = /^(?:kubelet|dockerd|cri-dockerd)$/;
const MOST_BYTES = 64 * 1024;

/** The running kubelet and Docker daemons, by program and arguments; none where there is no /proc. */
export function runningPrograms(files: HostFiles): readonly Process[] {
  const { root } = files;
  if (!root.has('proc/1')) return [];
  return files
    .names('proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => programOf(root, pid))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ program, args }: Process): string {
  return [program, ...args].join('\0');
}

function programOf(root: HostRoot, pid: string): readonly Process[] {
  const args = commandLine(root, pid);
  const program = posix.basename(args[0] ?? '');
  if (!PROGRAM.test(program)) return [];
  return [{ program, args: args.slice(1), folder: root.target(`proc/${pid}/cwd`) ?? '/' }];
}

/** A process that ends while it is looked at has no arguments. */
function commandLine(root: HostRoot, pid: string): readonly string[] {
  const found = root.resolve(`proc/${pid}/cmdline`);
  if (found.kind !== 'file') return [];
  let descriptor: number | undefined;
  try {
    descriptor = openSync(found.path, 'r');
    const bytes = Buffer.alloc(MOST_BYTES);
    const text = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, MOST_BYTES, null));
    return text.replace(/\0$/, '').split('\0');
  } catch {
    // It has ended, or belongs to others: what runs is an addition to what files say.
    return [];
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A process as a script that starts it, so that its flags are read as those of a command are. */
export function processText({ program, args }: Process): HostText {
  const text = `#!/bin/sh\n${[program, ...args].map(quoted).join(' ')}\n`;
  return { uri: `proc/${program}`, text, from: 'process', manifest: false, sensitive: false };
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
