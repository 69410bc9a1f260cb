// Which kinds a scan lists of one cluster: those that rules ask for as the cluster serves them, and its custom resources.
import type { Filter } from '../../model/filter.ts';
import type { Notification } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import { listIn, mapping, type Json } from './api-object.ts';
import type { ApiServer } from './api-server.ts';
import { CustomKinds } from './custom-kinds.ts';
import { Discovery, listPath, type ServedKind } from './discovery.ts';
import { Inventory } from './inventory.ts';
import { DEFINITIONS, wantedKinds, type WantedKind } from './kinds.ts';
import { pagesOf } from './pages.ts';
import { Problems, wordsOf } from './problems.ts';

/** Objects in a page. ConfigMaps can be a mebibyte each. */
export const PAGE = 500;
const PAGE_OF_LARGE = 100;

/** A kind that rules ask for, as this cluster serves it. */
export interface ServedWanted {
  readonly wanted: WantedKind;
  readonly served: ServedKind;
  /** Objects in a page. */
  readonly limit: number;
}

/** Those of the kinds that are served; what could not be asked for is added to the problems. */
export async function serveWanted(discovery: Discovery, wanted: readonly WantedKind[], problems: Problems): Promise<readonly ServedWanted[]> {
  const found: ServedWanted[] = [];
  for (const one of wanted) {
    try {
      const served = await discovery.find(one.groups, ({ kind }) => kind === one.kind);
      if (served !== undefined) found.push({ wanted: one, served, limit: one.large === true ? PAGE_OF_LARGE : PAGE });
    } catch (error) {
      problems.add(error, `whether it serves ${one.kind} could not be asked`);
    }
  }
  return found;
}

/** The kinds, and what could not be found out about them. */
export interface ListedKinds {
  readonly context: string;
  readonly kinds: readonly ServedKind[];
  readonly notifications: readonly Notification[];
}

const ADVICE = { forbidden: 'ask with the rights of an administrator', unauthorized: 'check the credentials of this context' } as const;

/** Only owners are of interest, and those are kept of every object. */
const NOTHING: Filter = { mayMatter: () => false, interesting: () => false };

/** Finds out what a scan would list, without the custom resources themselves. Rejects for no answer of the server. */
export async function listedKinds(
  api: ApiServer,
  { rules, includeSecrets }: { readonly rules: readonly Rule[]; readonly includeSecrets: boolean },
): Promise<ListedKinds> {
  const problems = new Problems(api.context, ADVICE);
  const custom = new CustomKinds({ includeSecrets });
  const inventory = new Inventory(api.context, NOTHING);
  const listed: ServedKind[] = [];
  try {
    const discovery = await Discovery.read(api);
    for (const one of await serveWanted(discovery, wantedKinds(rules, { includeSecrets }), problems)) {
      const { wanted, served } = one;
      listed.push(served);
      const take = wanted === DEFINITIONS ? custom.addDefinition.bind(custom) : inventory.add.bind(inventory, served);
      await eachObject(api, one, take, problems);
    }
    await custom.addOwners(inventory.unlistedOwners(), discovery, problems);
  } catch (error) {
    problems.add(error, 'it could not be asked what it serves');
  }
  return { context: api.context, kinds: [...listed, ...custom.besides(listed)], notifications: problems.notifications };
}

async function eachObject(api: ApiServer, { wanted, served, limit }: ServedWanted, take: (object: Json) => void, problems: Problems): Promise<void> {
  try {
    for await (const { text } of pagesOf(api, listPath(served), { limit })) listIn(JSON.parse(text), 'items').map(mapping).forEach(take);
  } catch (error) {
    const missing = wanted === DEFINITIONS ? 'custom resources' : 'what owns them';
    problems.add(error, `${wordsOf(served, undefined)} could not be listed, so ${missing} may be missing`);
  }
}
