// Which files belong to machines that nothing in their repository calls nodes of a cluster.
import { type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isNamedForKubernetes, isNamedForNodes, reachesNodes, setsUpNodes, speaksOfKubernetes } from '../readers/kubernetes.ts';
import { isScript } from '../readers/script-usage.ts';
import { describesMachines, isForCi } from '../readers/usage.ts';
import { type Bundle, folderOf, groupFiles } from './bundles.ts';
import type { FileList } from './files.ts';
import { relativeUri } from './ignore-rules.ts';
import { readText, startsScript } from './read-text.ts';
import { Repositories } from './repositories.ts';
import { type FoundFile, isInside } from './territory.ts';

/** Longer files are not read for anything else either, unless that is asked for. */
const LONGEST_LOOK = 16 * 1024 ** 2;
/** Units and Docker's own configuration are a host's, whatever lies beside them. */
const HOST_NAME = /(?:\.(?:service|socket|timer|target)(?:\.d\/[^/]+)?|daemon\.json)(?:\.(?:j2|tpl|tmpl|in))?$/;
const KUSTOMIZATION = /(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/;

/**
 * Those of the files in question that have no witness: neither they themselves, nor the role, chart or folder that they are read with,
 * speak of Kubernetes, and nothing in their repository sets up nodes. A file that was named is meant, and so is a part of a repository.
 */
export function withoutWitness(uris: readonly string[], list: FileList): ReadonlySet<string> {
  if (uris.length === 0) return new Set();
  const witnesses = new Witnesses(list);
  return new Set([...new Set(uris)].filter(uri => witnesses.lacks(uri)));
}

/** Looks no further than it must: each kind of witness is sought only where the one before is missing, and its answer kept. */
class Witnesses {
  readonly #list: FileList;
  readonly #files: ReadonlyMap<string, FoundFile>;
  readonly #repositories = new Repositories();
  readonly #bundles = new Map<string, Bundle>();
  readonly #spoken = new Map<string, boolean>();
  readonly #reaching = new Map<string, boolean>();
  readonly #withNodes = new Map<string, boolean>();

  constructor(list: FileList) {
    this.#list = list;
    this.#files = new Map(list.files.map(file => [file.uri, file]));
  }

  lacks(uri: string): boolean {
    const file = this.#files.get(uri);
    // What is not among the files was named by one of them, and is used as that is.
    if (file === undefined || file.isNamed === true || file.usage === 'cluster' || describesMachines(uri)) return false;
    const { folders, territory } = this.#list;
    const git = this.#repositories.around(dirname(file.path));
    if (git !== '' && !folders.some(folder => isInside(folder, git))) return false;
    const repository = git === '' ? territory.root : git;
    if (isNamedForKubernetes(`${basename(repository)}/${relativeUri(repository, file.path)}`) || holds(file, speaksOfKubernetes)) return false;
    return !this.#isAmongWitnesses(file) && !once(this.#withNodes, git, () => this.#hasNodes(git));
  }

  /** Whether what it is read with speaks of Kubernetes. In a mere folder, scripts and units may be for other machines than most manifests beside them. */
  #isAmongWitnesses(file: FoundFile): boolean {
    const bundle = this.#bundleOf(file);
    if (bundle === undefined) return false;
    if (bundle.isChart || bundle.files.some(({ uri }) => KUSTOMIZATION.test(uri))) return true;
    const isAlone = bundle.key === folderOf(file.uri) && (HOST_NAME.test(file.uri) || isScript(file.uri, '') || startsScript(file));
    if (isAlone) return once(this.#reaching, bundle.key, () => bundle.files.some(one => holds(one, reachesNodes)));
    return once(this.#spoken, bundle.key, () => bundle.files.some(one => isNamedForKubernetes(one.uri) || holds(one, speaksOfKubernetes)));
  }

  #bundleOf({ uri }: FoundFile): Bundle | undefined {
    if (this.#bundles.size === 0) for (const bundle of groupFiles(this.#list.files)) for (const file of bundle.files) this.#bundles.set(file.uri, bundle);
    return this.#bundles.get(uri);
  }

  /** Whether anything sets up nodes in a repository, or in all that git does not keep; charts are what is deployed to them, and pipelines try things on clusters of their own. */
  #hasNodes(git: string): boolean {
    const files = this.#list.files.filter(
      file => this.#repositories.around(dirname(file.path)) === git && this.#bundleOf(file)?.isChart === false && !isForCi(file.uri),
    );
    const pathOf = ({ uri, path }: FoundFile): string => (git === '' ? uri : relativeUri(git, path));
    return files.some(file => isNamedForNodes(pathOf(file))) || files.some(file => holds(file, text => setsUpNodes(pathOf(file), text)));
  }
}

function once(known: Map<string, boolean>, key: string, ask: () => boolean): boolean {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}

/** Whether a file's text passes a test. What cannot be read was told when it was read for itself. */
function holds(file: FoundFile, test: (text: string) => boolean): boolean {
  if ((statusOf(file.path)?.size ?? Infinity) > LONGEST_LOOK) return false;
  let found = false;
  readText(file, { maxFileSize: LONGEST_LOOK, mayMatter: text => (found ||= test(text)) });
  return found;
}

/** Nothing where there is nothing, or nothing that may be looked at. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
