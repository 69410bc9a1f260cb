// The answer for one live cluster in plain words: whether it may migrate, how many nodes still run Docker Engine, what will happen.
import type { ClusterNode, ClusterReport, NodeState } from '../model/cluster.ts';
import { systemOf, type Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { visible } from './safe-text.ts';
import { activeFindings, effectLines } from './verdict.ts';
import { count, grouped } from './words.ts';

const VERDICTS: Readonly<Record<Report['verdict'], string>> = { ready: 'ready', 'not-ready': 'not ready', unknown: 'unknown' };
const MOVED_VERDICTS: Readonly<Record<Report['verdict'], string>> = { ready: 'moved', 'not-ready': 'already broken', unknown: 'unknown' };

/** `Cluster prod (Kubernetes v1.20.2): not ready`. */
export function clusterTitle({ context, version, verdict, moved }: ClusterReport): string {
  const server = version === undefined ? '' : ` (Kubernetes ${visible(version)})`;
  return `Cluster ${visible(context)}${server}: ${(moved ? MOVED_VERDICTS : VERDICTS)[verdict]}`;
}

/** How far the nodes are, as a sentence without its full stop. */
export function nodesLine(cluster: ClusterReport): string {
  const { nodes, moved } = cluster;
  const docker = countState(nodes, 'on-docker');
  const mixed = countState(nodes, 'mixed-signals');
  const also = mixed === 0 ? '' : `, ${grouped(mixed)} ${mixed === 1 ? 'gives' : 'give'} mixed signals`;
  if (!wasReached(cluster)) return 'it could not be reached';
  if (nodes.length === 0) return 'no node was seen, so it is not known whether any runs Docker Engine';
  if (moved) return `no node runs Docker Engine any more (${count(nodes.length, 'node')}${also})`;
  return `${grouped(docker)} of ${count(nodes.length, 'node')} still ${docker === 1 ? 'runs' : 'run'} Docker Engine${also}`;
}

function countState(nodes: readonly ClusterNode[], state: NodeState): number {
  return nodes.filter(node => node.state === state).length;
}

/** A cluster that was not reached has told neither its version nor any object. */
function wasReached({ version, nodes, lists }: ClusterReport): boolean {
  return version !== undefined || nodes.length > 0 || lists.some(({ outcome }) => outcome === 'listed');
}

/** What there is to say of one cluster, a sentence each: its nodes, what breaks and what fails silently, what was not seen. */
export function clusterLines(report: Report, cluster: ClusterReport): readonly string[] {
  const findings = report.findings.filter(finding => finding.cluster === cluster.context);
  const missed = cluster.lists.filter(({ outcome }) => outcome !== 'listed').length;
  return [
    capitalised(nodesLine(cluster)),
    ...effectLines({ findings }),
    ...(wasReached(cluster) ? calm(findings, { ...cluster, coverage: report.coverage }) : []),
    ...(missed === 0 ? [] : [`${count(missed, 'list')} could not be read as a whole`]),
  ];
}

export interface Looked extends Pick<Report, 'complete' | 'coverage'> {
  readonly moved?: boolean;
}

/** Where there is nothing to mend: said calmly, and of no more than what was looked for. */
export function calm(findings: readonly Finding[], { complete, coverage, moved = false }: Looked): readonly string[] {
  const active = activeFindings({ findings });
  const limit = coverage.rules === undefined ? '' : ', as far as these rules know';
  if (active.length === 0) return [`Nothing${complete ? '' : ' that could be looked at'} depends on dockershim or Docker Engine${limit}`];
  if (active.some(({ level }) => level !== 'note')) return [];
  return [`${moved ? 'Nothing is known to be broken' : 'Nothing has to be mended before the move'}${limit}; see the notes`];
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What the files of a scan that also saw clusters come to; nothing where the files are those clusters' own snapshots. */
export function filesLines(report: Report): readonly string[] {
  const findings = report.findings.filter(finding => systemOf(finding) === undefined);
  const active = activeFindings({ findings });
  const read = report.coverage.files - report.hosts.reduce((sum, { files }) => sum + files, 0);
  if (active.length === 0 && (read === 0 || report.findings.some(isInSnapshot))) return [];
  return [...effectLines({ findings }), ...calm(findings, report)];
}

function isInSnapshot({ cluster, location }: Finding): boolean {
  return cluster !== undefined && location.physical !== undefined;
}
