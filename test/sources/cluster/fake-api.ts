// A loopback API server made of a table of objects, and scans of it through the public function.
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import type { ClusterOptions } from '../../../src/sources/cluster/clusters.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Report } from '../../../src/model/report.ts';
import { resourceName } from '../../../src/model/location.ts';
import { formats } from '../../../src/report/index.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { scan } from '../../../src/scan.ts';
import { makeTree } from '../tree.ts';
import { json, serve, status } from './loopback.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface FakeCluster {
  /** Objects by API version and kind. */
  readonly served: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>>;
  /** Statuses by path, whatever the query. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Answers in place of lists, by path. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Paths whose first continue token has expired when it is used. */
  readonly expired?: readonly string[];
  /** Objects in a page, where that is fewer than were asked for. */
  readonly pageSize?: number;
  /** Called for every request before it is answered. */
  readonly onRequest?: (url: URL) => void;
}

export interface FakeApi {
  readonly url: string;
  /** Methods and paths with queries, in the order in which they were asked for. */
  readonly asked: string[];
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'RuntimeClass',
  'CustomResourceDefinition',
  'ValidatingAdmissionPolicy',
  'ClusterAgent',
]);

/** A server for one test. */
export async function fakeApi(cluster: FakeCluster): Promise<FakeApi> {
  const asked: string[] = [];
  const expired = new Set(cluster.expired);
  const { url } = await serve((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const target = new URL(request.url ?? '', 'http://fake');
    cluster.onRequest?.(target);
    answer(cluster, target, response, expired);
  });
  return { url, asked };
}

function answer(cluster: FakeCluster, url: URL, response: ServerResponse, expired: Set<string>): void {
  const path = decodeURIComponent(url.pathname);
  const refused = cluster.refused?.[path];
  const given = cluster.answers?.[path];
  if (refused !== undefined) {
    status(response, refused, `${path} is refused`);
    return;
  }
  if (url.searchParams.has('continue') && expired.delete(path)) {
    status(response, 410, 'The provided continue parameter is too old');
    return;
  }
  const body = given ?? discovered(cluster, path) ?? listed(cluster, path, url.searchParams);
  if (body === undefined) status(response, 404, 'the server could not find the requested resource');
  else json(response, body);
}

function discovered({ served }: FakeCluster, path: string): unknown {
  const versions = Object.keys(served);
  if (path === '/version') return { gitVersion: 'v1.20.2' };
  if (path === '/api') return { versions: versions.filter(version => !version.includes('/')) };
  if (path === '/apis') return { groups: groupsOf(versions) };
  const version = versions.find(one => rootOf(one) === path);
  if (version === undefined) return undefined;
  const kinds = Object.keys(served[version] ?? {});
  const resources = kinds.map(kind => ({ name: pluralOf(kind), kind, namespaced: !CLUSTER_SCOPED.has(kind), verbs: ['get', 'list', 'watch'] }));
  return { groupVersion: version, resources: [...resources, { name: 'things/status', kind: 'Thing', namespaced: true, verbs: ['get'] }] };
}

/** The first version of a group is the preferred one, as in the table. */
function groupsOf(versions: readonly string[]): readonly Json[] {
  const groups = new Map<string, { groupVersion: string }[]>();
  for (const groupVersion of versions.filter(version => version.includes('/'))) {
    const name = groupVersion.split('/')[0] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), { groupVersion }]);
  }
  return [...groups].map(([name, all]) => ({ name, versions: all, preferredVersion: all[0] }));
}

const rootOf = (version: string): string => (version.includes('/') ? `/apis/${version}` : `/api/${version}`);

export function pluralOf(kind: string): string {
  return kind.toLowerCase().replace(/y$/, 'ie').replace(/s$/, 'se').concat('s');
}

