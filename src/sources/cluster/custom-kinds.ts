// Which custom resources of a cluster are listed: those that its definitions tell of, and owners of what was listed.
import type { ResourceRef } from '../../model/location.ts';
import type { Json } from './api-object.ts';
import { definedKind } from './definitions.ts';
import type { Discovery, ServedKind } from './discovery.ts';
import type { Problems } from './problems.ts';
import { holdsSecrets } from './telling-kinds.ts';

/** Gathers the kinds of one cluster. */
export class CustomKinds {
  readonly #includeSecrets: boolean;
  readonly #kinds = new Map<string, ServedKind>();
  /** Owners' kinds; each is asked for once. */
  readonly #asked = new Set<string>();

  constructor({ includeSecrets }: { readonly includeSecrets: boolean }) {
    this.#includeSecrets = includeSecrets;
  }

  /** Takes a CustomResourceDefinition. */
  addDefinition(definition: Json): void {
    this.#add(definedKind(definition));
  }

  /** Takes owners as references name them; what could not be asked for is added to the problems. */
  async addOwners(owners: readonly ResourceRef[], discovery: Discovery, problems: Problems): Promise<void> {
    for (const { apiVersion = '', kind } of owners) {
      const [group = ''] = apiVersion.split('/');
      if (!apiVersion.includes('/') || this.#asked.has(`${apiVersion} ${kind}`)) continue;
      this.#asked.add(`${apiVersion} ${kind}`);
      try {
        this.#add(await discovery.find([group], served => served.kind === kind));
      } catch (error) {
        problems.add(error, `whether it serves ${kind} (${group}) could not be asked`);
      }
    }
  }

  /** Whether objects of the kind lie in no namespace, as far as is known of it. */
  isClusterScoped({ apiVersion = '', kind }: ResourceRef): boolean {
    return this.#kinds.get(keyOf({ group: apiVersion.split('/')[0] ?? '', kind }))?.namespaced === false;
  }

  /** Those that are not among the kinds listed anyway. */
  besides(listed: readonly ServedKind[]): readonly ServedKind[] {
    const known = new Set(listed.map(keyOf));
    return [...this.#kinds.values()].filter(kind => !known.has(keyOf(kind)));
  }

  #add(served: ServedKind | undefined): void {
    if (served !== undefined && (this.#includeSecrets || !holdsSecrets(served.kind))) this.#kinds.set(keyOf(served), served);
  }
}

function keyOf({ group, kind }: Pick<ServedKind, 'group' | 'kind'>): string {
  return `${group}/${kind}`;
}
