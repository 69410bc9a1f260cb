// A list of an API server, page by page.
import { ApiError } from './api-error.ts';
import type { ApiServer } from './api-server.ts';
import { continueToken } from './continue-token.ts';

export interface Page {
  readonly text: string;
  /** True for the first page after the server lost the list's place: objects seen before come again. */
  readonly restarted: boolean;
}

export interface PageOptions {
  /** Objects in a page. */
  readonly limit?: number;
  readonly labelSelector?: string;
}

const LIMIT = 500;

/** A list that loses its place more often never ends on this server. */
const MAX_RESTARTS = 3;

/**
 * All pages of a list. The next page is asked for as soon as the token of one is known, so that the server works while the caller does.
 * A list whose place the server has lost starts again from its beginning, so callers drop objects that come twice by their uid.
 */
export async function* pagesOf(api: Pick<ApiServer, 'get'>, path: string, options: PageOptions): AsyncGenerator<Page> {
  let seen = new Set<string>();
  let restarts = 0;
  let restarted = false;
  let token: string | undefined;
  let coming: Promise<string> | undefined = api.get(pagePath(path, options, undefined));
  while (coming !== undefined) {
    const text: string | undefined = await unlessExpired(coming, token !== undefined && restarts < MAX_RESTARTS);
    if (text === undefined) {
      restarts += 1;
      restarted = true;
      token = undefined;
      seen = new Set();
      coming = api.get(pagePath(path, options, undefined));
      continue;
    }
    token = continueToken(text);
    if (token !== undefined && seen.has(token))
      throw new ApiError('server-error', 'the server gave the same continue token twice, so its list would never end');
    if (token !== undefined) seen.add(token);
    coming = token === undefined ? undefined : ahead(api.get(pagePath(path, options, token)));
    yield { text, restarted };
    restarted = false;
  }
}

/** Nobody awaits a page asked for in advance while the caller works, nor ever where the caller stops early. */
function ahead(page: Promise<string>): Promise<string> {
  page.catch(() => undefined);
  return page;
}

/** A page's text; `undefined` where the list's token has expired and the list may start again. */
async function unlessExpired(page: Promise<string>, mayRestart: boolean): Promise<string | undefined> {
  try {
    return await page;
  } catch (error) {
    if (mayRestart && error instanceof ApiError && error.code === 'expired') return undefined;
    throw error;
  }
}

function pagePath(path: string, { limit = LIMIT, labelSelector }: PageOptions, token: string | undefined): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (labelSelector !== undefined) query.set('labelSelector', labelSelector);
  if (token !== undefined) query.set('continue', token);
  return `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`;
}
