// From the unrendered findings of a scan to those that know what Helm and Kustomize make of its charts and overlays.
import { Evaluation } from './engine/evaluation.ts';
import { looksAtScan } from './engine/evaluate.ts';
import { reconcile } from './engine/rendered/reconcile.ts';
import type { Rendering } from './engine/rendered/rendering.ts';
import type { Finding, Notification } from './model/finding.ts';
import type { ClusterGoal } from './scan-cluster.ts';
import type { BundleReader } from './read-bundle.ts';
import { isTemplate, renderAll, type Rendered, type RenderScan, sourcesOf } from './sources/render/render.ts';
import type { RenderResult } from './sources/render/rendered.ts';

/** Findings, and what could not be looked at. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
}

/** Renders what can matter, and holds what was found without rendering against it. */
export async function scanRendered(unrendered: Judged, scan: RenderScan, reader: BundleReader, goal: ClusterGoal): Promise<Judged> {
  const { results, notifications, values } = await renderAll(scan);
  const told = [...unrendered.notifications, ...notifications];
  const renderings: Rendering[] = [];
  // Rules on the whole scan have seen everything already.
  const rules = goal.rules.filter(rule => !looksAtScan(rule));
  for (const result of results) {
    if (result.kind === 'failed') told.push(result.notification);
    else {
      const judged = await judge(result, reader, { ...goal, rules });
      told.push(...judged.notifications);
      renderings.push(renderingOf(result, judged.findings, scan, values));
    }
  }
  return { findings: reconcile(unrendered.findings, renderings), notifications: told };
}

type RenderedRoot = Extract<RenderResult, { kind: 'rendered' }>;

async function judge({ root, texts }: RenderedRoot, reader: BundleReader, { rules, known, goal, narrow }: ClusterGoal): Promise<Judged> {
  const evaluation = new Evaluation(rules, goal, narrow);
  const bundle = await reader.readObjects(root.folder, texts, 'yaml');
  evaluation.add(bundle.facts, bundle.files);
  const { findings } = evaluation.finish(new Set(known));
  return {
    findings,
    notifications: bundle.notifications.map(({ code, message, location }) => ({
      code,
      level: 'note',
      message: `in what was rendered: ${message}`,
      ...(location?.physical === undefined ? {} : { location: { physical: { uri: location.physical.uri } } }),
    })),
  };
}

const WORKLOAD = /^kind: (?:DaemonSet|Deployment|StatefulSet|ReplicaSet|Job|CronJob|Pod)\s*$/m;

function renderingOf(result: RenderedRoot, findings: readonly Finding[], scan: RenderScan, values: Rendered['values']): Rendering {
  const { root, texts } = result;
  const given = values.flatMap(({ uri, text }) => (uri === undefined ? [] : [[uri, text] as const]));
  const sources = new Map([...sourcesOf(root, texts, scan), ...(root.kind === 'chart' ? given : [])]);
  const own = [...sources.keys()].filter(uri => /(?:^|\/)values\.ya?ml$/.test(uri)).toSorted((a, b) => a.length - b.length);
  const named = new Set(root.files);
  return {
    kind: root.kind,
    findings,
    sources,
    values: [...given.map(([uri]) => uri), ...own],
    isTelling: values.length > 0 || (scan.options.helmSet ?? []).length > 0 || texts.some(({ text }) => WORKLOAD.test(text)),
    printed: new Map(texts.map(({ uri, text }) => [uri, text])),
    isPrinted: uri => (root.kind === 'chart' ? isTemplate(root, uri) : named.has(uri) && /\.(?:ya?ml|json)$/.test(uri)),
  };
}
