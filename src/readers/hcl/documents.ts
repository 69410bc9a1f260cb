// The documents in a file of HCL: the objects and the chart's values that it writes out, and the rest of it.
import type { Artifact } from '../../model/artifact.ts';
import type { Dialect, Document } from '../../model/document.ts';
import { entriesOf, type Entry, type MapNode, type Node, type ScalarNode } from '../../model/tree.ts';
import { classify } from '../classify.ts';
import { resourceOf } from '../resource.ts';
import { objectKind, objectOf } from './kubernetes.ts';

/** The documents of a tree that was read from an artifact. */
export function hclDocuments(root: Node, artifact: Artifact): readonly Document[] {
  const found: Document[] = [];
  const rest = entriesOf(root).flatMap(entry => (entry.key.text === 'resource' ? withoutObjects(entry, artifact, found) : [entry]));
  const document = (tree: Node, dialect: Dialect): Document => ({ form: 'tree', artifact, dialect, span: { start: 0, end: artifact.text.length }, root: tree });
  return [...(rest.length === 0 ? [] : [document({ kind: 'map', start: root.start, end: root.end, entries: rest }, 'terraform')]), ...found];
}

/** What of a `resource` block is no object; what is one goes among the documents. */
function withoutObjects({ key, value }: Entry, artifact: Artifact, found: Document[]): readonly Entry[] {
  const types = entriesOf(value).flatMap((type): readonly Entry[] => {
    const named = entriesOf(type.value).flatMap((one): readonly Entry[] => {
      const rest = one.value.kind === 'map' ? withoutDocuments(type.key, one.value, artifact, found) : one.value;
      return rest === undefined ? [] : [{ key: one.key, value: rest }];
    });
    return named.length === 0 ? [] : [{ key: type.key, value: { ...type.value, kind: 'map', entries: named } }];
  });
  return types.length === 0 ? [] : [{ key, value: { kind: 'map', start: value.start, end: value.end, entries: types } }];
}

/** What of a resource's body is left once the documents in it are taken out; nothing where all of it was one. */
function withoutDocuments(type: ScalarNode, body: MapNode, artifact: Artifact, found: Document[]): MapNode | undefined {
  const kind = objectKind(type.text);
  if (kind !== undefined) {
    found.push(objectDocument(objectOf(kind, type, body), 'k8s', artifact));
    return undefined;
  }
  if (type.text === 'kubernetes_manifest') {
    const manifests = body.entries.flatMap(({ key, value }) => (key.text === 'manifest' && value.kind === 'map' ? [value] : []));
    found.push(...manifests.map(manifest => objectDocument(manifest, classify(manifest, artifact, 'json'), artifact)));
    return manifests.length > 0 ? undefined : body;
  }
  return type.text === 'helm_release' ? { ...body, entries: body.entries.map(entry => withoutValues(entry, artifact, found)) } : body;
}

function objectDocument(root: MapNode, dialect: Dialect, artifact: Artifact): Document {
  const resource = ['k8s', 'kubelet-config', 'kubeadm'].includes(dialect) ? resourceOf(root) : undefined;
  const span = { start: root.start, end: root.end };
  return { form: 'tree', artifact, dialect, span, root, ...(resource === undefined ? {} : { resource }) };
}

/** A chart's values that are written as expressions: `values = [yamlencode({ ... })]`. */
function withoutValues(entry: Entry, artifact: Artifact, found: Document[]): Entry {
  const { key, value } = entry;
  if (key.text !== 'values' || value.kind !== 'seq') return entry;
  for (const item of value.items) if (item.kind === 'map') found.push(objectDocument(item, 'values', artifact));
  return { key, value: { ...value, items: value.items.filter(item => item.kind !== 'map') } };
}
