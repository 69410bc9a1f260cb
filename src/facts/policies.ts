// Policies: the paths that they allow or forbid. What looks like a mount in them is a pattern, and no pod mounts it.
import type { Document } from '../model/document.ts';
import type { ResourceRef } from '../model/location.ts';
import { namedPaths, namesPath, pathMentions } from '../model/paths.ts';
import { mapSpan } from '../model/segment-map.ts';
import type { ScalarNode } from '../model/tree.ts';
import { annotationFacts } from './containers.ts';
import type { Collector, Context } from './context.ts';
import { scalarMap } from './embedded.ts';
import { groupOf } from './pods.ts';
import { labelFacts, settingFact, textFact } from './settings.ts';
import { walk, type Visit } from './walk.ts';

/** API groups whose every kind is a policy; a group that begins with a dot stands for all that end with it. */
const GROUPS: readonly string[] = [
  'kyverno.io',
  'policies.kyverno.io',
  '.gatekeeper.sh',
  'policies.kubewarden.io',
  'policy.open-cluster-management.io',
  'kubelinter.io',
];
const KINDS: ReadonlySet<string> = new Set([
  'PodSecurityPolicy',
  'SecurityContextConstraints',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'ConstraintTemplate',
]);

/** Kinds that list what is allowed, besides other settings of interest. */
const PERMISSIONS: ReadonlySet<string> = new Set(['PodSecurityPolicy', 'SecurityContextConstraints']);

/** Whether an object, or a file that is none, is a policy. */
export function isPolicy(resource: ResourceRef | undefined, dialect: Document['dialect']): boolean {
  if (resource === undefined) return dialect === 'policy';
  const { apiVersion = '', kind } = resource;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return KINDS.has(kind) || GROUPS.some(one => group === one || (one.startsWith('.') && group.endsWith(one)));
}

/** Keys whose text is for people. */
const PROSE: ReadonlySet<string> = new Set(['message', 'description', 'title', 'annotations', 'metadata', 'remediation', 'summary', 'note', 'url']);

/** Facts of a policy: its annotations and labels, the paths it names, and the settings of kinds that grant permissions. */
export function policyFacts(root: Visit, dialect: string, collect: Collector, context: Context): void {
  const grants = PERMISSIONS.has(context.owner?.kind ?? '');
  walk(root, visit => {
    if (visit.key === 'status' || visit.key === 'managedFields') return false;
    labelFacts(visit, collect, context);
    if (visit.node.kind === 'map' && visit.key.toLowerCase().endsWith('annotations')) annotationFacts(visit, collect, context);
    if (visit.node.kind !== 'scalar') return true;
    const isPath = /^[!"']?\//.test(visit.node.text);
    if (grants && !isPath) settingFact(visit, dialect, collect, context);
    if (!isProse(visit)) pathFacts(visit, visit.node, collect, context);
    return false;
  });
}

function isProse(visit: Visit): boolean {
  for (let at: Visit | undefined = visit; at !== undefined; at = at.parent) if (PROSE.has(at.key)) return true;
  return false;
}

function pathFacts(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  const kind = context.owner?.kind ?? '';
  const policy = isAllowed(visit, node, context) ? ('allow' as const) : ('deny' as const);
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  const { artifact } = collect.document;
  // Patterns of linters leave out the folder, and end with a mark for the end of the text.
  const bare = /^[\w./-]*?(\w[\w-]*\.sock)\$?$/.exec(node.text)?.[1];
  const found = pathMentions(node.text).filter(mention => namedPaths.some(name => namesPath(name, mention.path)));
  if (found.length === 0 && bare !== undefined) collect.add('policyPath', { path: bare, policy, kind }, node, place, context);
  // What is not about paths is read as in any other text.
  else if (found.length === 0) textFact(visit, node, collect, context);
  if (found.length === 0) return;
  const map = scalarMap(artifact, node);
  for (const { path, start, end } of found) {
    const span = mapSpan(map, start, end);
    collect.add('policyPath', { path, policy, kind }, span, { ...place, identity: `${place.identity} ${path}` }, context);
  }
}

/** A list of what is allowed says so in a key; a Kyverno pattern demands a value unless it begins with `!` or stands below `X(...)`. */
function isAllowed(visit: Visit, node: ScalarNode, { owner }: Context): boolean {
  if (/(?<!dis|not)allowed|allowlist|whitelist|permitted/i.test(visit.path)) return true;
  if (owner?.apiVersion?.startsWith('kyverno.io/') !== true || node.text.startsWith('!') || visit.path.includes('["X(')) return false;
  return /(?:^|\.)(?:any)?[pP]attern\b/.test(visit.path.replace(/\["[^"]*"\]/g, ''));
}
