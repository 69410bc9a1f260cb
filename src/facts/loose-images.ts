// Images outside of containers: charts' values, custom resources and kustomizations name them in parts.
import { get, textAt, type Node, type ScalarNode } from '../model/tree.ts';
import { imageFact } from './containers.ts';
import type { Collector, Context } from './context.ts';
import { below, type Visit } from './walk.ts';

/**
 * The image that a mapping gives: `{registry, repository, tag}`, operators' and kustomize's `{name, tag}`, or a reference under `image`.
 * What Terraform's and Packer's resources call so is a machine's.
 */
export function looseImages(visit: Visit, collect: Collector, context: Context): void {
  const { node } = visit;
  if (collect.document.dialect === 'terraform' && /^(?:resource|data|source)\./.test(visit.path)) return;
  const [key, name] = namePart(visit) ?? [];
  if (key !== undefined && name !== undefined) {
    const registry = key === 'repository' ? textAt(node, 'registry') : undefined;
    const tag = textAt(node, 'tag') ?? textAt(node, 'version') ?? textAt(node, 'newTag');
    const text = `${registry === undefined ? '' : `${registry}/`}${name.text}${tag === undefined || tag === '' ? '' : `:${tag}`}`;
    imageFact(below(visit, key, name), { ...name, text }, collect, context);
  }
  const image = get(node, 'image');
  if (isText(image)) imageFact(below(visit, 'image', image), image, collect, context);
}

/** Where the repository stands; a `name` is one only below `image` or `images`. */
function namePart({ node, key: under }: Visit): readonly [string, ScalarNode] | undefined {
  const keys = /images?$/i.test(under) ? ['repository', 'newName', 'name'] : ['repository'];
  for (const key of keys) {
    const part = get(node, key);
    if (isText(part)) return [key, part];
  }
  return undefined;
}

function isText(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && typeof node.value === 'string';
}
