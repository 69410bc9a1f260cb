// The documents in a file of HCL: the objects, chart's values and files that it writes out, and the rest of it.
import type { Artifact } from '../../model/artifact.ts';
import type { Dialect, Document } from '../../model/document.ts';
import { entriesOf, textAt, type Entry, type MapNode, type Node, type ScalarNode } from '../../model/tree.ts';
import { classify } from '../classify.ts';
import { resourceOf } from '../resource.ts';
import { objectKind, objectOf, onlyBlock } from './kubernetes.ts';

/** The documents of a tree that was read from an artifact; `encoded` are the mappings in it that are texts of files. */
export function hclDocuments(root: Node, encoded: ReadonlySet<Node>, artifact: Artifact): readonly Document[] {
  const taken = new Documents(artifact, encoded);
  const rest = entriesOf(root).flatMap(entry => (entry.key.text === 'resource' ? taken.withoutObjects(entry) : [entry]));
  const tree = taken.withoutFiles({ kind: 'map', start: root.start, end: root.end, entries: rest });
  if (rest.length > 0) taken.found.push({ form: 'tree', artifact, dialect: 'terraform', span: { start: 0, end: artifact.text.length }, root: tree });
  return taken.found;
}

/** What stands for itself, taken out of the tree around it. */
class Documents {
  readonly found: Document[] = [];
  readonly #artifact: Artifact;
  readonly #encoded: ReadonlySet<Node>;

  constructor(artifact: Artifact, encoded: ReadonlySet<Node>) {
    this.#artifact = artifact;
    this.#encoded = encoded;
  }

  /** What of a `resource` block is no object. */
  withoutObjects({ key, value }: Entry): readonly Entry[] {
    const types = entriesOf(value).flatMap((type): readonly Entry[] => {
      const named = entriesOf(type.value).flatMap((one): readonly Entry[] => {
        const body = onlyBlock(one.value);
        const rest = body.kind === 'map' ? this.#withoutDocuments(type.key, body) : body;
        return rest === undefined ? [] : [{ key: one.key, value: rest }];
      });
      return named.length === 0 ? [] : [{ key: type.key, value: { kind: 'map', start: type.value.start, end: type.value.end, entries: named } }];
    });
    return types.length === 0 ? [] : [{ key, value: { kind: 'map', start: value.start, end: value.end, entries: types } }];
  }

  /** What is left of a tree once the files in it that say what they are are taken out. */
  withoutFiles(node: Node): Node {
    if (this.#encoded.size === 0 || node.kind === 'scalar') return node;
    if (node.kind === 'seq') return { ...node, items: node.items.map(item => this.withoutFiles(item)) };
    const entries = node.entries.flatMap(({ key, value }): readonly Entry[] => {
      const rest = this.withoutFiles(value);
      return this.#encoded.has(value) && rest.kind !== 'scalar' && this.#takeFile(rest, fileName(node, key)) ? [] : [{ key, value: rest }];
    });
    return { ...node, entries };
  }

  /** What of a resource's body is left; nothing where all of it was a document. */
  #withoutDocuments(type: ScalarNode, body: MapNode): MapNode | undefined {
    const kind = objectKind(type.text);
    const provisioners = body.entries.filter(entry => entry.key.text === 'provisioner');
    const left = provisioners.length === 0 ? undefined : { ...body, entries: provisioners };
    if (kind !== undefined) {
      this.#take(this.withoutFiles(objectOf(kind, type, body)), 'k8s');
      return left;
    }
    if (type.text === 'kubernetes_manifest') {
      const manifests = body.entries.flatMap(({ key, value }) => (key.text === 'manifest' && value.kind === 'map' ? [value] : []));
      for (const manifest of manifests) this.#take(manifest, classify(manifest, this.#artifact, 'json'));
      return manifests.length > 0 ? left : body;
    }
    return type.text === 'helm_release' ? { ...body, entries: body.entries.map(entry => this.#withoutValues(entry)) } : body;
  }

  /** A chart's values that are written as expressions: `values = [yamlencode({ ... })]`. One `set` is a list of one. */
  #withoutValues(entry: Entry): Entry {
    const { key, value } = entry;
    if (/^set(?:_\w+)?$/.test(key.text) && value.kind === 'map') return { key, value: { kind: 'seq', start: value.start, end: value.end, items: [value] } };
    if (key.text !== 'values' || value.kind !== 'seq') return entry;
    for (const item of value.items) if (item.kind === 'map') this.#take(item, 'values');
    return { key, value: { ...value, items: value.items.filter(item => item.kind !== 'map') } };
  }

  #takeFile(root: Node, name: string): boolean {
    const artifact = { ...this.#artifact, name };
    const dialect = classify(root, artifact, 'json');
    if (dialect !== 'unknown') this.#take(root, dialect, artifact);
    return dialect !== 'unknown';
  }

  #take(root: Node, dialect: Dialect, artifact: Artifact = this.#artifact): void {
    const resource = ['k8s', 'kubelet-config', 'kubeadm'].includes(dialect) ? resourceOf(root) : undefined;
    const span = { start: root.start, end: root.end };
    this.found.push({ form: 'tree', artifact, dialect, span, root, ...(resource === undefined ? {} : { resource }) });
  }
}

/** What a file is called: by the path that stands beside its content, else by its key. */
function fileName(around: MapNode, key: ScalarNode): string {
  if (!/^contents?$/.test(key.text)) return key.text;
  return textAt(around, 'path') ?? textAt(around, 'filename') ?? key.text;
}
