// The object that a Kubernetes document is.
import type { ResourceRef } from '../model/location.ts';
import { get, textAt, UNRESOLVED, type Node } from '../model/tree.ts';

/**
 * The object that a Kubernetes document is; names that a template makes keep their template text. `listed` is the kind of an item
 * whose list says it.
 */
export function resourceOf(root: Node, listed?: string): ResourceRef | undefined {
  const kind = textAt(root, 'kind') ?? listed;
  if (kind === undefined || kind === '') return undefined;
  const apiVersion = textAt(root, 'apiVersion');
  const metadata = get(root, 'metadata');
  const name = writtenAt(metadata, 'name') ?? writtenAt(metadata, 'generateName');
  const namespace = writtenAt(metadata, 'namespace');
  return {
    kind,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

function writtenAt(node: Node | undefined, key: string): string | undefined {
  const value = get(node, key);
  if (value?.kind !== 'scalar' || value.value === null) return undefined;
  return (value.template ?? value.text).replaceAll(UNRESOLVED, '…');
}
