// Writes what was read of a cluster as files that a later scan reads in its place.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { stringify } from 'yaml';
import { UserError } from '../../model/errors.ts';
import type { Filter } from '../../model/filter.ts';
import { reasonOf } from '../problem.ts';
import { mapping } from './api-object.ts';
import type { ClusterContents } from './contents.ts';
import type { LiveCluster } from './live.ts';
import { contextFolder } from './object-uri.ts';
import { redacted } from './redact.ts';
import { formatMeta, SNAPSHOT_FILE } from './snapshot-meta.ts';

export interface SnapshotOptions {
  /** The folder that holds a folder for each cluster. */
  readonly folder: string;
  /** The folder that paths in reports are relative to. */
  readonly cwd: string;
  /** Leaves out values that this filter has no use for. */
  readonly redact?: Filter;
}

/** Only the owner may read what may be confidential. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Makes the folder where it is not there yet. Throws a `UserError` unless it is empty or an older snapshot, which is replaced. */
export function checkSnapshotFolder(folder: string): void {
  if (!existsSync(folder)) {
    attempt(folder, () => {
      makeFolder(folder);
    });
    return;
  }
  const strange = attempt(folder, () => readdirSync(folder)).find(entry => !existsSync(join(folder, entry, SNAPSHOT_FILE)));
  if (strange === undefined) return;
  throw new UserError(`will not write a snapshot into ${folder}: it holds ${strange}, which is no snapshot of a cluster`, {
    hint: 'Name a folder that is empty or does not exist yet.',
  });
}

/** Folder by folder: Node's recursive form does not come back from file systems that take none, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: FOLDER_MODE });
}

/** Writes a cluster's objects as YAML and gives them back as they would be read. Throws `UserError` where a file cannot be written. */
export function writeSnapshot(live: LiveCluster, { folder, cwd, redact }: SnapshotOptions): ClusterContents {
  const own = join(folder, contextFolder(live.context));
  const { objects, ...about } = live;
  const texts = objects.map(({ json, ...object }) => {
    const whole = mapping(JSON.parse(json));
    return {
      ...object,
      text: stringify(redact === undefined ? whole : redacted(whole, redact), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }),
    };
  });
  attempt(own, () => {
    rmSync(own, { recursive: true, force: true });
    for (const { uri, text } of texts) writeWithin(join(folder, uri), text);
    const entries = texts.map(({ uri, text: _text, ...entry }) => ({ path: posix.relative(contextFolder(live.context), uri), ...entry }));
    writeWithin(join(own, SNAPSHOT_FILE), formatMeta({ ...about, redacted: redact !== undefined, objects: entries }));
  });
  const base = relative(cwd, folder).split(sep).join('/');
  return { ...about, objects: texts, syntax: 'yaml', fileOf: uri => posix.join(base, uri) };
}

function writeWithin(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
  writeFileSync(file, text, { mode: FILE_MODE, flag: 'wx' });
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UserError(`cannot write the snapshot to ${path}: ${reasonOf(error)}`, { cause: error });
  }
}
