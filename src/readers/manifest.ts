// A file's text into the documents that can matter: streams split, long lists taken item by item, templates read tolerantly.
import type { Artifact } from '../model/artifact.ts';
import type { Dialect, Document, TreeDocument } from '../model/document.ts';
import type { Filter } from '../model/filter.ts';
import type { Span } from '../model/location.ts';
import { get, type Node } from '../model/tree.ts';
import { withVariables, type AnsibleVariables } from './ansible.ts';
import { classify, dialectOfPath } from './classify.ts';
import { resourceOf } from './resource.ts';
import { readJson } from './json.ts';
import type { ReadError } from './result.ts';
import { splitItems, SPLIT_THRESHOLD } from './split-items.ts';
import { splitDocuments } from './split.ts';
import { readGoTemplate, type ChartContext } from './template/go.ts';
import { readJinja } from './template/jinja.ts';
import type { Parsed, TemplatePart } from './template/part.ts';
import { readYaml } from './yaml.ts';

export interface ManifestOptions {
  readonly filter: Filter;
  /** What is known of the chart that a template belongs to. */
  readonly chart?: ChartContext;
  /** Variables that Ansible's files may take as given. */
  readonly variables: AnsibleVariables;
  /** What the file is by its name. */
  readonly syntax: 'yaml' | 'json' | 'template';
  readonly template?: 'go' | 'jinja' | 'other';
}

export interface ManifestResult {
  readonly documents: readonly Document[];
  /** Documents that could matter and did not parse; their lines are still searched. */
  readonly errors: readonly ReadError[];
  /** Documents in the file, and those of them that had to be parsed. */
  readonly seen: number;
  readonly parsed: number;
}

/** Reads a file's text. Never throws. */
export function readManifest(artifact: Artifact, options: ManifestOptions): ManifestResult {
  const read = readFilledIn(withoutDirectives(artifact), options);
  return { ...read, documents: read.documents.map(document => (document.form === 'tree' ? withVariables(document, options.variables) : document)) };
}

/** A directive of Terraform's `templatefile` alone on its line. */
const DIRECTIVE_LINE = /^[ \t]{0,200}%\{~?[ \t]{0,20}(?:if|else|endif|for|endfor)\b[^}\n]{0,500}\}[ \t]{0,200}$/gm;

/** YAML that Terraform fills in: both arms of a condition are read, as either may be taken. */
function withoutDirectives(artifact: Artifact): Artifact {
  if (!artifact.text.includes('%{')) return artifact;
  return { ...artifact, text: artifact.text.replace(DIRECTIVE_LINE, line => ' '.repeat(line.length)) };
}

/** What Terraform's `templatefile` or `envsubst` puts in place of a whole line, with one mapping or call in it. */
const OUTPUT_LINE = /^[ \t]{0,200}\$\{(?:[^{}\n]|\{[^{}\n]{0,500}\}){1,500}\}[ \t]{0,200}\r?$/gm;

/** YAML that is none before lines are put into it: what stands around them is read. */
function readFilledIn(artifact: Artifact, options: ManifestOptions): ManifestResult {
  const read = readStream(artifact, options);
  if (read.errors.length === 0 || !artifact.text.includes('${')) return read;
  const text = artifact.text.replace(OUTPUT_LINE, line => ' '.repeat(line.length));
  const around = text === artifact.text ? read : readStream({ ...artifact, text }, options);
  return around.errors.length === 0 ? around : read;
}

function readStream(artifact: Artifact, options: ManifestOptions): ManifestResult {
  const language = templateLanguage(artifact.text, options);
  if (language !== undefined) return readTemplate(artifact, language, options);
  const documents: Document[] = [];
  const errors: ReadError[] = [];
  let seen = 0;
  let parsed = 0;
  for (const span of splitDocuments(artifact.text)) {
    seen++;
    const slice = artifact.text.slice(span.start, span.end);
    if (!options.filter.mayMatter(slice)) continue;
    parsed++;
    const read = readStreamPart(artifact, span, options.filter);
    if (read.errors.length > 0 && slice.includes('{{')) return withTemplateFallback(artifact, options, seen, read.errors);
    documents.push(...read.documents);
    errors.push(...read.errors.slice(0, 1));
    if (read.errors.length > 0) documents.push(unparsed(artifact, span));
  }
  return { documents, errors, seen, parsed };
}

