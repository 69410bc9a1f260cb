// Pods, wherever they stand: the volumes of a pod spec, what mounts them, and paths of the node in persistent volumes.
import { isAbsolute, joinPath } from '../model/paths.ts';
import { entriesOf, get, itemsOf, textAt, textOf, type MapNode, type Node, type ScalarNode } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { keySpan, walk, type Visit } from './walk.ts';

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers', 'steps', 'sidecars'] as const;
const SINGLE_CONTAINERS = ['container', 'script'] as const;

/** Whether a mapping is a pod spec or what custom resources have in its place. */
export function isPodLike(node: Node): node is MapNode {
  if (node.kind !== 'map') return false;
  if (CONTAINER_LISTS.some(key => itemsOf(get(node, key)).some(isContainer))) return true;
  if (SINGLE_CONTAINERS.some(key => isContainer(get(node, key)))) return true;
  return itemsOf(get(node, 'volumes')).some(item => item.kind === 'map' && textAt(item, 'name') !== undefined && item.entries.length > 1);
}

/** Whether a mapping is a container: it has an image, or a name and what only containers have. */
export function isContainer(node: Node | undefined): boolean {
  if (node?.kind !== 'map') return false;
  if (textAt(node, 'image') !== undefined)
    return ['name', 'command', 'args', 'env', 'volumeMounts', 'script', 'source', 'ports'].some(key => get(node, key) !== undefined);
  return (
    textAt(node, 'name') !== undefined &&
    ['command', 'args', 'env', 'volumeMounts', 'envFrom', 'securityContext', 'resources'].some(key => get(node, key) !== undefined)
  );
}

/** One place where a container mounts a volume. */
interface Mount {
  readonly container: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly node: Node;
  readonly visit: Visit;
}

/** What the containers of a pod mount, by volume name. */
export class PodMounts {
  readonly byVolume = new Map<string, Mount[]>();
  readonly sources = new Map<string, string>();
  /** Whether every container is written out, so that what is not mounted here is mounted nowhere. */
  complete = true;
  containers = 0;

  /** The kind of volume behind a path inside a container, by its longest mount. */
  backing(container: string | undefined, path: string): string | undefined {
    let best: { length: number; source: string | undefined } | undefined;
    for (const [volume, mounts] of this.byVolume) {
      for (const mount of mounts) {
        if (container !== undefined && mount.container !== container) continue;
        const root = mount.mountPath.replace(/\/+$/, '');
        if (path !== root && !path.startsWith(`${root}/`)) continue;
        if (best === undefined || root.length > best.length) best = { length: root.length, source: this.sources.get(volume) };
      }
    }
    return best?.source;
  }
}

/** Reads a pod's mounts; `visit` is the pod spec or a mapping around several of its templates. */
export function readMounts(visit: Visit, templated: boolean): PodMounts {
  const pod = new PodMounts();
  walk(visit, at => {
    if (at.node.kind === 'map' && isContainer(at.node)) {
      pod.containers++;
      if (textAt(at.node, 'image') === undefined) pod.complete = false;
    }
    if (at.key === 'volumeMounts' && at.node.kind === 'seq') addMounts(pod, at);
    if (at.key === 'volumes' && at.node.kind === 'seq') for (const item of at.node.items) noteSource(pod, item);
    return true;
  });
  if (templated || pod.containers === 0) pod.complete = false;
  return pod;
}

function addMounts(pod: PodMounts, visit: Visit): void {
  // Custom resources have mappings of containers, named by their keys.
  const container = textAt(visit.parent?.node, 'name') ?? (visit.parent?.key === '' ? undefined : visit.parent?.key) ?? 'container';
  itemsOf(visit.node).forEach((item, index) => {
    const name = textAt(item, 'name');
    const mountPath = textAt(item, 'mountPath');
    if (name === undefined || mountPath === undefined) return;
    const subPath = textAt(item, 'subPath') ?? textAt(item, 'subPathExpr');
    const list = pod.byVolume.get(name) ?? [];
    const at = { ...visit, node: item, path: `${visit.path}[${String(index)}]`, identity: `${visit.identity}[${mountPath}]`, parent: visit };
    list.push({ container, mountPath, ...(subPath === undefined ? {} : { subPath }), node: item, visit: at });
    pod.byVolume.set(name, list);
  });
}

function noteSource(pod: PodMounts, volume: Node): void {
  const name = textAt(volume, 'name');
  const source = volumeSource(volume);
  if (name !== undefined && source !== undefined) pod.sources.set(name, source);
}

function volumeSource(volume: Node): string | undefined {
  return entriesOf(volume).find(entry => entry.key.text !== 'name' && !entry.key.text.startsWith('$'))?.key.text;
}

const HOST_PATH_KEYS = ['hostPath', 'host_path'] as const;

/** Facts of one `volumes` entry, or of any mapping that has a `hostPath`. Says whether it was one. */
export function volumeFacts(visit: Visit, pod: PodMounts | undefined, collect: Collector, context: Context): boolean {
  const { node } = visit;
  if (patchedHostPath(visit, collect, context)) return true;
  const key = HOST_PATH_KEYS.find(one => get(node, one) !== undefined) ?? (context.owner?.kind === 'PersistentVolume' ? 'local' : 'hostPath');
  const hostPath = get(node, key);
  if (hostPath?.kind === 'map' && !isDeleted(node) && !isDeleted(hostPath)) return hostPathFacts(visit, { key, node: hostPath, pod }, collect, context);
  if (hostPath?.kind === 'scalar' && isAbsolute(hostPath.text)) return shortHostPath(visit, { key, node: hostPath }, collect, context);
  if (visit.key !== 'volumes' || node.kind !== 'map') return false;
  const volume = textAt(node, 'name');
  const source = volumeSource(node);
  if (volume === undefined || source === undefined) return false;
  const mounts = pod?.byVolume.get(volume) ?? [];
  const reference = referenceOf(node, source);
  collect.add(
    'volume',
    {
      volume,
      source,
      mounts: mounts.map(mount => mount.container),
      mountPaths: mounts.map(mount => mount.mountPath),
      ...(reference === undefined ? {} : { reference }),
    },
    keySpan(visit),
    { path: visit.path, identity: visit.identity, group: groupOf(collect, node) },
    context,
  );
  return false;
}

