// Nodes that a provider manages in pools: what their labels and their kubelet's version tell of it.

/** Who manages a node, and the pool that it belongs to, where it tells. */
export interface Management {
  readonly managedBy: 'GKE' | 'EKS' | 'AKS';
  readonly pool?: string;
}

const POOL_LABELS = [
  { managedBy: 'GKE', label: 'cloud.google.com/gke-nodepool' },
  { managedBy: 'EKS', label: 'eks.amazonaws.com/nodegroup' },
  { managedBy: 'EKS', label: 'alpha.eksctl.io/nodegroup-name' },
  { managedBy: 'AKS', label: 'kubernetes.azure.com/agentpool' },
] as const;

/** Older AKS nodes have the label `agentpool` alone; the nodes of AKS Engine, which nobody manages, lack the second one. */
const OLD_AKS = { pool: 'agentpool', image: 'kubernetes.azure.com/node-image-version' };

/** EKS' own builds of the kubelet, `v1.21.14-eks-fb459a0`: its nodes outside of node groups have no label of EKS. */
const EKS_BUILD = /-eks-[0-9a-f]/;

/** Who manages a node with these labels and this kubelet; nothing where it is the user's own. */
export function managementOf(labels: ReadonlyMap<string, string>, kubeletVersion: string): Management | undefined {
  for (const { managedBy, label } of POOL_LABELS) {
    const pool = labels.get(label);
    if (pool !== undefined) return { managedBy, pool };
  }
  const agentPool = labels.get(OLD_AKS.pool);
  if (agentPool !== undefined && labels.has(OLD_AKS.image)) return { managedBy: 'AKS', pool: agentPool };
  return EKS_BUILD.test(kubeletVersion) ? { managedBy: 'EKS' } : undefined;
}
