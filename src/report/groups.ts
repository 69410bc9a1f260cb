// Gathers findings for people: by file, by rule or by owner, the worst first, copies of one problem taken together.
import { hasHappened, systemOf } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { resourceName } from '../model/location.ts';
import type { ResourceRef } from '../model/location.ts';
import type { GroupBy } from './format.ts';
import { visible } from './safe-text.ts';
import { compareSeverity, count, inSystem } from './words.ts';

/** Findings that say the same; one, unless copies of it were found elsewhere. */
export interface Problem {
  readonly first: Finding;
  readonly copies: readonly Finding[];
}

export interface Group {
  /** The file's path, the rule's id or the owner's name. */
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

/** The groups of some findings; each finding is in exactly one. With `naming` titles say which cluster they are in. */
export function groupFindings(findings: readonly Finding[], by: GroupBy, naming: boolean): readonly Group[] {
  return [...collect(findings, finding => groupKey(finding, by)).values()]
    .map(members => ({ title: titleOf(members, by, naming), problems: problemsOf(members, by), findings: members }))
    .sort(compareGroups);
}

function problemsOf(findings: readonly Finding[], by: GroupBy): readonly Problem[] {
  if (by === 'file' && !findings.every(isLiveNode) && hostsOf(findings).length < 2)
    return findings.map(first => ({ first, copies: [first] })).sort((a, b) => compareSeverity(a.first, b.first));
  const copies = collect(findings, problemKey);
  return [...copies.values()]
    .flatMap(members => members.slice(0, 1).map(first => ({ first, copies: members })))
    .sort((a, b) => compareSeverity(a.first, b.first) || b.copies.length - a.copies.length);
}

/** Nodes of one cluster differ by nothing but their names, which messages hold; what is broken now is told apart from what will be. */
function problemKey(finding: Finding): string {
  const { ruleId, level, effect, when, message, cluster = '' } = finding;
  const about = isLiveNode(finding) ? [when, cluster] : [message, hasHappened(finding) ? 'now' : ''];
  return [ruleId, level, effect, ...about].join('\0');
}

/** Whether a finding is about a node of a live cluster and lies in no file. */
function isLiveNode({ cluster, owner, location }: Finding): boolean {
  return cluster !== undefined && location.physical === undefined && (owner ?? location.logical?.resource)?.kind === 'Node';
}

function groupKey(finding: Finding, by: GroupBy): string {
  if (by === 'rule') return finding.ruleId;
  const { location, owner, cluster, host } = finding;
  const uri = location.physical?.uri;
  // Nodes that were set up alike have the same files.
  if (by === 'file' && uri !== undefined) return host === undefined ? uri : [uri, 'host'].join('\0');
  const object = owner ?? location.logical?.resource;
  if (isLiveNode(finding)) return [cluster, 'Node'].join('\0');
  if (cluster !== undefined) return [cluster, object === undefined ? '' : resourceName(object)].join('\0');
  if (object === undefined) return uri ?? '';
  if (by === 'file') return resourceName(object);
  return [object.kind, object.name ?? '', isNamed(object) ? '' : folderOf(uri)].join('\0');
}

/** Objects without a name of their own, or with a template's, are the same only within one folder. */
function isNamed({ name }: ResourceRef): boolean {
  return name !== undefined && !name.includes('{{');
}

function folderOf(uri = ''): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

function titleOf(findings: readonly Finding[], by: GroupBy, naming: boolean): string {
  const [first] = findings;
  if (first === undefined) return '';
  if (by === 'rule') return visible(first.ruleId);
  const { cluster } = first;
  const hosts = hostsOf(findings);
  if (isLiveNode(first) && findings.length > 1) return inSystem(cluster, 'Nodes', naming);
  const uri = first.location.physical?.uri;
  const object = first.owner ?? first.location.logical?.resource;
  if (object === undefined && uri === undefined) return cluster === undefined ? 'The scan as a whole' : `Cluster ${visible(cluster)} as a whole`;
  const title = object === undefined || (by === 'file' && uri !== undefined) ? visible(uri ?? '') : objectTitle(findings, object, uri);
  return hosts.length > 1 ? `${title} on ${count(hosts.length, 'host')}` : inSystem(systemOf(first), title, naming);
}

/** The nodes that some findings were made on. */
export function hostsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ host }) => (host === undefined ? [] : [host])))];
}

function objectTitle(findings: readonly Finding[], object: ResourceRef, uri: string | undefined): string {
  const { kind, name } = object;
  const same = findings.every(({ owner, location }) => (owner ?? location.logical?.resource)?.namespace === object.namespace);
  const title = same ? resourceName(object) : resourceName(name === undefined ? { kind } : { kind, name });
  return visible(isNamed(object) || folderOf(uri) === '' ? title : `${title} in ${folderOf(uri)}`);
}

function compareGroups(a: Group, b: Group): number {
  const [x, y] = [a.problems[0]?.first, b.problems[0]?.first];
  const severity = x === undefined || y === undefined ? 0 : compareSeverity(x, y);
  return severity || errorsOf(b) - errorsOf(a) || b.findings.length - a.findings.length || (a.title < b.title ? -1 : 1);
}

function errorsOf(group: Group): number {
  return group.findings.filter(({ level }) => level === 'error').length;
}

function collect(findings: readonly Finding[], keyOf: (finding: Finding) => string): ReadonlyMap<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [finding]);
    else members.push(finding);
  }
  return groups;
}
