// The objects of workloads/, each with what its marks say that unshim finds in it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** An object to be created. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

export interface Planted {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** `rule level effect`, sorted; empty where the object is clean. */
  readonly finds: readonly string[];
}

interface Marked {
  readonly manifest: Manifest;
  readonly comment: string;
}

const folder = fileURLToPath(new URL('workloads', import.meta.url));
const all = readdirSync(folder).sort().flatMap(read);

/** Every object, namespaces and definitions before what is in them. */
export const manifests: readonly Manifest[] = all.map(({ manifest }) => manifest);

/** The objects that the tests are about. */
export const planted: readonly Planted[] = all.filter(({ manifest }) => manifest.kind !== 'Namespace').map(toPlanted);

/** The tests' own namespaces. */
export const namespaces: readonly string[] = manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);

function read(file: string): readonly Marked[] {
  return parseAllDocuments(readFileSync(`${folder}/${file}`, 'utf8')).map(document => ({
    // The files are our own, and the API server checks them.
    manifest: document.toJS() as Manifest,
    comment: [document.commentBefore, document.contents?.commentBefore].join('\n'),
  }));
}

function toPlanted({ manifest: { kind, metadata }, comment }: Marked): Planted {
  const { name, namespace = '' } = metadata;
  const finds = [...comment.matchAll(/^ finds: (.+)$/gm)].map(([, mark = '']) => mark).sort();
  if (finds.length === 0 && !/^ clean$/m.test(comment)) throw new Error(`${kind} ${name} has no mark: write "# finds: RULE LEVEL EFFECT" or "# clean"`);
  return { kind, name, namespace, finds };
}
