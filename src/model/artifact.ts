// A text that is scanned: a file, standard input, or a text found inside another one.
import type { Guard } from './document.ts';
import type { SegmentMap } from './segment-map.ts';

/**
 * Where a text is used, which decides how much a dependency in it matters: `ci`, `compose` and `workstation` are a developer's or a
 * build host's own Docker and are never more than a note.
 */
export type Usage = 'cluster' | 'ci' | 'compose' | 'workstation';

export interface Artifact {
  /** The file's path relative to the scan's root, with `/`; an embedded text has the uri of the file that holds it. */
  readonly uri: string;
  readonly text: string;
  /** What the text calls itself: a file name such as `daemon.json`, a ConfigMap's key, a mount path; may be empty. */
  readonly name: string;
  readonly usage: Usage;
  /** What is read together with it: the folder of its chart, role or kustomization, else its own folder. */
  readonly bundle: string;
  /** True where the text may hold secrets: findings show key and place, never a value. */
  readonly sensitive: boolean;
  readonly origin?: Origin;
  /** In a text made from a template: the guard in force at an offset. */
  readonly guardAt?: (offset: number) => Guard | undefined;
}

/** How an embedded text lies in the text around it. */
export interface Origin {
  readonly parent: Artifact;
  readonly map: SegmentMap;
  /** The field of the parent that holds the text, such as `data["setup.sh"]`. */
  readonly field: string;
}
