// What a scan is given of a node whose file system was read.
import type { HostRuntime } from '../../model/host.ts';
import type { Notification } from '../../model/finding.ts';

/** A text of the node, or one that states what no file of it does. */
export interface HostText {
  /** Below the root, with `/`. */
  readonly uri: string;
  readonly text: string;
  /** `file`: as it is on the disk; `process`: a running program's command line; `state`: what is there besides files. */
  readonly from: 'file' | 'process' | 'state';
  /** Objects of Kubernetes, whatever the file's name. */
  readonly manifest: boolean;
  readonly sensitive: boolean;
}

export interface HostContents {
  readonly name: string;
  /** As named on the command line. */
  readonly root: string;
  readonly texts: readonly HostText[];
  readonly runtimes: readonly HostRuntime[];
  readonly notifications: readonly Notification[];
  /** Files that hold nothing that any rule needs. */
  readonly searched: number;
}
