// What an API server serves: discovery decides which version of a kind is listed, nothing is assumed.
import { list, listIn, mapping, text } from './api-object.ts';
import { ApiError, type ApiServer } from './api-server.ts';

/** A kind that can be listed. */
export interface ServedKind {
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Asks for groups and their resources, each once. Rejects with `ApiError`. */
export class Discovery {
  readonly #api: Pick<ApiServer, 'get'>;
  readonly #versions: ReadonlyMap<string, readonly string[]>;
  readonly #resources = new Map<string, Promise<readonly ServedKind[]>>();

  private constructor(api: Pick<ApiServer, 'get'>, versions: ReadonlyMap<string, readonly string[]>) {
    this.#api = api;
    this.#versions = versions;
  }

  static async read(api: Pick<ApiServer, 'get'>): Promise<Discovery> {
    const [core, groups] = await Promise.all([api.get('/api'), api.get('/apis')]);
    const versions = new Map<string, readonly string[]>([['', listIn(JSON.parse(core), 'versions').flatMap(version => text(version) ?? [])]]);
    for (const group of listIn(JSON.parse(groups), 'groups').map(mapping)) {
      const name = text(group['name']);
      if (name === undefined) continue;
      const preferred = text(mapping(group['preferredVersion'])['groupVersion']);
      const all = list(group['versions']).flatMap(version => text(mapping(version)['groupVersion']) ?? []);
      versions.set(name, [...new Set([...(preferred === undefined ? [] : [preferred]), ...all])]);
    }
    return new Discovery(api, versions);
  }

  /** The kind as one of the groups serves it, in the group's preferred version if that has it; nothing where none does. */
  async find(groups: readonly string[], matches: (served: ServedKind) => boolean): Promise<ServedKind | undefined> {
    for (const group of groups) {
      for (const version of this.#versions.get(group) ?? []) {
        const found = (await this.#resourcesOf(version)).find(matches);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Every kind of a group that can be listed, each in one version. */
  async kindsOf(group: string): Promise<readonly ServedKind[]> {
    const kinds = new Map<string, ServedKind>();
    for (const version of this.#versions.get(group) ?? []) {
      for (const served of await this.#resourcesOf(version)) if (!kinds.has(served.kind)) kinds.set(served.kind, served);
    }
    return [...kinds.values()];
  }

  #resourcesOf(apiVersion: string): Promise<readonly ServedKind[]> {
    let resources = this.#resources.get(apiVersion);
    if (resources === undefined) this.#resources.set(apiVersion, (resources = this.#readResources(apiVersion)));
    return resources;
  }

  async #readResources(apiVersion: string): Promise<readonly ServedKind[]> {
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let answer: unknown;
    try {
      answer = JSON.parse(await this.#api.get(path));
    } catch (error) {
      // A version that went away since the groups were listed is a version that is not served.
      if (error instanceof ApiError && error.code === 'not-found') return [];
      throw error;
    }
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    return listIn(answer, 'resources').flatMap(resource => servedKind(resource, group, apiVersion));
  }
}

function servedKind(resource: unknown, group: string, apiVersion: string): readonly ServedKind[] {
  const { name, kind, namespaced, verbs } = mapping(resource);
  if (typeof name !== 'string' || typeof kind !== 'string' || !/^[a-z0-9.-]+$/.test(name) || !list(verbs).includes('list')) return [];
  return [{ group, apiVersion, kind, plural: name, namespaced: namespaced === true }];
}

/** The path under which a kind is listed. */
export function listPath({ apiVersion, plural }: ServedKind, namespace?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}
