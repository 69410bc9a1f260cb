// Groups files that must be read together: a chart, an Ansible role, a folder.
import { posix } from 'node:path';
import type { FoundFile } from './territory.ts';

export interface Bundle {
  /** The folder that the files have in common; empty for the root. */
  readonly key: string;
  readonly files: readonly FoundFile[];
  /** Whether the folder is a Helm chart. */
  readonly isChart: boolean;
}

/** Bundles in order of their folders; files keep their order. */
export function groupFiles(files: readonly FoundFile[]): readonly Bundle[] {
  const charts = chartFolders(files);
  const roles = roleFolders(files);
  const groups = new Map<string, FoundFile[]>();
  for (const file of files) {
    const key = bundleOf(file.uri, charts, roles);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups].map(([key, group]) => ({ key, files: group, isChart: charts.has(key) })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A folder with a `Chart.yaml`, or, where that is left out or made at build time, with `values.yaml` beside `templates/`. */
function chartFolders(files: readonly FoundFile[]): ReadonlySet<string> {
  const templated = new Set(files.filter(({ uri }) => /(?:^|\/)templates\/[^/]+\.(?:ya?ml|tpl)$/.test(uri)).map(({ uri }) => folderOf(folderOf(uri))));
  const charts = files.filter(({ uri }) => posix.basename(uri) === 'Chart.yaml' || (posix.basename(uri) === 'values.yaml' && templated.has(folderOf(uri))));
  return new Set(charts.map(({ uri }) => folderOf(uri)));
}

/** The folder of a uri; empty for the root. */
export function folderOf(uri: string): string {
  const folder = posix.dirname(uri);
  return folder === '.' ? '' : folder;
}

/** An Ansible role that is a repository of its own, or lies outside of `roles/`: its folder has `tasks/main.yml`. */
function roleFolders(files: readonly FoundFile[]): ReadonlySet<string> {
  return new Set(files.filter(({ uri }) => /(?:^|\/)tasks\/main\.ya?ml$/.test(uri)).map(({ uri }) => folderOf(folderOf(uri))));
}

const ROLE_FOLDERS = /^(?:tasks|handlers|defaults|vars|templates|files|meta)$/;

function bundleOf(uri: string, charts: ReadonlySet<string>, roles: ReadonlySet<string>): string {
  const own = folderOf(uri);
  for (let folder = own; ; folder = folderOf(folder)) {
    if (charts.has(folder)) return folder;
    if (folder === '') break;
  }
  const role = /^((?:.*\/)?roles\/[^/]+)\//.exec(uri)?.[1];
  if (role !== undefined) return role;
  const inRole = own.split('/').findLastIndex(part => ROLE_FOLDERS.test(part));
  const folder = inRole < 0 ? undefined : own.split('/').slice(0, inRole).join('/');
  return folder !== undefined && roles.has(folder) ? folder : own;
}
