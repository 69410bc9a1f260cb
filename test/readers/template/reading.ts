// Reads templates in tests: YAML by the project's own reader, scalars by their paths.
import type { Artifact } from '../../../src/model/artifact.ts';
import type { Guard, TreeDocument } from '../../../src/model/document.ts';
import { rootSpan } from '../../../src/model/place.ts';
import type { Node, ScalarNode } from '../../../src/model/tree.ts';
import { collectDefines, readGoTemplate, type ChartContext, type DefineBody } from '../../../src/readers/template/go.ts';
import { readJinja } from '../../../src/readers/template/jinja.ts';
import type { Parsed, TemplatePart } from '../../../src/readers/template/part.ts';
import { readYaml } from '../../../src/readers/yaml.ts';

export function artifactOf(text: string): Artifact {
  return { uri: 'templates/it.yaml', text, name: 'it.yaml', usage: 'cluster', bundle: '', sensitive: false };
}

export function parsePart(part: TemplatePart): Parsed {
  const { artifact } = part;
  const { trees, errors } = readYaml(artifact.text, { start: 0, end: artifact.text.length }, part);
  const documents = trees.map((tree): TreeDocument => ({ form: 'tree', artifact, dialect: 'unknown', root: tree.root, span: tree.span }));
  return { documents, errors };
}

export function chartOf(values: string | undefined, helpers = ''): ChartContext {
  const root = values === undefined ? undefined : readYaml(values, { start: 0, end: values.length }).trees[0]?.root;
  const defines: ReadonlyMap<string, DefineBody> = collectDefines('templates/_helpers.tpl', helpers);
  return { defines, chart: { name: 'it', version: '1.2.3', appVersion: '9.8' }, ...(root === undefined ? {} : { values: root }) };
}

export function readGo(text: string, chart: ChartContext = chartOf(undefined)): Parsed {
  return readGoTemplate(artifactOf(text), chart, parsePart);
}

export function readJ2(text: string, variables: Readonly<Record<string, string>> = {}): Parsed {
  return readJinja(artifactOf(text), new Map(Object.entries(variables)), parsePart);
}

export interface Found {
  readonly path: string;
  readonly node: ScalarNode;
  readonly guard: Guard | undefined;
  /** The characters of the template that the scalar stands for. */
  readonly source: string;
}

/** Every scalar of every document. */
export function scalars({ documents }: Parsed): readonly Found[] {
  return documents.flatMap(document => scalarsIn(document.root, '', document));
}

function scalarsIn(node: Node, path: string, document: TreeDocument): Found[] {
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => scalarsIn(value, path === '' ? key.text : `${path}.${key.text}`, document));
  if (node.kind === 'seq') return node.items.flatMap((item, i) => scalarsIn(item, `${path}[${String(i)}]`, document));
  const { artifact, span } = rootSpan(document.artifact, node);
  return [{ path, node, guard: document.artifact.guardAt?.(node.start), source: artifact.text.slice(span.start, span.end) }];
}

/** The texts of all scalars by their paths, those of one path joined by `|`. */
export function texts(parsed: Parsed): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { path, node } of scalars(parsed)) all[path] = path in all && all[path] !== node.text ? `${all[path] ?? ''}|${node.text}` : node.text;
  return all;
}

export function guardOf(parsed: Parsed, path: string): Guard | undefined {
  return scalars(parsed).find(found => found.path === path)?.guard;
}
