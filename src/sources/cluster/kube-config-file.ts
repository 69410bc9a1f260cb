// Kubeconfig files: where they lie, what several of them say together, and the service account that stands for one in a pod.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { env as processEnvironment } from 'node:process';
import { isIPv6 } from 'node:net';
import { parseDocument } from 'yaml';
import { UserError } from '../../model/errors.ts';
import { errorCode, reasonOf } from '../problem.ts';
import { type Json, list, mapping, text } from './api-object.ts';
import { clip } from './failure.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface KubeConfigOptions {
  /** A file; else those of KUBECONFIG, else `.kube/config` in the home folder, else a pod's service account. */
  readonly kubeconfig?: string;
  /** The process's own where absent, which credential plugins get as well. */
  readonly env?: Environment;
  /** The folder with a pod's `token` and `ca.crt`. */
  readonly serviceAccount?: string;
}

/** Entries by their names. */
export interface KubeConfigEntries {
  readonly contexts: ReadonlyMap<string, Json>;
  readonly clusters: ReadonlyMap<string, Json>;
  readonly users: ReadonlyMap<string, Json>;
  readonly current?: string;
  /** Where they come from, for messages. */
  readonly origin: string;
  readonly env: Environment;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The name that a pod's service account goes by. */
const IN_CLUSTER = 'in-cluster';

const WHERE = 'Name a kubeconfig with --kubeconfig FILE or in KUBECONFIG, and its context with --context NAME.';

/** Rejects with `UserError`. */
export async function readKubeConfig(options: KubeConfigOptions): Promise<KubeConfigEntries> {
  const { env = processEnvironment } = options;
  return { ...(await entriesOf(options, env)), env };
}

type Entries = Omit<KubeConfigEntries, 'env'>;

async function entriesOf({ kubeconfig, serviceAccount = SERVICE_ACCOUNT }: KubeConfigOptions, env: Environment): Promise<Entries> {
  if (kubeconfig !== undefined) return merged([await readConfig(kubeconfig)]);
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter(path => path !== '');
  if (named.length > 0) return merged(await readThoseThere(named));
  const home = await readIfThere(join(env['HOME'] ?? homedir(), '.kube', 'config'));
  return home === undefined ? await inCluster(serviceAccount, env) : merged([home]);
}

/** As for kubectl, KUBECONFIG may name files that are not there yet. */
async function readThoseThere(paths: readonly string[]): Promise<readonly Entries[]> {
  const found: Entries[] = [];
  for (const path of paths) {
    const config = await readIfThere(path);
    if (config !== undefined) found.push(config);
  }
  if (found.length > 0) return found;
  throw new UserError(`the files that KUBECONFIG names are not there or empty: ${paths.join(', ')}`, { hint: WHERE });
}

async function readIfThere(path: string): Promise<Entries | undefined> {
  try {
    const config = await readFile(path, 'utf8');
    // kubectl takes an empty file for one that says nothing.
    return config.trim() === '' ? undefined : parseConfig(config, path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unreadable(error, path);
  }
}

async function readConfig(path: string): Promise<Entries> {
  try {
    return parseConfig(await readFile(path, 'utf8'), path);
  } catch (error) {
    throw unreadable(error, path);
  }
}

function unreadable(error: unknown, path: string): UserError {
  return error instanceof UserError ? error : new UserError(`cannot read the kubeconfig ${path}: ${reasonOf(error)}`, { hint: WHERE, cause: error });
}

function parseConfig(source: string, path: string): Entries {
  const config = configOf(source, path);
  const folder = dirname(resolve(path));
  const current = text(config['current-context']);
  return {
    contexts: named(config['contexts'], 'context', entry => entry),
    clusters: named(config['clusters'], 'cluster', entry => absolute(entry, ['certificate-authority'], folder)),
    users: named(config['users'], 'user', entry => userIn(entry, folder)),
    ...(current === undefined || current === '' ? {} : { current }),
    origin: path,
  };
}

function configOf(source: string, path: string): Json {
  const document = parseDocument(source, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    // The parser's message shows the lines around, and those may hold secrets.
    const what = error.message.split(' at line ')[0] ?? '';
    throw new UserError(`the kubeconfig ${path} is not YAML: ${line === undefined ? '' : `line ${line}: `}${clip(what)}`, { hint: WHERE });
  }
  const config = mapping(plain(document.toJS.bind(document), path));
  const isConfig = ['contexts', 'clusters', 'users', 'current-context'].some(key => key in config);
  if (!isConfig) throw new UserError(`${path} is not a kubeconfig: it has no contexts, clusters and users`, { hint: WHERE });
  return config;
}

/** Aliases that unfold without an end are found only here. */
function plain(toJs: () => unknown, path: string): unknown {
  try {
    return toJs();
  } catch (error) {
    throw new UserError(`the kubeconfig ${path} cannot be read: ${clip(String(error))}`, { hint: WHERE, cause: error });
  }
}

/** Lists of `{ name, <what>: … }` by their names; the first of a name holds. */
function named(entries: unknown, what: string, resolved: (entry: Json) => Json): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const entry of list(entries).map(mapping)) {
    const name = text(entry['name']);
    if (name !== undefined && !found.has(name)) found.set(name, resolved(mapping(entry[what])));
  }
  return found;
}

/** Paths are relative to the folder of their file, and so is a plugin's command that has a folder in it. */
function userIn(user: Json, folder: string): Json {
  const files = absolute(user, ['client-certificate', 'client-key', 'tokenFile', 'token-file'], folder);
  const exec = mapping(user['exec']);
  const command = text(exec['command']) ?? '';
  return /[/\\]/.test(command) ? { ...files, exec: { ...exec, command: resolve(folder, command) } } : files;
}

function absolute(entry: Json, keys: readonly string[], folder: string): Json {
  const paths = keys.flatMap(key => {
    const path = text(entry[key]);
    return path === undefined || path === '' ? [] : [[key, resolve(folder, path)] as const];
  });
  return { ...entry, ...Object.fromEntries(paths) };
}

/** What an earlier file says holds, as for kubectl. */
function merged(configs: readonly Entries[]): Entries {
  const together = (key: 'contexts' | 'clusters' | 'users'): ReadonlyMap<string, Json> => {
    const all = new Map<string, Json>();
    for (const [name, entry] of configs.flatMap(config => [...config[key]])) if (!all.has(name)) all.set(name, entry);
    return all;
  };
  const current = configs.find(config => config.current !== undefined)?.current;
  return {
    contexts: together('contexts'),
    clusters: together('clusters'),
    users: together('users'),
    ...(current === undefined ? {} : { current }),
    origin: configs.map(config => config.origin).join(', '),
  };
}

async function inCluster(folder: string, env: Environment): Promise<Entries> {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const tokenFile = join(folder, 'token');
  if (host === '' || !(await isReadable(tokenFile))) {
    throw new UserError('there is no kubeconfig: KUBECONFIG is empty, .kube/config is not in the home folder, and this is no pod with a service account', {
      hint: WHERE,
    });
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return {
    contexts: new Map([[IN_CLUSTER, { cluster: IN_CLUSTER, user: IN_CLUSTER }]]),
    clusters: new Map([[IN_CLUSTER, { server, 'certificate-authority': join(folder, 'ca.crt') }]]),
    users: new Map([[IN_CLUSTER, { tokenFile }]]),
    current: IN_CLUSTER,
    origin: `the service account in ${folder}`,
  };
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch {
    // No kubeconfig and no token: the caller says so.
    return false;
  }
}
