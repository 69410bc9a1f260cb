// What a pod reaches through a mounted folder of the node: the paths below it that its environment, commands and configuration name.
import type { Fact, FactOf } from '../model/fact.ts';
import { joinPath, namesPath, pathMentions, type NamedPath } from '../model/paths.ts';
import { FactIndex } from './fact-index.ts';

const PARENTS: readonly NamedPath[] = ['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent'];

/** What may be reached through a parent and is worth knowing. */
const TARGETS: readonly NamedPath[] = [
  'docker-socket',
  'dockershim-socket',
  'docker-containerd-socket',
  'containerd-socket',
  'crio-socket',
  'docker-data-root',
  'docker-container-logs',
  'docker-config',
  'docker-binary',
  'docker-run-state',
];

/** Longer texts are programs or data, in which every path occurs somewhere. */
const LONGEST = 20_000;
/** More than any real pod has. */
const MOST_MOUNTS = 200;
const MOST_PATHS = 2_000;
const MOST_REACHED = 20;

/** The facts, mounts of Docker's parent folders told what is reached through them. */
export function withReach(facts: readonly Fact[]): readonly Fact[] {
  const parents = facts.filter(isParent);
  if (parents.length === 0) return facts;
  const index = new FactIndex(facts);
  const reached = new Map<Fact, ReadonlySet<string>>();
  const scopes = new Set<string>();
  for (const fact of parents) {
    if (scopes.has(fact.scope)) continue;
    scopes.add(fact.scope);
    for (const [mount, paths] of reachedFrom(fact, index)) reached.set(mount, paths);
  }
  return facts.map(fact => {
    const reaches = reached.get(fact);
    return reaches === undefined || !isParent(fact) ? fact : { ...fact, fields: { ...fact.fields, reaches: [...reaches] } };
  });
}

function isParent(fact: Fact): fact is FactOf<'hostPath'> {
  return fact.kind === 'hostPath' && fact.fields.mountPaths.length > 0 && PARENTS.some(name => namesPath(name, fact.fields.path));
}

/** For each parent mounted in the pod of a fact, what is named below it: a path leads through the longest mount that it lies below. */
function reachedFrom(fact: Fact, index: FactIndex): ReadonlyMap<Fact, ReadonlySet<string>> {
  const mounts = mountsAround(fact, index);
  const found = new Map<Fact, Set<string>>();
  for (const { path, container } of mentions(fact, index)) {
    const mount = longestMount(mounts, path, container);
    if (mount === undefined || !isParent(mount.fact)) continue;
    const target = joinPath(mount.fact.fields.path, path.slice(mount.root.length));
    const paths = found.get(mount.fact) ?? new Set();
    if (paths.size < MOST_REACHED && TARGETS.some(name => namesPath(name, target))) found.set(mount.fact, paths.add(target));
  }
  return found;
}

interface Mount {
  readonly root: string;
  readonly container: string | undefined;
  readonly fact: Fact;
}

function mountsAround(fact: Fact, index: FactIndex): readonly Mount[] {
  const around = [...index.inScope(fact, 'hostPath'), ...index.inScope(fact, 'volume')];
  const mounts = around.flatMap(other => {
    if (other.kind !== 'hostPath' && other.kind !== 'volume') return [];
    const { mounts: containers, mountPaths } = other.fields;
    return mountPaths.map((path, at) => ({ root: inContainer(path), container: containers?.[at], fact: other }));
  });
  return mounts.slice(0, MOST_MOUNTS);
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

interface Mention {
  readonly path: string;
  readonly container: string | undefined;
}

function mentions(fact: Fact, index: FactIndex): Iterable<Mention> {
  const found = new Map<string, Mention>();
  for (const { text, container } of texts(fact, index)) {
    if (text.length > LONGEST) continue;
    for (const mention of pathMentions(text)) {
      const path = inContainer(mention.path);
      found.set(`${container ?? ''} ${path}`, { path, container });
    }
    if (found.size >= MOST_PATHS) break;
  }
  return found.values();
}

/** Fields that say where something is mounted rather than what is wanted from there. */
const MOUNTS: ReadonlySet<string> = new Set(['path', 'mountPath', 'subPath', 'pathPrefix']);

/** Where docker looks when nothing tells it otherwise. */
const DEFAULT_SOCKET = '/var/run/docker.sock';

function* texts(fact: Fact, index: FactIndex): Generator<{ readonly text: string; readonly container: string | undefined }> {
  const own = fact.document.artifact;
  const isTold = index.inScope(fact, 'env').some(other => other.kind === 'env' && other.fields.name === 'DOCKER_HOST');
  for (const kind of ['env', 'flag', 'command', 'text', 'setting'] as const) {
    for (const other of index.inScope(fact, kind)) {
      if (other.kind === 'env' || other.kind === 'flag') yield { text: other.fields.value, container: other.fields.container };
      else if (other.kind === 'command') {
        yield { text: other.fields.line, container: other.fields.container };
        if (!isTold && usesDefault(other)) yield { text: DEFAULT_SOCKET, container: other.fields.container };
      } else if (other.kind === 'text' && !MOUNTS.has(other.fields.name)) yield { text: other.fields.text, container: undefined };
      // The pod's own settings are told by its other facts.
      else if (other.kind === 'setting' && other.document.artifact !== own) yield { text: other.fields.value, container: undefined };
    }
  }
}

function usesDefault({ fields }: FactOf<'command'>): boolean {
  const elsewhere = fields.wrappers.some(wrapper => wrapper === 'chroot' || wrapper === 'nsenter' || wrapper === 'ssh');
  return (
    (fields.program === 'docker' || fields.program === 'docker-compose') && !elsewhere && !fields.args.some(arg => arg === '-H' || arg.startsWith('--host'))
  );
}
