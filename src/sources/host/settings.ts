// Which further files a node's own configuration names: the kubelet's configuration, static pods, imports of containerd.
import { posix } from 'node:path';
import type { HostText } from './contents.ts';
import type { HostFiles } from './files.ts';
import type { Process } from './processes.ts';

const OF_KUBELET = /kubelet/;

/** Reads the files that units, flags and configuration name. */
export function readNamed(files: HostFiles, processes: readonly Process[]): void {
  const named = [...processes.flatMap(one => flagValues(one)), ...files.texts.flatMap(text => flagsIn(text))];
  for (const path of valuesOf(named, 'config', 'config-file')) files.read({ path, telling: true });
  const manifests = new Set([...valuesOf(named, 'pod-manifest-path'), ...files.texts.flatMap(staticPodPaths)]);
  for (const path of manifests) {
    files.readPlace({ path: `${path.replace(/\/+$/, '')}/*`, manifest: true });
    files.read({ path, manifest: true });
  }
  for (const path of files.texts.flatMap(imports)) files.readPlace({ path, telling: true });
}

interface FlagValue {
  readonly flag: string;
  readonly path: string;
}

function valuesOf(named: readonly FlagValue[], ...flags: readonly string[]): readonly string[] {
  return [...new Set(named.filter(({ flag }) => flags.includes(flag)).map(({ path }) => path))];
}

function flagValues({ args, folder }: Process): readonly FlagValue[] {
  return args.flatMap((arg, index): readonly FlagValue[] => {
    const [, flag = '', value = args[index + 1] ?? ''] = /^--?([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    return flag === '' || value === '' ? [] : [{ flag, path: posix.resolve(folder, value) }];
  });
}

const FLAG = /--(config|config-file|pod-manifest-path)(?:=|[ \t]+)["']?(\/[^\s"'\\]{1,4000})/g;

function flagsIn({ uri, text }: HostText): readonly FlagValue[] {
  if (!/kubelet|docker/.test(uri)) return [];
  return [...text.matchAll(FLAG)].map(([, flag = '', path = '']) => ({ flag, path }));
}

const STATIC_POD_PATH = /^\s*"?staticPodPath"?\s*:\s*["']?(\/[^\s"',}]{1,4000})/gm;

function staticPodPaths({ text }: HostText): readonly string[] {
  return OF_KUBELET.test(text) || text.includes('staticPodPath') ? [...text.matchAll(STATIC_POD_PATH)].map(([, path = '']) => path) : [];
}

const IMPORTS = /^\s*imports\s*=\s*\[([^\]]{0,4000})\]/m;

function imports({ uri, text }: HostText): readonly string[] {
  if (!uri.startsWith('etc/containerd/')) return [];
  const list = IMPORTS.exec(text)?.[1] ?? '';
  return [...list.matchAll(/["']([^"']+)["']/g)].map(([, path = '']) => (path.startsWith('/') ? path.slice(1) : posix.join('etc/containerd', path)));
}
