// Which kustomizations are rendered by themselves, which files make them up, and which of them would reach for the network.
import { posix } from 'node:path';
import { entriesOf, get, itemsOf, textOf, type Node } from '../../model/tree.ts';
import { readYaml } from '../../readers/yaml.ts';
import type { RenderRoot } from './rendered.ts';

export interface KustomizationRoot extends RenderRoot {
  /** Why it cannot be rendered: a clause. */
  readonly hindrance?: string;
}

/** One kustomization, as far as it names others. */
interface Kustomization {
  readonly uri: string;
  readonly folder: string;
  /** The uris that it names, of files and folders. */
  readonly named: readonly string[];
  readonly hindrance?: string;
}

/** Whether a file is a kustomization, by its name. */
export function isKustomizationFile(uri: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(uri);
}

/** The kustomizations that no other one includes, and one of those that include each other, which the tool then tells; a Component is never one. */
export function kustomizationRoots(files: readonly { readonly uri: string; readonly text: string }[]): readonly KustomizationRoot[] {
  const all = files.flatMap(({ uri, text }) => read(uri, text));
  const byFolder = new Map(all.map(one => [one.folder, one]));
  const included = new Set(all.flatMap(({ folder, named }) => named.filter(name => name !== folder)));
  const candidates = all.filter(({ isComponent }) => !isComponent);
  const inOrder = [...candidates.filter(({ folder }) => !included.has(folder)), ...candidates.filter(({ folder }) => included.has(folder))];
  const covered = new Set<string>();
  return inOrder.flatMap(({ uri, folder }) => {
    if (covered.has(folder)) return [];
    const parts = partsOf(folder, byFolder);
    for (const part of parts) covered.add(part.folder);
    const hindrance = parts.find(part => part.hindrance !== undefined)?.hindrance;
    const made = parts.flatMap(part => [part.uri, ...part.named.filter(name => !byFolder.has(name))]);
    return [{ kind: 'kustomization' as const, uri, folder, files: [...new Set(made)], ...(hindrance === undefined ? {} : { hindrance }) }];
  });
}

/** A kustomization and all that it includes, itself first. */
function partsOf(folder: string, byFolder: ReadonlyMap<string, Kustomization>): readonly Kustomization[] {
  const seen = new Set<string>();
  const open = [folder];
  const parts: Kustomization[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const part = byFolder.get(at);
    if (part === undefined || seen.has(at)) continue;
    seen.add(at);
    parts.push(part);
    open.push(...part.named);
  }
  return parts;
}

function read(uri: string, text: string): readonly (Kustomization & { readonly isComponent: boolean })[] {
  const root = readYaml(text, { start: 0, end: text.length }).trees[0]?.root;
  if (root === undefined) return [];
  const own = posix.dirname(uri);
  const folder = own === '.' ? '' : own;
  const entries = namedBy(root);
  const hindrance = hindranceOf(root, entries);
  const named = entries.filter(entry => !isRemote(entry)).map(entry => posix.join(folder, entry).replace(/^\.$|\/$/g, ''));
  return [{ uri, folder, named, isComponent: textOf(get(root, 'kind')) === 'Component', ...(hindrance === undefined ? {} : { hindrance }) }];
}

const LISTS = ['resources', 'bases', 'components', 'patchesStrategicMerge', 'generators', 'transformers', 'validators', 'crds', 'configurations'];

/** What a kustomization reads, as it names it; patches and plugins may be written out instead. */
function namedBy(root: Node): readonly string[] {
  const lists = LISTS.flatMap(key => itemsOf(get(root, key)).map(textOf));
  const patches = ['patches', 'patchesJson6902', 'replacements'].flatMap(key => itemsOf(get(root, key)).map(one => textOf(get(one, 'path'))));
  const generated = ['configMapGenerator', 'secretGenerator'].flatMap(key => itemsOf(get(root, key)).flatMap(generatorFiles));
  const openapi = textOf(get(get(root, 'openapi'), 'path'));
  return [...lists, ...patches, ...generated, openapi].filter(entry => entry !== undefined && entry !== '' && !entry.includes('\n')).map(String);
}

function generatorFiles(generator: Node): readonly (string | undefined)[] {
  const files = itemsOf(get(generator, 'files')).map(textOf);
  const envs = [...itemsOf(get(generator, 'envs')).map(textOf), textOf(get(generator, 'env'))];
  return [...files.map(file => file?.replace(/^[^=]*=/, '')), ...envs];
}

function isRemote(entry: string): boolean {
  return /:\/\/|^git::|^git@|^[\w.-]+\.(?:com|org|io|net|dev)[/:]|[?&]ref=|\.git(?:\/|$)/.test(entry);
}

function hindranceOf(root: Node, entries: readonly string[]): string | undefined {
  const remote = entries.find(isRemote);
  if (remote !== undefined) return `it includes ${remote}, which would have to be fetched`;
  const inflates = entriesOf(root).some(({ key }) => key.text === 'helmCharts' || key.text === 'helmChartInflationGenerator');
  return inflates ? 'it has Helm charts fetched and rendered (helmCharts), which is never done here' : undefined;
}
