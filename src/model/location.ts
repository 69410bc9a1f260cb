// Where something is: regions of a file as SARIF counts them, and resources of a cluster.

/** A stretch of text: lines and columns from 1, columns in UTF-16 code units, the end exclusive (SARIF's own convention). */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A stretch of an artifact's text in UTF-16 offsets from 0, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A Kubernetes object, as far as the text names it. Templated names keep their raw template text. */
export interface ResourceRef {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A place a person can go to: in a file, in an object, or both. */
export interface Location {
  readonly physical?: { readonly uri: string; readonly region?: Region };
  readonly logical?: { readonly resource?: ResourceRef; readonly path?: string };
  /** The text of the region, control characters escaped and cut short; absent where the artifact is sensitive. */
  readonly snippet?: string;
}

/** `Kind namespace/name`, the one way in which objects are written everywhere. */
export function resourceName(ref: ResourceRef): string {
  const name = ref.namespace !== undefined && ref.name !== undefined ? `${ref.namespace}/${ref.name}` : ref.name;
  return name === undefined ? ref.kind : `${ref.kind} ${name}`;
}
