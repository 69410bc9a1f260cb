// Which charts are rendered by themselves: those that no other chart of the scan has among its subcharts.
import { posix } from 'node:path';
import type { RenderRoot } from './rendered.ts';

/** Charts by their folders; `uris` are all files of the scan, sorted. */
export function chartRoots(uris: readonly string[]): readonly RenderRoot[] {
  const charts = uris.filter(uri => posix.basename(uri) === 'Chart.yaml').map(uri => ({ uri, folder: folderOf(uri) }));
  const folders = new Set(charts.map(({ folder }) => folder));
  return charts
    .filter(({ folder }) => !isSubchart(folder, folders))
    .map(({ uri, folder }) => ({ kind: 'chart', uri, folder, files: folder === '' ? uris : uris.filter(file => file.startsWith(`${folder}/`)) }));
}

function isSubchart(folder: string, charts: ReadonlySet<string>): boolean {
  const parts = folder.split('/');
  return parts.some((part, at) => part === 'charts' && at < parts.length - 1 && charts.has(parts.slice(0, at).join('/')));
}

function folderOf(uri: string): string {
  const folder = posix.dirname(uri);
  return folder === '.' ? '' : folder;
}
