// Node objects: which runtime and kubelet they run, who manages them, and what they say of Docker.
import { entriesOf, get, getIn, itemsOf, textAt, textOf, type Node } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { managementOf } from './managed-nodes.ts';
import { groupOf } from './pods.ts';
import type { Visit } from './walk.ts';

const CRI_SOCKET = 'kubeadm.alpha.kubernetes.io/cri-socket';

/** `controlplane` is what RKE writes, `master` what kubeadm wrote up to 1.23. */
const CONTROL_PLANE = ['control-plane', 'master', 'controlplane'].map(role => `node-role.kubernetes.io/${role}`);

/** The fact of a Node object, where it tells its runtime. */
export function nodeFact(visit: Visit, collect: Collector, context: Context): void {
  const info = getIn(visit.node, 'status', 'nodeInfo');
  const runtime = get(info, 'containerRuntimeVersion');
  if (runtime?.kind !== 'scalar') return;
  const [scheme = '', version = ''] = runtime.text.split('://', 2);
  const labels = new Map(entriesOf(getIn(visit.node, 'metadata', 'labels')).map(({ key, value }) => [key.text, textOf(value) ?? '']));
  const kubeletVersion = textAt(info, 'kubeletVersion');
  const optional = {
    kubeletVersion,
    osImage: textAt(info, 'osImage'),
    kernelVersion: textAt(info, 'kernelVersion'),
    criSocket: textAt(getIn(visit.node, 'metadata', 'annotations'), CRI_SOCKET),
  };
  collect.add(
    'node',
    {
      node: textAt(visit.node, 'metadata', 'name') ?? '',
      runtime: scheme,
      runtimeVersion: version,
      role: CONTROL_PLANE.some(label => labels.has(label)) ? 'control-plane' : 'worker',
      conditions: conditionsOf(visit.node),
      localImages: localImagesOf(visit.node),
      ...definedOf(optional),
      ...managementOf(labels, kubeletVersion ?? ''),
    },
    runtime,
    {
      path: `${visit.path === '' ? '' : `${visit.path}.`}status.nodeInfo.containerRuntimeVersion`,
      identity: 'status.nodeInfo.containerRuntimeVersion',
      group: groupOf(collect, visit.node),
    },
    context,
  );
}

function conditionsOf(node: Node): readonly string[] {
  return itemsOf(getIn(node, 'status', 'conditions')).flatMap(condition => textAt(condition, 'type') ?? []);
}

/** A pulled image has a name with the registry's digest among its names, one that was built or loaded on the node has tags alone. */
function localImagesOf(node: Node): readonly string[] {
  return itemsOf(getIn(node, 'status', 'images')).flatMap(image => {
    const names = itemsOf(get(image, 'names')).flatMap(name => textOf(name) ?? []);
    const [first] = names.filter(name => !name.startsWith('<none>'));
    return first === undefined || names.some(name => name.includes('@sha256:')) ? [] : [first];
  });
}

function definedOf<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}
