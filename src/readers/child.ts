// An embedded text into documents, by the language that it was found to be in.
import type { Artifact } from '../model/artifact.ts';
import type { Document } from '../model/document.ts';
import type { Span } from '../model/location.ts';
import type { Node } from '../model/tree.ts';
import { classify } from './classify.ts';
import { resourceOf } from './resource.ts';
import { readJson } from './json.ts';
import { maskJsonActions } from './json-mask.ts';
import type { ShellReader } from './shell.ts';
import type { Syntax } from './sniff.ts';
import { readYaml } from './yaml.ts';

/** Loads a grammar when the first text needs it. */
let shell: ShellReader | undefined;

/** Reads an embedded text. What its language's reader does not understand is still searched as plain text. Never throws. */
export async function readChild(artifact: Artifact, syntax: Syntax): Promise<readonly Document[]> {
  const span: Span = { start: 0, end: artifact.text.length };
  if (syntax === 'shell') {
    shell ??= await (await import('./shell.ts')).loadShell();
    return [{ form: 'script', artifact, dialect: 'shell', span, commands: shell.read(artifact.text) }];
  }
  const trees = await readTrees(artifact.text, syntax);
  const plain: Document = { form: 'text', artifact, dialect: 'unknown', span };
  if (trees === undefined) return [plain];
  return trees.map((root): Document => {
    const dialect = classify(root, artifact, syntax);
    const own = ['k8s', 'kubelet-config', 'kubeadm'].includes(dialect) ? resourceOf(root) : undefined;
    return { form: 'tree', artifact, dialect, span, root, ...(own === undefined ? {} : { resource: own }) };
  });
}

async function readTrees(text: string, syntax: Exclude<Syntax, 'shell'>): Promise<readonly Node[] | undefined> {
  const span: Span = { start: 0, end: text.length };
  if (syntax === 'plain') return undefined;
  if (syntax === 'yaml') return collections(readYaml(text, span).trees.map(tree => tree.root));
  if (syntax === 'json') {
    const json = readJson(maskJsonActions(text), span);
    return json.root === undefined ? undefined : collections([json.root]);
  }
  const read = await readerOf(syntax);
  const { root } = read(text);
  return root === undefined ? undefined : [root];
}

/** A lone scalar is no configuration. */
function collections(roots: readonly Node[]): readonly Node[] | undefined {
  const found = roots.filter(root => root.kind !== 'scalar');
  return found.length === 0 ? undefined : found;
}

type TreeReader = (text: string) => { readonly root?: Node | undefined };

async function readerOf(syntax: Exclude<Syntax, 'plain' | 'yaml' | 'json' | 'shell'>): Promise<TreeReader> {
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