function listed({ served, pageSize = Infinity }: FakeCluster, path: string, query: URLSearchParams): unknown {
  for (const [version, kinds] of Object.entries(served)) {
    for (const [kind, all] of Object.entries(kinds)) {
      const [root, plural] = [rootOf(version), pluralOf(kind)];
      const namespace = path.startsWith(`${root}/namespaces/`) ? path.slice(`${root}/namespaces/`.length).split('/')[0] : undefined;
      if (path !== (namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`)) continue;
      return page(
        all.filter(one => isSelected(one, namespace, query.get('labelSelector'))),
        Math.min(pageSize, Number(query.get('limit') ?? Infinity)),
        query,
      );
    }
  }
  return undefined;
}

function page(items: readonly Json[], limit: number, query: URLSearchParams): Json {
  const from = Number(query.get('continue') ?? 0);
  const to = from + limit;
  return { kind: 'List', metadata: { resourceVersion: '1', ...(to < items.length ? { continue: String(to) } : {}) }, items: items.slice(from, to) };
}

function isSelected({ metadata }: Json, namespace: string | undefined, selector: string | null): boolean {
  const { namespace: own, labels = {} } = metadata as { namespace?: string; labels?: Record<string, string> };
  const [label = '', value] = selector?.split('=') ?? [];
  return (namespace === undefined || own === namespace) && (selector === null || labels[label] === value);
}

interface Meta {
  readonly namespace?: string;
  readonly owner?: Json;
  readonly [field: string]: unknown;
}

/** An object as lists hold it, with a uid; `owner` is the object whose controller reference it has. */
export function object(name: string, { namespace = 'team', owner, ...metadata }: Meta = {}, rest: Json = {}): Json {
  const references = owner === undefined ? {} : { ownerReferences: [owner] };
  return { metadata: { name, ...(namespace === '' ? {} : { namespace }), uid: `uid-${String(serial++)}`, ...references, ...metadata }, ...rest };
}

let serial = 1;

/** The reference that makes an object the owner of others. */
export function ownerOf(apiVersion: string, kind: string, { metadata }: Json): Json {
  const { name, uid } = metadata as { name: string; uid: string };
  return { apiVersion, kind, name, uid, controller: true };
}

/** A pod's spec that mounts a path of its node. */
export function mounting(path: string, more: Json = {}): Json {
  return {
    containers: [{ name: 'main', image: 'registry.example/app:1', volumeMounts: [{ name: 'host', mountPath: '/host' }] }],
    volumes: [{ name: 'host', hostPath: { path } }],
    ...more,
  };
}

export const SOCKET = '/var/run/docker.sock';

/** A pod's spec without anything of note. */
export const PLAIN: Json = { containers: [{ name: 'main', image: 'registry.example/app:1' }] };

export const templated = (spec: Json, more: Json = {}): Json => ({ spec: { ...more, template: { metadata: {}, spec } } });

/** A pod of an owner on a node. */
export function pod(name: string, owner: Json | undefined, node: string, spec: Json, meta: Meta = {}, phase = 'Running'): Json {
  return object(name, { ...(owner === undefined ? {} : { owner }), ...meta }, { spec: { ...spec, nodeName: node }, status: { phase } });
}

/** A Node object. */
export function node(name: string, runtime: string, metadata: Meta = {}): Json {
  const nodeInfo = { containerRuntimeVersion: runtime, kubeletVersion: 'v1.20.2', osImage: 'Debian GNU/Linux 11', kernelVersion: '5.10.0' };
  return object(name, { namespace: '', ...metadata }, { spec: {}, status: { nodeInfo } });
}

export const DOCKER = 'docker://20.10.24';
export const CONTAINERD = 'containerd://1.7.28';

/** A kubeconfig file with a context for each server. */
export function kubeConfig(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: names.map(name => ({ name, cluster: { server: servers[name] } })),
    users: [{ name: 'u', user: {} }],
    contexts: names.map(name => ({ name, context: { cluster: name, user: 'u' } })),
    'current-context': names[0],
  });
  return join(makeTree({ config: text }), 'config');
}

const rules = await loadRules();

/** Scans clusters and nothing else. */
export function scanClusters(clusters: ClusterOptions): Promise<Report> {
  return scan({ paths: [], cwd: '/', rules, kubernetes: '1.24', clusters });
}

export interface Scanned {
  readonly report: Report;
  readonly asked: readonly string[];
}

/** Scans one cluster in a context called `here`. */
export async function scanFake(cluster: FakeCluster, options: ClusterOptions = {}): Promise<Scanned> {
  const { url, asked } = await fakeApi(cluster);
  return { report: await scanClusters({ kubeconfig: kubeConfig({ here: url }), requestTimeout: 1_000, ...options }), asked };
}

/** Where findings of a rule stand, with pods and nodes: `Deployment team/web: 2 on a, b`. */
export function told({ findings }: Report, rule = 'docker-socket-mount'): readonly string[] {
  return findings.filter(({ ruleId }) => ruleId === rule).map(place);
}

function place({ location, workload }: Finding): string {
  const resource = location.logical?.resource;
  const where = resource === undefined ? 'nowhere' : resourceName(resource);
  if (workload === undefined) return where;
  return `${where}: ${workload.pods}${workload.nodes.length === 0 ? '' : ` on ${workload.nodes.join(', ')}`}`;
}

/** Codes and messages of what was not seen. */
export const missed = ({ notifications }: Report): readonly string[] => notifications.map(({ code, level, message }) => `${level} ${code} ${message}`);

/** The report in every format with everything that it can show, the table first. */
export function printed(report: Report): readonly string[] {
  const options = { width: 120, color: false, groupBy: 'file', verbose: true } as const;
  return [formats.table(report, options), formats.json(report, options), formats.sarif(report, options)];
}
