// Logins at registries that only the docker command knows; of what they hold, the registries' names alone are kept.
import { readText } from '../read-text.ts';
import type { HostFiles } from './files.ts';

export interface Logins {
  readonly uri: string;
  readonly registries: readonly string[];
}

const OF_DOCKER = ['root/.docker/config.json', '.docker/config.json', 'root/.dockercfg'];
const OF_KUBELET = 'var/lib/kubelet/config.json';
const LARGEST = 1024 ** 2;

/** Registries at which root is logged in with docker, and for which the kubelet has no login of its own. */
export function dockerLogins(files: HostFiles): readonly Logins[] {
  const known = new Set(registriesIn(files, OF_KUBELET));
  return OF_DOCKER.flatMap(uri => {
    const registries = registriesIn(files, uri).filter(registry => !known.has(registry));
    return registries.length === 0 ? [] : [{ uri, registries }];
  });
}

function registriesIn(files: HostFiles, uri: string): readonly string[] {
  const found = files.locate(uri);
  if (found === undefined) return [];
  const read = readText({ uri, path: found.path }, { maxFileSize: LARGEST, mayMatter: () => true });
  if (read.kind === 'problem') files.notifications.push(read.notification);
  if (read.kind !== 'text') return [];
  try {
    return registryNames(JSON.parse(read.text)).sort();
  } catch {
    files.tell('invalid-json', 'error', 'not read: it is no JSON', uri);
    return [];
  }
}

/** `auths` and `credHelpers` of config.json, and .dockercfg, which is `auths` alone. */
function registryNames(config: unknown): string[] {
  if (typeof config !== 'object' || config === null) return [];
  const named = ['auths', 'credHelpers'].flatMap(key => keysOf(Object.getOwnPropertyDescriptor(config, key)?.value));
  const isOld = Object.values(config).every(value => typeof value === 'object' && value !== null && 'auth' in value);
  return [...new Set(isOld ? keysOf(config) : named)];
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
