// What a report says of a node whose file system was read: what runs its pods, and how its parts are set up.
import type { Verdict } from './report.ts';

export const HOST_RUNTIMES = ['docker', 'containerd', 'cri-o', 'cri-dockerd'] as const;
export type HostRuntime = (typeof HOST_RUNTIMES)[number];

export const CGROUP_COMPONENTS = ['kubelet', 'docker', 'containerd', 'cri-o'] as const;

/** What a part of the node says about control groups; a part that says several things stands there several times. */
export interface CgroupDriver {
  readonly component: (typeof CGROUP_COMPONENTS)[number];
  /** As written: `systemd`, `cgroupfs`. */
  readonly driver: string;
}

/** One node of a scan; texts are the node's own and come from strangers. */
export interface HostReport {
  /** The name given on the command line, else that of `/etc/hostname`, else that of the folder. */
  readonly name: string;
  /** The folder that was taken for the node's root, as it was named on the command line. */
  readonly root: string;
  /** What is installed. */
  readonly runtimes: readonly HostRuntime[];
  /** Where the kubelet looks for its runtime: `dockershim`, or a socket as written; absent where nothing tells. */
  readonly endpoint?: string;
  readonly cgroupDrivers: readonly CgroupDriver[];
  /** How many of its files were read. */
  readonly files: number;
  readonly verdict: Verdict;
  /** Whether everything that rules ask for was seen. */
  readonly complete: boolean;
}
