// What rendering is asked for, and what it gives: texts by the files that they were made from, or why there are none.
import type { Notification } from '../../model/finding.ts';

export interface RenderOptions {
  /** `auto`: where the tools are installed. `always`: a tool that is missing, and what cannot be rendered, makes the scan incomplete. */
  readonly mode: 'auto' | 'always';
  /** The folders that the tools are looked for in, as PATH has them. */
  readonly toolPath: string;
  /** Files of values for charts, as Helm's `--values`; the last one decides. */
  readonly helmValues?: readonly string[];
  /** Single values for charts, as Helm's `--set`: `KEY=VALUE`. */
  readonly helmSet?: readonly string[];
}

/** A chart or a kustomization that is rendered by itself, not as a part of another one. */
export interface RenderRoot {
  readonly kind: 'chart' | 'kustomization';
  /** Relative to the scan's root; empty for the root itself. */
  readonly folder: string;
  /** `Chart.yaml` or the kustomization. */
  readonly uri: string;
  /** The uris of the files that make it up, as far as they were found. */
  readonly files: readonly string[];
}

/** A text that a tool printed, and the file that it was made from. */
export interface RenderedText {
  readonly uri: string;
  readonly text: string;
}

export type RenderResult =
  | { readonly kind: 'rendered'; readonly root: RenderRoot; readonly texts: readonly RenderedText[] }
  | { readonly kind: 'failed'; readonly root: RenderRoot; readonly notification: Notification };

/** Whether a file says that its folder can be rendered. */
export function isRenderable(uri: string): boolean {
  return /(?:^|\/)(?:Chart\.yaml|kustomization\.ya?ml|Kustomization)$/.test(uri);
}