/** The language of a file that cannot be anything but a template: by its name, its folder, or its block tags. */
function templateLanguage(text: string, { syntax, template, chart }: ManifestOptions): 'go' | 'jinja' | undefined {
  if (template === 'jinja') return 'jinja';
  const hasActions = text.includes('{{');
  if (syntax === 'template' || (template === 'go' && hasActions) || (chart !== undefined && hasActions)) return 'go';
  return /\{%-?\s*(?:if|for|set|macro|include|raw|block)\b/.test(text) ? 'jinja' : undefined;
}

/** A file that is no YAML and has `{{`: a Go template that does not say so. What neither reading understands stays an error. */
function withTemplateFallback(artifact: Artifact, options: ManifestOptions, seen: number, plain: readonly ReadError[]): ManifestResult {
  const asTemplate = readTemplate(artifact, 'go', options);
  const errors = asTemplate.errors.length > 0 ? plain.slice(0, 1) : [];
  return { ...asTemplate, errors, seen: Math.max(seen, asTemplate.seen) };
}

function readTemplate(artifact: Artifact, language: 'go' | 'jinja', options: ManifestOptions): ManifestResult {
  const dialect = options.chart === undefined ? dialectOfPath(artifact.uri) : 'k8s';
  const parse = (part: TemplatePart): Parsed => parsePart(part, artifact, dialect);
  const read = language === 'go' ? readGoTemplate(artifact, options.chart ?? NO_CHART, parse) : readJinja(artifact, options.variables.texts, parse);
  const count = Math.max(1, read.documents.length);
  const whole: Span = { start: 0, end: artifact.text.length };
  // A file of helpers holds values that no YAML shows: `{{ print "/var/run/docker.sock" }}`.
  const fallback: Document[] = read.errors.length > 0 || options.syntax === 'template' ? [unparsed(artifact, whole)] : [];
  return { documents: [...read.documents, ...fallback], errors: read.errors.slice(0, 1), seen: count, parsed: count };
}

/** A document that no parser took, to be searched line by line. */
function unparsed(artifact: Artifact, span: Span): Document {
  const secret = /\bkind"?\s*:\s*["']?Secret\b|secretGenerator/.test(artifact.text.slice(span.start, span.end));
  return { form: 'text', artifact: secret ? { ...artifact, sensitive: true } : artifact, dialect: 'unknown', span };
}

const NO_CHART: ChartContext = { defines: new Map() };

function parsePart(part: TemplatePart, parent: Artifact, dialect: Dialect | undefined): Parsed {
  const artifact: Artifact = { ...part.artifact, bundle: parent.bundle, guardAt: offset => part.guardAt(offset) };
  const span = { start: 0, end: artifact.text.length };
  const read = readYaml(artifact.text, span, part);
  const documents = read.trees.map(tree => treeDocument(artifact, tree.root, tree.span, dialect));
  return { documents, errors: read.errors };
}

function readStreamPart(artifact: Artifact, span: Span, filter: Filter): { documents: TreeDocument[]; errors: readonly ReadError[] } {
  const list = span.end - span.start > SPLIT_THRESHOLD ? splitItems(artifact.text, span) : undefined;
  if (list === undefined) return readValue(artifact, span);
  const documents: TreeDocument[] = [];
  for (const [index, item] of list.items.entries()) {
    if (!filter.mayMatter(artifact.text.slice(item.span.start, item.span.end))) continue;
    const read = readValue(artifact, item.span, item.indent);
    // What looks like an item may lie inside a quoted text, so a part that does not parse alone proves nothing.
    if (read.errors.length > 0) return readValue(artifact, span);
    documents.push(...read.documents.map(document => withListKind({ ...document, rootPath: `${list.path}[${String(index)}]` }, list.head)));
  }
  return { documents, errors: [] };
}

/** The API leaves kind and apiVersion out of the items of a typed list: `PodList` says them for all. */
function withListKind(document: TreeDocument, head: { readonly apiVersion?: string; readonly kind?: string }): TreeDocument {
  const kind = head.kind?.replace(/List$/, '') ?? '';
  if (document.resource !== undefined || kind === '' || get(document.root, 'metadata') === undefined) return document;
  const named = resourceOf(document.root, kind);
  return {
    ...document,
    dialect: 'k8s',
    ...(named === undefined ? {} : { resource: { ...named, ...(head.apiVersion === undefined ? {} : { apiVersion: head.apiVersion }) } }),
  };
}

/** One value of a stream: JSON where it begins so and parses, else YAML. */
function readValue(artifact: Artifact, span: Span, indent = 0): { documents: TreeDocument[]; errors: readonly ReadError[] } {
  const first = firstCharacter(artifact.text, span);
  // JSON for people begins with a comment now and then.
  if (first === '{' || first === '[' || (first === '/' && /\.json/.test(artifact.uri))) {
    const json = readJson(artifact.text, span);
    if (json.root !== undefined && json.errors.length === 0) return { documents: [treeDocument(artifact, json.root, span)], errors: [] };
    if (/\.json/.test(artifact.uri) && !artifact.text.includes('{{')) {
      return { documents: json.root === undefined ? [] : [treeDocument(artifact, json.root, span)], errors: json.errors };
    }
  }
  const read = readYaml(artifact.text, span, undefined, indent);
  return { documents: read.trees.map(tree => treeDocument(artifact, tree.root, tree.span)), errors: read.errors };
}

function firstCharacter(text: string, { start, end }: Span): string {
  let at = start;
  while (at < end && ' \t\r\n\uFEFF'.includes(text.charAt(at))) at++;
  return text.charAt(at);
}

/** A tree as a document, its dialect told by its keys and its artifact's name. */
export function treeDocument(artifact: Artifact, root: Node, span: Span, dialect?: Dialect): TreeDocument {
  const found = classify(root, artifact, 'yaml');
  const resource = found === 'k8s' || found === 'kubelet-config' || found === 'kubeadm' ? resourceOf(root) : undefined;
  return {
    form: 'tree',
    artifact,
    dialect: found === 'unknown' && dialect !== undefined ? dialect : found,
    span,
    root,
    ...(resource === undefined ? {} : { resource }),
  };
}
