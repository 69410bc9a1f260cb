// Node objects: which runtime and kubelet they run.
import { entriesOf, get, getIn, textAt } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { groupOf } from './pods.ts';
import type { Visit } from './walk.ts';

const CRI_SOCKET = 'kubeadm.alpha.kubernetes.io/cri-socket';

/** The fact of a Node object, where it tells its runtime. */
export function nodeFact(visit: Visit, collect: Collector, context: Context): void {
  const info = getIn(visit.node, 'status', 'nodeInfo');
  const runtime = get(info, 'containerRuntimeVersion');
  if (runtime?.kind !== 'scalar') return;
  const [scheme = '', version = ''] = runtime.text.split('://', 2);
  const labels = entriesOf(getIn(visit.node, 'metadata', 'labels')).map(entry => entry.key.text);
  const criSocket = textAt(getIn(visit.node, 'metadata', 'annotations'), CRI_SOCKET);
  const optional = {
    kubeletVersion: textAt(info, 'kubeletVersion'),
    osImage: textAt(info, 'osImage'),
    kernelVersion: textAt(info, 'kernelVersion'),
    criSocket,
  };
  collect.add(
    'node',
    {
      node: textAt(visit.node, 'metadata', 'name') ?? '',
      runtime: scheme,
      runtimeVersion: version,
      role: labels.some(label => /^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(label)) ? 'control-plane' : 'worker',
      ...definedOf(optional),
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

function definedOf<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}
