// Files that other files name: what a kustomization generates from or patches with, and what a chart's template reads.
import type { Document } from '../model/document.ts';
import { get, itemsOf, textAt, textOf, type Node } from '../model/tree.ts';

export interface Reference {
  /** Relative to the folder of the file that names it; of `.Files.Get`, to the chart's folder. */
  readonly path: string;
  /** The name that the text has where it is used. */
  readonly name: string;
  readonly sensitive: boolean;
  readonly from: 'folder' | 'chart';
  /** Whether it is told where nothing lies there; keys and what is made on the way need not. */
  readonly mayBeMissing?: boolean;
}

/** The files that a kustomization names. */
export function kustomizationReferences(document: Document): readonly Reference[] {
  if (document.form !== 'tree') return [];
  const { root } = document;
  const generated = [
    ...itemsOf(get(root, 'configMapGenerator')).flatMap(one => generatorFiles(one, false)),
    ...itemsOf(get(root, 'secretGenerator')).flatMap(one => generatorFiles(one, true)),
  ];
  const patches = [
    ...['patchesStrategicMerge', 'resources', 'bases', 'components', 'transformers'].flatMap(key => itemsOf(get(root, key)).map(textOf)),
    ...['patches', 'patchesJson6902'].flatMap(key => itemsOf(get(root, key)).map(patch => textAt(patch, 'path'))),
    ...itemsOf(get(root, 'helmCharts')).map(chart => textAt(chart, 'valuesFile')),
  ];
  return [...generated, ...patches.flatMap(path => (path === undefined || path.includes('\n') || path.includes('://') ? [] : [reference(path, false)]))];
}

function generatorFiles(generator: Node, sensitive: boolean): readonly Reference[] {
  const files = itemsOf(get(generator, 'files')).map(textOf);
  const envs = [...itemsOf(get(generator, 'envs')).map(textOf), textAt(generator, 'env')];
  return [...files, ...envs].flatMap(entry => (entry === undefined ? [] : [reference(entry, sensitive)]));
}

/** `name=path` or a path alone. */
function reference(entry: string, sensitive: boolean): Reference {
  const equals = entry.indexOf('=');
  const path = entry.slice(equals + 1);
  return { path, name: equals < 0 ? path.slice(path.lastIndexOf('/') + 1) : entry.slice(0, equals), sensitive, from: 'folder' };
}

/** The files that a chart's template reads: `.Files.Get "config/fluent.conf"`, `.Files.Glob "config/*.conf"`. */
export function chartReferences(text: string): readonly Reference[] {
  return [...text.matchAll(/\.Files\.(?:Get|Lines|GetBytes|Glob)\s+["`]([^"`\n]{1,300})["`]/g)].map(match => {
    const path = match[1] ?? '';
    return { path, name: path.slice(path.lastIndexOf('/') + 1), sensitive: false, from: 'chart' };
  });
}

const READ_BY_HCL =
  /^(?![ \t]*(?:#|\/\/)).*?\b(template)?file(?:base64)?\(\s*(?:"\$\{path\.(?:module|root|cwd)\}\/|join\("\/",\s*\[path\.\w+,\s*"|")([^"$~\n][^"$\n]{0,300})"/gm;

/** The files that Terraform reads: `templatefile("${path.module}/user-data.tftpl", { ... })`, `file("setup")`. */
export function hclReferences(text: string): readonly Reference[] {
  return [...text.matchAll(READ_BY_HCL)].map(match => {
    const path = match[2] ?? '';
    return { path, name: path.slice(path.lastIndexOf('/') + 1), sensitive: false, from: 'folder', mayBeMissing: match[1] === undefined };
  });
}