function referenceOf(node: Node, source: string): string | undefined {
  const at = get(node, source);
  if (source === 'configMap') return prefixed('ConfigMap', get(at, 'name'));
  return source === 'secret' ? prefixed('Secret', get(at, 'secretName')) : undefined;
}

export function prefixed(kind: string, name: Node | undefined): string | undefined {
  const text = name?.kind === 'scalar' ? (name.template ?? name.text) : undefined;
  return text === undefined || text === '' ? undefined : `${kind}/${text}`;
}

function hostPathFacts(
  visit: Visit,
  source: { readonly key: string; readonly node: MapNode; readonly pod: PodMounts | undefined },
  collect: Collector,
  context: Context,
): boolean {
  const { node: hostPath, pod } = source;
  const path = get(hostPath, 'path');
  const text = textOf(path);
  if (path?.kind !== 'scalar' || text === undefined || text === '') return false;
  const volume = textAt(visit.node, 'name');
  const type = textAt(hostPath, 'type');
  const mounts = volume === undefined ? undefined : pod?.byVolume.get(volume);
  const known = pod?.complete === true && volume !== undefined;
  const fields = {
    path: text,
    source: context.owner?.kind === 'PersistentVolume' ? ('persistentVolume' as const) : ('pod' as const),
    ...(path.template === undefined ? {} : { template: path.template }),
    ...(type === undefined || type === '' ? {} : { type }),
    ...(volume === undefined ? {} : { volume }),
    ...(known || mounts !== undefined ? { mounts: (mounts ?? []).map(mount => mount.container) } : {}),
    mountPaths: (mounts ?? []).map(mount => mount.mountPath),
  };
  const place = { path: `${visit.path}.${source.key}.path`, identity: `${visit.identity}.${source.key}.path`, group: groupOf(collect, visit.node) };
  collect.add('hostPath', fields, path, place, context);
  for (const mount of mounts ?? []) {
    if (mount.subPath === undefined) continue;
    const at = get(mount.node, 'subPath') ?? get(mount.node, 'subPathExpr') ?? mount.node;
    const effective = { ...fields, path: joinPath(text, mount.subPath), subPath: mount.subPath, mounts: [mount.container], mountPaths: [mount.mountPath] };
    collect.add('hostPath', effective, at, { path: `${mount.visit.path}.subPath`, identity: `${mount.visit.identity}.subPath`, group: place.group }, context);
  }
  return true;
}

/** `{name, hostPath: /path, mountPath: /path}`, as kubeadm, charts' values and custom resources have it; with `containerPath` it is another system's. */
function shortHostPath(visit: Visit, { key, node }: { readonly key: string; readonly node: ScalarNode }, collect: Collector, context: Context): boolean {
  const volume = textAt(visit.node, 'name');
  const mountPath = textAt(visit.node, 'mountPath') ?? textAt(visit.node, 'mount_path');
  if (get(visit.node, 'containerPath') !== undefined || collect.document.dialect === 'gitlab-runner') return false;
  const type = textAt(visit.node, 'pathType');
  const fields = {
    path: node.text,
    source: 'pod' as const,
    ...(type === undefined ? {} : { type }),
    ...(volume === undefined ? {} : { volume }),
    mountPaths: mountPath === undefined ? [] : [mountPath],
  };
  collect.add('hostPath', fields, node, { path: `${visit.path}.${key}`, identity: `${visit.identity}.${key}`, group: groupOf(collect, visit.node) }, context);
  return true;
}

/** What a strategic merge patch takes away. */
function isDeleted(node: Node): boolean {
  return textAt(node, '$patch') === 'delete';
}

/** A JSON patch that sets a hostPath, or its path and nothing else. */
function patchedHostPath(visit: Visit, collect: Collector, context: Context): boolean {
  const value = get(visit.node, 'value');
  const target = textAt(visit.node, 'path') ?? '';
  if (value === undefined || !/^(?:add|replace)$/.test(textAt(visit.node, 'op') ?? '')) return false;
  if (value.kind === 'map' && target.endsWith('/hostPath')) return hostPathFacts(visit, { key: 'value', node: value, pod: undefined }, collect, context);
  if (value.kind !== 'scalar' || !target.endsWith('/hostPath/path')) return false;
  const place = { path: `${visit.path}.value`, identity: `${visit.identity}.value`, group: groupOf(collect, visit.node) };
  collect.add('hostPath', { path: value.text, source: 'pod', mountPaths: [] }, value, place, context);
  return true;
}

/** A key for the closest mapping around a fact. */
export function groupOf(collect: Collector, node: Node): string {
  const { artifact } = collect.document;
  return `${artifact.uri}|${nestingKey(collect)}|${String(node.start)}`;
}

function nestingKey(collect: Collector): string {
  const { origin } = collect.document.artifact;
  return origin === undefined ? '' : `${origin.field}@${String(origin.map[0]?.to ?? 0)}`;
}
