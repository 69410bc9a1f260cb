// What a rule has found, and what a scan could not look at.
import type { Workload } from './cluster.ts';
import type { Guard } from './document.ts';
import type { Location, ResourceRef } from './location.ts';

export type Level = 'error' | 'warning' | 'note';
export type Precision = 'high' | 'medium' | 'low';
export type Runtime = 'containerd' | 'cri-o' | 'cri-dockerd';

/** What happens when the node stops running Docker Engine under the kubelet. */
export type Effect =
  'pod-does-not-start' | 'crashes' | 'runs-but-fails' | 'behaves-differently' | 'data-lost' | 'node-not-ready' | 'component-refuses-to-start' | 'none-yet';

export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly justification: string;
}

export interface Finding {
  readonly ruleId: string;
  readonly level: Level;
  readonly precision: Precision;
  readonly effect: Effect;
  /** When it happens, as words: `when the node leaves Docker`, `at Kubernetes 1.27`; `now` and why, where it has happened. */
  readonly when: string;
  readonly message: string;
  /** What to do, for the runtime moved to. */
  readonly fix: string;
  readonly location: Location;
  /** Other places that the finding rests on, each with a few words. */
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  /** The object that owns the finding's place. */
  readonly owner?: ResourceRef;
  /** Identity that survives edits elsewhere, reordering and moved lines. */
  readonly fingerprint: string;
  /** The kind of condition that the place stands under. */
  readonly guard?: Guard['kind'];
  readonly suppression?: Suppression;
  /** In a live cluster: the context that it was reached by. */
  readonly cluster?: string;
  /** On a node whose file system was read: its name. */
  readonly host?: string;
  /** Where the finding is about several nodes: their names; the owner is the first of them. */
  readonly nodes?: readonly string[];
  /** In a live cluster: what the owner has there. */
  readonly workload?: Workload;
}

/** Whether what a finding warns of has happened already, as in a cluster that has no node on Docker Engine any more. */
export function hasHappened({ when }: Pick<Finding, 'when'>): boolean {
  return /^now\b/.test(when);
}

/** The closed set of reasons why something was not looked at, or why a hint is given. */
export const NOTIFICATION_CODES = [
  'unreadable',
  'too-large',
  'binary',
  'invalid-encoding',
  'invalid-yaml',
  'invalid-json',
  'invalid-toml',
  'invalid-hcl',
  'unrendered-template',
  'too-complex',
  'link-loop',
  'link-outside',
  'missing-file',
  'not-found',
  'nothing-to-read',
  'forbidden',
  'unauthorized',
  'unreachable',
  'request-failed',
  'interrupted',
  'unused-suppression',
  'unknown-suppression',
  'suppression-without-reason',
  'repeated-findings',
] as const;

export type NotificationCode = (typeof NOTIFICATION_CODES)[number];

export interface Notification {
  readonly code: NotificationCode;
  /** `error`: something that could matter was not looked at, so the scan is not complete. */
  readonly level: Level;
  readonly message: string;
  readonly location?: Location;
  /** In a live cluster: the context that it was reached by, where the message does not say so. */
  readonly cluster?: string;
  /** On a node whose file system was read: its name. */
  readonly host?: string;
}

/** The live cluster or the node that something was found in, where it was no file of the scan's own. */
export function systemOf({ cluster, host }: { readonly cluster?: string | undefined; readonly host?: string | undefined }): string | undefined {
  return cluster ?? host;
}
