// Lists page by page: tokens, lost places, servers that lead in circles, callers that stop early.
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiError, type ApiServer, connect } from '../../../src/sources/cluster/api-server.ts';
import { type Page, pagesOf } from '../../../src/sources/cluster/pages.ts';
import { json, kubeConfigFile, serve, status } from './loopback.ts';

interface Item {
  readonly metadata: { readonly uid: string };
}

/** Objects named by numbers. */
const items = (from: number, to: number): Item[] => Array.from({ length: to - from }, (_, index) => ({ metadata: { uid: String(from + index) } }));

const page = (token: string | undefined, list: unknown): string =>
  JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { continue: token }, items: list });

/** An API server without a network: answers by continue token, `''` for the first page. */
function answering(answers: Readonly<Record<string, string | Error>>): { api: Pick<ApiServer, 'get'>; asked: string[] } {
  const asked: string[] = [];
  const get = (path: string): Promise<string> => {
    asked.push(path);
    const answer = answers[new URLSearchParams(path.split('?')[1]).get('continue') ?? ''] ?? new Error(`unexpected ${path}`);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { api: { get }, asked };
}

async function all(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const one of pages) found.push(one);
  return found;
}

describe('a list', () => {
  it('comes in pages of 500, with the selector and every character of the tokens', async () => {
    const { api, asked } = answering({ '': page('a+b/c=&d', []), 'a+b/c=&d': page(undefined, []) });
    await all(pagesOf(api, '/api/v1/pods', { labelSelector: 'app in (a,b)' }));
    expect(asked).toEqual([
      '/api/v1/pods?limit=500&labelSelector=app+in+%28a%2Cb%29',
      '/api/v1/pods?limit=500&labelSelector=app+in+%28a%2Cb%29&continue=a%2Bb%2Fc%3D%26d',
    ]);
  });

  it('is asked for ahead of the caller, one page and no more', async () => {
    const { api, asked } = answering({ '': page('1', []), 1: page('2', []), 2: page('', []) });
    const pages = pagesOf(api, '/x', { limit: 7 });
    await pages.next();
    expect(asked).toEqual(['/x?limit=7', '/x?limit=7&continue=1']);
    await pages.return(undefined);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['an item with a token', page(undefined, [{ metadata: { continue: 'wrong' } }])],
    ['an item with the words of a head', page(undefined, ['"metadata":{"continue":"wrong"},"items":['])],
    ['metadata with the words of items', JSON.stringify({ metadata: { note: '"items":[]', resourceVersion: '1' }, items: [] })],
    ['an object in the head with a token', JSON.stringify({ other: { metadata: { continue: 'wrong' }, items: [] }, metadata: {}, items: [] })],
    ['an empty token', page('', [])],
    ['no metadata', '{"items":[]}'],
    ['no items', '{}'],
    ['metadata that is a text', '{"metadata":"continue","items":[]}'],
  ])('ends with %s', async (_, text) => {
    const { api, asked } = answering({ '': text });
    expect(await all(pagesOf(api, '/x', {}))).toEqual([{ text, restarted: false }]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['after the items', JSON.stringify({ items: [{ metadata: { continue: 'wrong' } }], metadata: { continue: 'right' } })],
    ['after an object with items', JSON.stringify({ other: { items: [] }, metadata: { continue: 'right' }, items: [] })],
    ['indented', JSON.stringify({ metadata: { continue: 'right' }, items: [{ a: 1 }] }, null, 2)],
    ['after much else', JSON.stringify({ note: 'x'.repeat(20_000), metadata: { continue: 'right' }, items: [] })],
    ['beside the words of items', JSON.stringify({ metadata: { note: '"items":[]', continue: 'right' }, items: [] })],
  ])('goes on with the token %s', async (_, text) => {
    const { api, asked } = answering({ '': text, right: '{}' });
    await all(pagesOf(api, '/x', {}));
    expect(asked).toEqual(['/x?limit=500', '/x?limit=500&continue=right']);
  });

  it('that is broken JSON is told', async () => {
    const { api } = answering({ '': '{"kind":"PodList","items":[' });
    await expect(all(pagesOf(api, '/x', {}))).rejects.toMatchObject({ code: 'not-json', message: 'the server answered with broken JSON' });
  });

  it('that leads in a circle ends with an error', async () => {
    const { api, asked } = answering({ '': page('a', []), a: page('b', []), b: page('a', []) });
    await expect(all(pagesOf(api, '/x', {}))).rejects.toMatchObject({ code: 'server-error', message: expect.stringContaining('never end') as unknown });
    expect(asked.length).toBeLessThan(5);
  });

  it('hands on what a page failed with, after the pages before it', async () => {
    const { api } = answering({ '': page('a', []), a: new ApiError('forbidden', 'no longer') });
    const pages = pagesOf(api, '/x', {});
    expect((await pages.next()).value).toMatchObject({ restarted: false });
    await new Promise(resolve => setTimeout(resolve, 20));
    await expect(pages.next()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('leaves no rejection behind where the caller stops early', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    onTestFinished(() => void process.off('unhandledRejection', onUnhandled));
    const { api } = answering({ '': page('a', []), a: new ApiError('timeout', 'too late') });
    for await (const one of pagesOf(api, '/x', {})) {
      expect(one.text).toContain('PodList');
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(unhandled).toEqual([]);
  });
});

describe('a place that the server has lost', () => {
  /** A list of ten in pages, whose server forgets its first tokens once another object has come and one has gone. */
  async function forgetful(times: number): Promise<{ api: ApiServer; asked: string[] }> {
    let lost = 0;
    const server = await serve((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const from = Number(query.get('continue') ?? 0);
      const limit = Number(query.get('limit'));
      if (from >= 6 && lost < times) {
        lost += 1;
        status(response, 410, 'The provided continue parameter is too old');
        return;
      }
      const objects = lost === 0 ? items(0, 10) : items(1, 11);
      json(response, page(from + limit < objects.length ? String(from + limit) : undefined, objects.slice(from, from + limit)));
    });
    const api = await connect({ kubeconfig: kubeConfigFile(server.url), env: {}, delays: [] });
    onTestFinished(() => {
      api.close();
    });
    return { api, asked: server.asked };
  }

  it('makes the list start again, with no object lost, and none doubled by its uid', async () => {
    const { api, asked } = await forgetful(1);
    const pages = await all(pagesOf(api, '/api/v1/pods', { limit: 3 }));
    expect(pages.map(({ restarted }) => restarted)).toEqual([false, false, true, false, false, false]);
    const uids = pages.flatMap(({ text }) => (JSON.parse(text) as { items: Item[] }).items.map(item => item.metadata.uid));
    expect([...new Set(uids)].sort((a, b) => Number(a) - Number(b))).toEqual(items(0, 11).map(item => item.metadata.uid));
    expect(uids.length).toBe(16);
    expect(asked).toHaveLength(7);
  });

  it('is told where it is lost again and again', async () => {
    const { api, asked } = await forgetful(Infinity);
    await expect(all(pagesOf(api, '/api/v1/pods', { limit: 3 }))).rejects.toMatchObject({ code: 'expired', status: 410 });
    expect(asked).toHaveLength(12);
  });

  it('is told at once where it is the first page', async () => {
    const { api, asked } = answering({ '': new ApiError('expired', 'gone') });
    await expect(all(pagesOf(api, '/x', {}))).rejects.toMatchObject({ code: 'expired' });
    expect(asked).toHaveLength(1);
  });
});
