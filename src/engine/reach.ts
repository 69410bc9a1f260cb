// What a pod reaches through a mounted folder of the node: the paths below it that its environment, commands and configuration name.
import type { Fact, FactOf } from '../model/fact.ts';
import { joinPath, namesPath, pathMentions, type NamedPath } from '../model/paths.ts';
import { FactIndex } from './fact-index.ts';

const PARENTS: readonly NamedPath[] = ['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent'];

/** What may be reached through a parent and is worth knowing. */
const TARGETS: readonly NamedPath[] = [
  'docker-socket', 'dockershim-socket', 'docker-containerd-socket', 'containerd-socket', 'crio-socket', 'docker-data-root', 'docker-container-logs',
  'docker-config', 'docker-binary', 'docker-run-state',
];

/** Longer texts are programs or data, in which every path occurs somewhere. */
const LONGEST = 20_000;
const MOST = 20;

/** The facts, mounts of Docker's parent folders told what is reached through them. */
export function withReach(facts: readonly Fact[]): readonly Fact[] {
  if (!facts.some(isParent)) return facts;
  const index = new FactIndex(facts);
  return facts.map(fact => (isParent(fact) ? reaching(fact, index) : fact));
}

function isParent(fact: Fact): fact is FactOf<'hostPath'> {
  return fact.kind === 'hostPath' && fact.fields.mountPaths.length > 0 && PARENTS.some(name => namesPath(name, fact.fields.path));
}

function reaching(fact: FactOf<'hostPath'>, index: FactIndex): Fact {
  const mounts = mountsAround(fact, index);
  const reached = new Set<string>();
  for (const { path, container } of mentions(fact, index)) {
    const mount = longestMount(mounts, path, container);
    if (mount === undefined || mount.fact !== fact) continue;
    const target = joinPath(fact.fields.path, path.slice(mount.root.length));
    if (TARGETS.some(name => namesPath(name, target))) reached.add(target);
    if (reached.size >= MOST) break;
  }
  return reached.size === 0 ? fact : { ...fact, fields: { ...fact.fields, reaches: [...reached] } };
}

interface Mount {
  readonly root: string;
  readonly container: string | undefined;
  readonly fact: Fact;
}

/** Every mount of the pod, for a path leads through the longest one that it lies below. */
function mountsAround(fact: Fact, index: FactIndex): readonly Mount[] {
  const around = [...index.inScope(fact, 'hostPath'), ...index.inScope(fact, 'volume')];
  return around.flatMap(other => {
    if (other.kind !== 'hostPath' && other.kind !== 'volume') return [];
    const { mounts, mountPaths } = other.fields;
    return mountPaths.map((path, at) => ({ root: inContainer(path), container: mounts?.[at], fact: other }));
  });
}

function longestMount(mounts: readonly Mount[], path: string, container: string | undefined): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of mounts) {
    if (container !== undefined && mount.container !== undefined && mount.container !== container) continue;
    if (mount.root !== '' && path !== mount.root && !path.startsWith(`${mount.root}/`)) continue;
    if (best === undefined || mount.root.length > best.root.length) best = mount;
  }
  return best;
}

/** A path without a slash at its end, and with the folder that /var/run leads to in nearly every image. */
function inContainer(path: string): string {
  return path.replace(/\/+$/, '').replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** Fields that say where something is mounted rather than what is wanted from there. */
const MOUNTS: ReadonlySet<string> = new Set(['path', 'mountPath', 'subPath', 'pathPrefix']);

function* mentions(fact: Fact, index: FactIndex): Generator<{ readonly path: string; readonly container: string | undefined }> {
  for (const other of texts(fact, index)) {
    if (other.text.length > LONGEST) continue;
    for (const { path } of pathMentions(other.text)) yield { path: inContainer(path), container: other.container };
  }
}

function* texts(fact: Fact, index: FactIndex): Generator<{ readonly text: string; readonly container: string | undefined }> {
  const own = fact.document.artifact;
  for (const kind of ['env', 'flag', 'command', 'text', 'setting'] as const) {
    for (const other of index.inScope(fact, kind)) {
      if (other.kind === 'env' || other.kind === 'flag') yield { text: other.fields.value, container: other.fields.container };
      else if (other.kind === 'command') yield { text: other.fields.line, container: other.fields.container };
      else if (other.kind === 'text' && !MOUNTS.has(other.fields.name)) yield { text: other.fields.text, container: undefined };
      // The pod's own settings are told by its other facts.
      else if (other.kind === 'setting' && other.document.artifact !== own) yield { text: other.fields.value, container: undefined };
    }
  }
}
