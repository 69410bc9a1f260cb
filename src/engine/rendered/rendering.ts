// What was rendered of one chart or kustomization, judged, and what it was rendered from.
import type { Finding } from '../../model/finding.ts';

export interface Rendering {
  readonly kind: 'chart' | 'kustomization';
  /** Findings in the rendered text, their uris those of the files that the tool names. */
  readonly findings: readonly Finding[];
  /** The texts of the files that it was rendered from, by uri. */
  readonly sources: ReadonlyMap<string, string>;
  /** The uris of values files, the deciding one first. */
  readonly values: readonly string[];
  /** What was printed, by the uris of the files that the tool names. */
  readonly printed: ReadonlyMap<string, string>;
  /** Whether what is missing in it proves anything: a chart that prints no workload at all needs values that it was not given. */
  readonly isTelling: boolean;
  /** Whether what a file says is printed where it is in force. */
  readonly isPrinted: (uri: string) => boolean;
}
