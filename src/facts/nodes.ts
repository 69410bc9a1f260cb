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
  for (const name of ['osImage', 'kernelVersion']) infoFact(visit, name, collect, context);
}

/** What the node says of its system, as a setting at its own place. */
function infoFact(visit: Visit, name: string, collect: Collector, context: Context): void {
  const value = getIn(visit.node, 'status', 'nodeInfo', name);
  if (value?.kind !== 'scalar') return;
  const key = `status.nodeInfo.${name}`;
  const place = { path: `${visit.path === '' ? '' : `${visit.path}.`}${key}`, identity: key, group: groupOf(collect, visit.node) };
  collect.add('setting', { dialect: 'Node', key, name, value: value.text }, value, place, context);
}

function definedOf<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}
