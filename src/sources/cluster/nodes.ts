// The table of nodes: what each of them says that it runs, and what its kubelet is set to.
import { parse } from 'yaml';
import type { ClusterNode, NodeState } from '../../model/cluster.ts';
import { mapping, metadataOf, text, type Json } from './api-object.ts';

const CRI_SOCKET = 'kubeadm.alpha.kubernetes.io/cri-socket';
const CONTROL_PLANE = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'] as const;

/** Labels that managed node pools put on their nodes. */
const MANAGED: readonly (readonly [provider: string, label: string])[] = [
  ['GKE', 'cloud.google.com/gke-nodepool'],
  ['EKS', 'eks.amazonaws.com/nodegroup'],
  ['AKS', 'kubernetes.azure.com/cluster'],
  ['AKS', 'kubernetes.azure.com/agentpool'],
];

/** The row of a Node object. */
export function clusterNode(node: Json): ClusterNode {
  const { name, labels, annotations } = metadataOf(node);
  const info = mapping(mapping(node['status'])['nodeInfo']);
  const runtime = text(info['containerRuntimeVersion']) ?? '';
  const criSocket = text(annotations[CRI_SOCKET]);
  const managedBy = MANAGED.find(([, label]) => labels[label] !== undefined)?.[0];
  return {
    name,
    role: CONTROL_PLANE.some(label => labels[label] !== undefined) ? 'control-plane' : 'worker',
    runtime,
    kubelet: text(info['kubeletVersion']) ?? '',
    os: text(info['osImage']) ?? '',
    ...(criSocket === undefined ? {} : { criSocket }),
    ...(managedBy === undefined ? {} : { managedBy }),
    state: stateOf(runtime, criSocket),
  };
}

function stateOf(runtime: string, criSocket: string | undefined): NodeState {
  const onDocker = runtime.startsWith('docker://');
  if (criSocket !== undefined && onDocker !== /docker/i.test(criSocket)) return 'mixed-signals';
  return onDocker ? 'on-docker' : 'moved';
}

/** Whether nodes were seen and Docker Engine runs on none of them. */
export function haveMoved(nodes: readonly ClusterNode[]): boolean {
  return nodes.length > 0 && leftDocker(nodes).size === nodes.length;
}

/** The names of the nodes that tell their runtime, and that it is not Docker Engine. */
export function leftDocker(nodes: readonly ClusterNode[]): ReadonlySet<string> {
  return new Set(nodes.filter(({ runtime }) => runtime !== '' && !runtime.startsWith('docker://')).map(({ name }) => name));
}

/** Cgroup drivers by the name of the ConfigMap that sets them. */
export type CgroupDrivers = ReadonlyMap<string, string>;

/** The driver that kubeadm's ConfigMap of kubelets sets; nothing for any other ConfigMap. */
export function cgroupDriverOf(configMap: Json): readonly [name: string, driver: string] | undefined {
  const { name, namespace } = metadataOf(configMap);
  if (namespace !== 'kube-system' || !/^kubelet-config(?:-1\.\d+)?$/.test(name)) return undefined;
  const driver = driverIn(text(mapping(configMap['data'])['kubelet']) ?? '');
  return driver === undefined ? undefined : [name, driver];
}

function driverIn(kubelet: string): string | undefined {
  try {
    return text(mapping(parse(kubelet, { logLevel: 'silent', maxAliasCount: 10 }))['cgroupDriver']);
  } catch {
    // The scan of the ConfigMap itself tells what is wrong with it.
    return undefined;
  }
}

/** The nodes with the driver of the ConfigMap that belongs to their kubelet's version. */
export function withCgroupDrivers(nodes: readonly ClusterNode[], drivers: CgroupDrivers): readonly ClusterNode[] {
  return nodes.map(node => {
    const minor = /^v1\.(\d+)\./.exec(node.kubelet)?.[1];
    const driver = drivers.get(`kubelet-config-1.${minor ?? ''}`) ?? drivers.get('kubelet-config');
    return driver === undefined || node.cgroupDriver !== undefined ? node : { ...node, cgroupDriver: { driver, source: 'kubelet-config' } };
  });
}
