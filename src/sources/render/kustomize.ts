// Kustomizations as `kustomize build` or `kubectl kustomize` prints them: no plugins, nothing remote.
import type { RenderedText, RenderRoot } from './rendered.ts';
import { findTool, runTool } from './run-tool.ts';

export interface Kustomize {
  readonly path: string;
  /** The words before the folder. */
  readonly command: readonly string[];
}

/** `kustomize`, or the one that kubectl has built in. */
export function findKustomize(toolPath: string): Kustomize | undefined {
  const own = findTool('kustomize', toolPath);
  if (own !== undefined) return { path: own, command: ['build'] };
  const kubectl = findTool('kubectl', toolPath);
  return kubectl === undefined ? undefined : { path: kubectl, command: ['kustomize'] };
}

/** Renders a kustomization. The tool does not say which file an object comes from, so all of it is the kustomization's. */
export async function renderKustomization(
  { path, command }: Kustomize,
  { uri }: RenderRoot,
  folder: string,
): Promise<{ readonly texts: readonly RenderedText[] } | { readonly why: string }> {
  const ran = await runTool(path, [...command, folder], folder);
  if (ran.kind === 'failed') return { why: ran.why };
  return { texts: ran.text.trim() === '' ? [] : [{ uri, text: ran.text }] };
}
