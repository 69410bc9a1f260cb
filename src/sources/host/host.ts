// Reads a node's own configuration below a folder: `/`, a mounted image, the root folder of a collection of diagnostics.
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { HOST_RUNTIMES, type HostRuntime } from '../../model/host.ts';
import { errorCode, problem, reasonOf } from '../problem.ts';
import { readText } from '../read-text.ts';
import type { HostContents } from './contents.ts';
import { HostFiles, type HostReadOptions } from './files.ts';
import { PROGRAM_FOLDERS, PROGRAMS, UNIT_FOLDERS } from './places.ts';
import { processText, runningPrograms } from './processes.ts';
import { HostRoot } from './root.ts';
import { readNamed } from './settings.ts';
import { whatIsLacking } from './signs.ts';
import { hostStates } from './state.ts';

/** A node to read. */
export interface HostTarget {
  /** The root of its file system. */
  readonly root: string;
  /** Instead of what its `/etc/hostname` says. */
  readonly name?: string;
}

export interface HostOptions extends HostReadOptions {
  readonly cwd: string;
  /** Instead of what `/etc/hostname` says. */
  readonly name?: string;
}

/** Reads one node. Never throws: what cannot be read is a notification. */
export function readHost(folder: string, options: HostOptions): HostContents {
  const path = resolve(options.cwd, folder);
  const root = rootName(folder, options.cwd);
  const opened = open(path);
  if (typeof opened === 'string') return nothing(options.name ?? fallbackName(path), root, opened);
  if (!opened.has('etc')) return nothing(options.name ?? fallbackName(path), root, `${root} does not look like the root of a node: it has no folder etc`);
  const files = new HostFiles(opened, options);
  const processes = runningPrograms(files);
  files.readPlaces();
  // What is named can name more, such as the folder of static pods in a kubelet's configuration.
  readNamed(files, processes);
  readNamed(files, processes);
  const texts = [...files.texts, ...processes.map(processText), ...hostStates(files)];
  const runtimes = HOST_RUNTIMES.filter(runtime => isInstalled(opened, runtime));
  const lacking = whatIsLacking(files, root, runtimes.length + processes.length > 0);
  if (lacking !== undefined) files.notifications.push(lacking);
  return {
    name: options.name ?? hostName(opened) ?? fallbackName(path),
    root,
    texts,
    runtimes,
    notifications: files.notifications,
    searched: files.searched,
  };
}

function open(path: string): HostRoot | string {
  try {
    return new HostRoot(path);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'there is no such folder' : `the folder cannot be read: ${reasonOf(error)}`;
  }
}

function nothing(name: string, root: string, reason: string): HostContents {
  const message = `no host was read at ${root}: ${reason}; give --host the folder that holds etc, such as / or /mnt/root`;
  return { name, root, texts: [], runtimes: [], notifications: [problem('not-found', 'error', message)], searched: 0 };
}

/** Reports hold no absolute paths, which differ from machine to machine, but for the root itself. */
function rootName(folder: string, cwd: string): string {
  if (!isAbsolute(folder) || resolve(folder) === '/') return folder;
  const below = relative(cwd, folder);
  return below === '' ? '.' : below.startsWith('..') ? basename(folder) : below;
}

function fallbackName(path: string): string {
  return basename(path) === '' ? 'host' : basename(path);
}

/** The first line that says something, as systemd reads it. */
function hostName(root: HostRoot): string | undefined {
  const found = root.resolve('etc/hostname');
  if (found.kind !== 'file') return undefined;
  const read = readText({ uri: 'etc/hostname', path: found.path }, { maxFileSize: 4096, mayMatter: () => true });
  const line = read.kind === 'text' ? read.text.split('\n').find(text => text.trim() !== '' && !text.startsWith('#')) : undefined;
  return line?.trim().slice(0, 253);
}

function isInstalled(root: HostRoot, runtime: HostRuntime): boolean {
  const program = PROGRAMS[runtime];
  if (PROGRAM_FOLDERS.some(folder => root.resolve(`${folder}/${program}`).kind === 'file')) return true;
  const unit = runtime === 'cri-dockerd' ? 'cri-docker' : runtime === 'cri-o' ? 'crio' : runtime;
  return UNIT_FOLDERS.some(folder => root.resolve(`${folder}/${unit}.service`).kind === 'file');
}
