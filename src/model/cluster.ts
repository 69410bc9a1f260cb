// What a report says of a live cluster besides findings: its nodes, and what was listed of it.
import type { Verdict } from './report.ts';

/** Whether a node still runs Docker Engine; `mixed-signals` where its runtime and its annotation tell different things. */
export type NodeState = 'on-docker' | 'moved' | 'mixed-signals';

/** One node as the table of nodes shows it; texts are the cluster's own and come from strangers. */
export interface ClusterNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  /** As the kubelet reports it: `docker://20.10.24`, `containerd://1.6.20`. */
  readonly runtime: string;
  /** As the kubelet reports it: `v1.20.2`. */
  readonly kubelet: string;
  readonly os: string;
  /** kubeadm's annotation. */
  readonly criSocket?: string;
  readonly cgroupDriver?: {
    readonly driver: string;
    /** `kubelet-config`: the ConfigMap that nodes join with; `kubelet`: the running kubelet itself. */
    readonly source: 'kubelet-config' | 'kubelet';
  };
  /** Who manages the node, where its labels tell: `GKE`, `EKS`, `AKS`. */
  readonly managedBy?: string;
  readonly state: NodeState;
}

export type ListOutcome = 'listed' | 'forbidden' | 'failed' | 'interrupted';

/** What came of one kind that some rule asks for. Kinds that the server does not serve are not there. */
export interface ListCoverage {
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Only where the scan was limited to namespaces. */
  readonly namespace?: string;
  readonly outcome: ListOutcome;
  /** How many objects were seen, also where the list broke off. */
  readonly objects: number;
}

/** One cluster of a scan. */
export interface ClusterReport {
  /** The name of the context in the kubeconfig; `in-cluster` for a pod's service account. */
  readonly context: string;
  /** The server's version, `v1.20.2`; absent where it was not reached. */
  readonly version?: string;
  readonly nodes: readonly ClusterNode[];
  /** Sorted by kind, API version and namespace. */
  readonly lists: readonly ListCoverage[];
  /** Whether nodes were seen and none of them runs Docker Engine any more, so that what would break is broken now. */
  readonly moved: boolean;
  readonly verdict: Verdict;
  /** Whether everything that rules ask for was seen. */
  readonly complete: boolean;
}

/** What a live workload adds to its findings. */
export interface Workload {
  /** The pods that it has now, all ReplicaSets and Jobs below it counted. */
  readonly pods: number;
  /** The nodes on which they run, sorted. */
  readonly nodes: readonly string[];
  /** Who put it there, where labels or annotations tell: `Helm release logging/fluent-bit`, `Argo CD application agents`. */
  readonly origin?: string;
}
