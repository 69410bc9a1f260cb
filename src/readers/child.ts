// An embedded text into documents, by the language that it was found to be in.
import type { Artifact } from '../model/artifact.ts';
import type { Document } from '../model/document.ts';
import type { Span } from '../model/location.ts';
import type { Node } from '../model/tree.ts';
import { classify } from './classify.ts';
import { isCode, type CodeSyntax } from './code-languages.ts';
import { resourceOf } from './resource.ts';
import { readJson } from './json.ts';
import { maskJsonActions } from './json-mask.ts';
import type { ReadError } from './result.ts';
import type { ShellReader } from './shell.ts';
import type { Syntax } from './sniff.ts';
import { readYaml } from './yaml.ts';

/** Loads a grammar when the first text needs it. */
let shell: ShellReader | undefined;

export interface ChildResult {
  readonly documents: readonly Document[];
  /** What the readers' bounds left unread, and mistakes in files that promise a strict syntax; it is still searched as plain text. */
  readonly errors: readonly ReadError[];
}

/** Marks of a template, under which a text need not keep to its syntax. */
const TEMPLATED = /\{[{%#]|<%|\$\{/;

/** What keeps a file of its own, whose name makes it TOML, from being read as a whole; other texts were only taken for it. */
async function mistakes(artifact: Artifact): Promise<readonly ReadError[]> {
  if (artifact.origin !== undefined || !/\.toml$/i.test(artifact.name) || TEMPLATED.test(artifact.text)) return [];
  const mistake = (await import('./toml.ts')).tomlMistake(artifact.text);
  return mistake === undefined ? [] : [mistake];
}

/** Reads an embedded text. What its language's reader does not understand is still searched as plain text. Never throws. */
export async function readChild(artifact: Artifact, syntax: Syntax): Promise<ChildResult> {
  const span: Span = { start: 0, end: artifact.text.length };
  if (syntax === 'shell') {
    shell ??= await (await import('./shell.ts')).loadShell();
    const { commands, errors } = shell.read(artifact.text);
    return { documents: [{ form: 'script', artifact, dialect: 'shell', span, commands }], errors };
  }
  if (syntax === 'hcl') return readHclChild(artifact, span);
  if (isCode(syntax)) return (await import('./code.ts')).readCode(artifact, syntax);
  const { trees, errors } = await readTrees(artifact.text, syntax);
  const plain: Document = { form: 'text', artifact, dialect: 'unknown', span };
  const bounds = errors.filter(error => error.code !== undefined);
  // A template that is YAML up to its first action shows only what stands before it.
  const isCutOff = errors.length > 0 && artifact.text.includes('{{');
  const documents = trees.map((root): Document => {
    const dialect = classify(root, artifact, syntax);
    const own = ['k8s', 'kubelet-config', 'kubeadm'].includes(dialect) ? resourceOf(root) : undefined;
    return { form: 'tree', artifact, dialect, span, root, ...(own === undefined ? {} : { resource: own }) };
  });
  return {
    documents: documents.length === 0 || bounds.length > 0 || isCutOff ? [...documents, plain] : documents,
    errors: syntax === 'toml' && bounds.length === 0 ? await mistakes(artifact) : bounds,
  };
}

async function readHclChild(artifact: Artifact, span: Span): Promise<ChildResult> {
  const [{ loadHcl }, { hclDocuments }] = await Promise.all([import('./hcl.ts'), import('./hcl/documents.ts')]);
  const { root, error, encoded, unread, mistake } = (await loadHcl())(artifact.text);
  const plain = unread.map((part): Document => ({ form: 'text', artifact, dialect: 'unknown', span: { start: part.start, end: part.end } }));
  if (root !== undefined)
    return { documents: [...hclDocuments(root, encoded, artifact), ...plain], errors: mistake === undefined || artifact.origin !== undefined ? [] : [mistake] };
  return { documents: [{ form: 'text', artifact, dialect: 'unknown', span }], errors: error.code === undefined ? [] : [error] };
}

interface Trees {
  readonly trees: readonly Node[];
  readonly errors: readonly ReadError[];
}

async function readTrees(text: string, syntax: Exclude<Syntax, CodeSyntax | 'hcl' | 'shell'>): Promise<Trees> {
  const span: Span = { start: 0, end: text.length };
  if (syntax === 'plain') return { trees: [], errors: [] };
  if (syntax === 'yaml') {
    const yaml = readYaml(text, span);
    return { trees: yaml.trees.map(tree => tree.root).filter(isCollection), errors: yaml.errors };
  }
  if (syntax === 'json') {
    const json = readJson(maskJsonActions(text), span);
    return { trees: json.root === undefined ? [] : [json.root].filter(isCollection), errors: json.errors };
  }
  const read = await readerOf(syntax);
  const { root, error } = read(text);
  return { trees: root === undefined ? [] : [root], errors: error === undefined ? [] : [error] };
}

/** A lone scalar is no configuration. */
function isCollection(root: Node): boolean {
  return root.kind !== 'scalar';
}

type TreeReader = (text: string) => { readonly root?: Node | undefined; readonly error?: ReadError | undefined };

async function readerOf(syntax: Exclude<Syntax, CodeSyntax | 'plain' | 'yaml' | 'json' | 'hcl' | 'shell'>): Promise<TreeReader> {
  switch (syntax) {
    case 'toml':
      return (await import('./toml.ts')).readToml;
    case 'systemd':
      return (await import('./systemd.ts')).readSystemd;
    case 'ini':
      return (await import('./ini.ts')).readIni;
    case 'env':
      return (await import('./env.ts')).readEnv;
    case 'fluent-bit':
      return (await import('./fluent-bit.ts')).readFluentBit;
    case 'fluentd':
      return (await import('./fluentd.ts')).readFluentd;
    case 'blocks':
      return (await import('./blocks.ts')).readBlocks;
  }
}
