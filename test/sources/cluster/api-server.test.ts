// What becomes of a GET: retries, bounds in time and size, answers that are none, interruption.
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ApiServer, connect, type ConnectOptions } from '../../../src/sources/cluster/api-server.ts';
import { VERSION } from '../../../src/version.ts';
import { failureOf } from './failure-of.ts';
import { type Handler, json, kubeConfigFile, type Loopback, serve, status } from './loopback.ts';

const QUICK = [10, 10, 10, 10];

async function connected(server: string, options: Partial<ConnectOptions> = {}): Promise<ApiServer> {
  const api = await connect({ kubeconfig: kubeConfigFile(server), delays: QUICK, env: {}, ...options });
  onTestFinished(() => {
    api.close();
  });
  return api;
}

async function against(handler: Handler, options: Partial<ConnectOptions> = {}): Promise<{ api: ApiServer; server: Loopback }> {
  const server = await serve(handler);
  return { api: await connected(server.url, options), server };
}

/** Handlers one after the other; the last one answers whatever comes after. */
function inTurn(...handlers: readonly Handler[]): Handler {
  let turn = 0;
  return (request, response) => {
    const handler = handlers[Math.min(turn, handlers.length - 1)]!;
    turn += 1;
    handler(request, response);
  };
}

const ok: Handler = (_, response) => {
  json(response, { ok: true });
};

const fails =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    status(response, code, 'as the test asks', headers);
  };

const OK = '{"ok":true}';

describe('a GET', () => {
  it('asks for JSON, says who asks, and keeps its connection', async () => {
    const heads: unknown[] = [];
    const { api, server } = await against((request, response) => {
      const { accept, 'user-agent': agent, 'accept-encoding': encoding } = request.headers;
      heads.push([request.method, accept, agent, encoding]);
      json(response, { ok: true });
    });
    expect(api.context).toBe('here');
    expect(await api.get('/version')).toBe(OK);
    expect(await api.get('/api/v1/pods?limit=500')).toBe(OK);
    expect(heads).toEqual(Array(2).fill(['GET', 'application/json', `unshim/${VERSION}`, 'identity']));
    expect(server.asked).toEqual(['/version', '/api/v1/pods?limit=500']);
    expect(server.connections()).toBe(1);
  });

  it('goes below the path that the address of the server has', async () => {
    const server = await serve(ok);
    const api = await connected(`${server.url}/k8s/clusters/c-1/`);
    await api.get('/api/v1/nodes?limit=1');
    expect(server.asked).toEqual(['/k8s/clusters/c-1/api/v1/nodes?limit=1']);
  });

  it('reads an answer in gzip', async () => {
    const { api } = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(OK));
    });
    expect(await api.get('/')).toBe(OK);
  });

  it('sends no credentials to a server without TLS', async () => {
    const sent: unknown[] = [];
    const server = await serve((request, response) => {
      sent.push(request.headers.authorization);
      json(response, {});
    });
    await (await connected('', { kubeconfig: kubeConfigFile(server.url, { user: { token: 'secret' } }) })).get('/');
    const allowed = kubeConfigFile(server.url, { user: { token: 'secret' }, cluster: { 'insecure-skip-tls-verify': true } });
    await (await connected('', { kubeconfig: allowed })).get('/');
    expect(sent).toEqual([undefined, 'Bearer secret']);
  });
});

describe('a server in trouble', () => {
  it.each([500, 502, 503, 504])('is asked again after %i', async code => {
    const { api, server } = await against(inTurn(fails(code), fails(code), ok));
    expect(await api.get('/')).toBe(OK);
    expect(server.asked).toHaveLength(3);
  });

  it('is given up after five attempts', async () => {
    const { api, server } = await against(fails(503));
    const error = await failureOf(api.get('/'));
    expect(error).toMatchObject({
      code: 'server-error',
      status: 503,
      message: 'the server answered 503 Service Unavailable: as the test asks; asked five times',
    });
    expect(server.asked).toHaveLength(5);
  });

  it('gets the rest that it asks for with Retry-After', async () => {
    const { api } = await against(inTurn(fails(429, { 'retry-after': '1' }), ok));
    const start = performance.now();
    expect(await api.get('/')).toBe(OK);
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('does not make us wait beyond the bound on all attempts', async () => {
    const { api, server } = await against(fails(429, { 'retry-after': '86400' }), { requestTimeout: 300 });
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'server-error', status: 429 });
    expect(server.asked).toHaveLength(1);
  });

  it('is asked again where it cuts an answer', async () => {
    const cut: Handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"items":[', () => response.destroy());
    };
    const { api, server } = await against(inTurn(cut, cut, ok));
    expect(await api.get('/')).toBe(OK);
    expect(server.asked).toHaveLength(3);
    const always = await against(cut);
    const error = await failureOf(always.api.get('/'));
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(`127.0.0.1:${always.server.port} cut the connection in the middle of an answer; asked five times`);
  });

  it('is asked again where a closed connection made the end of an answer', async () => {
    const cut: Handler = ({ socket }) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"items":[{"a":1},');
    };
    const { api } = await against(inTurn(cut, ok));
    expect(await api.get('/')).toBe(OK);
  });

  it('is asked again where it ends a connection without an answer', async () => {
    const { api } = await against(
      inTurn(({ socket }) => {
        socket.destroy();
      }, ok),
    );
    expect(await api.get('/')).toBe(OK);
  });
});

describe('time', () => {
  /** A body in pieces, `pause` ms apart. */
  const slowly =
    (pieces: readonly string[], pause: number): Handler =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const next = (index: number): void => {
        if (index === pieces.length) response.end();
        else response.write(pieces[index], () => setTimeout(next, pause, index + 1));
      };
      next(0);
    };

  it('is given to a body that arrives slowly but steadily', async () => {
    const { api, server } = await against(slowly(['{', '"a"', ':', '1', '}'], 100), { requestTimeout: 250 });
    expect(await api.get('/')).toBe('{"a":1}');
    expect(server.asked).toHaveLength(1);
  });

  it('is not given to a body without an end', async () => {
    const { api } = await against(slowly(Array<string>(1000).fill(' '), 30), { requestTimeout: 100 });
    const start = performance.now();
    expect((await failureOf(api.get('/'))).code).toBe('timeout');
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('ends where a body stalls', async () => {
    const { api, server } = await against(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"items":[');
      },
      { requestTimeout: 100, delays: [10] },
    );
    const error = await failureOf(api.get('/'));
    expect(error).toMatchObject({ code: 'timeout' });
    expect(error.message).toMatch(/stopped arriving or was not there in full within 0\.1 s; asked twice$/);
    expect(server.asked).toHaveLength(2);
  });

  it('ends where no answer comes', async () => {
    const { api, server } = await against(() => undefined, { requestTimeout: 100, delays: [10] });
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'timeout', message: `127.0.0.1:${server.port} gave no answer within 0.1 s; asked twice` });
  });

  it('is not lost to our own work while the bytes wait', async () => {
    const { api, server } = await against(slowly(['{"a"', ':1}'], 50), { requestTimeout: 150 });
    const answer = api.get('/');
    await new Promise(resolve => setTimeout(resolve, 30));
    const until = performance.now() + 400;
    while (performance.now() < until);
    expect(await answer).toBe('{"a":1}');
    expect(server.asked).toHaveLength(1);
  });
});

describe('no server', () => {
  it('that listens is told with host and port', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise(resolve => server.close(resolve));
    const api = await connected(`http://127.0.0.1:${port}`);
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'unreachable', message: `127.0.0.1:${port} refuses connections; asked five times` });
  });

  it('of a name that nobody knows is told at once', async () => {
    const api = await connected('http://nowhere.invalid:6443', { delays: [60_000] });
    const error = await failureOf(api.get('/'));
    expect(error.code).toBe('unreachable');
    expect(error.message).toContain('nowhere.invalid:6443');
  }, 70_000);
});

describe('an answer that helps nobody', () => {
  it.each([
    [403, 'forbidden', 'the server answered 403 Forbidden: as the test asks'],
    [404, 'not-found', 'the server answered 404 Not Found: as the test asks'],
    [410, 'expired', 'the server answered 410 Gone: as the test asks'],
    [400, 'server-error', 'the server answered 400 Bad Request: as the test asks'],
  ] as const)('%i is asked for once', async (code, name, message) => {
    const { api, server } = await against(fails(code));
    expect(await failureOf(api.get('/'))).toMatchObject({ code: name, status: code, message });
    expect(server.asked).toHaveLength(1);
  });

  it('is told in 300 characters at most, on one line', async () => {
    const { api } = await against((_, response) => {
      status(response, 403, `pods is\nforbidden ${'🐳'.repeat(5000)}`);
    });
    const { message } = await failureOf(api.get('/'));
    expect(message).toMatch(/^the server answered 403 Forbidden: pods is forbidden 🐳+…$/u);
    expect(Array.from(message).length).toBeLessThan(340);
  });

  it('is no redirect that is followed', async () => {
    const { api, server } = await against((request, response) => {
      response.writeHead(302, { location: `https://login.example/x?secret=1&from=${request.url ?? ''}` }).end();
    });
    const error = await failureOf(api.get('/api'));
    expect(error).toMatchObject({ code: 'server-error', status: 302, message: 'the server answered 302 Found, to login.example; redirects are not followed' });
    expect(server.asked).toEqual(['/api']);
  });

  const HTML = 'the server answered with HTML, not JSON: is this the address of a Kubernetes API server?';
  const SOMETHING = HTML.replace('HTML', 'something else');
  it.each([
    ['a page', 200, 'text/html; charset=utf-8', '<!doctype html>', HTML],
    ['a page for all that is not there', 404, 'text/html', '<h1>nginx</h1>', HTML],
    ['words', 200, 'application/json', 'hello', SOMETHING],
    ['a page that is called JSON', 200, 'application/json', '<html>', SOMETHING],
    ['nothing', 200, 'application/json', '', HTML.replace('HTML', 'nothing')],
  ])('is %s', async (_, code, type, body, message) => {
    const { api } = await against((_, response) => {
      response.writeHead(code, { 'content-type': type }).end(body);
    });
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'not-json', message });
  });

  it('is gzip that is none', async () => {
    const { api } = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{"not":"packed"}');
    });
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'not-json', message: 'the server answered with broken gzip' });
  });
});

describe('an answer that is too large', () => {
  const size = { maxBody: 1024 ** 2 };
  const large = JSON.stringify({ a: 'x'.repeat(1024 ** 2) });

  it('is refused by its length, unread', async () => {
    const { api } = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(10 ** 12) }).write('{');
    }, size);
    expect((await failureOf(api.get('/'))).code).toBe('too-large');
  });

  it('is cut off where no length was told', async () => {
    let written = 0;
    const { api } = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        if (response.destroyed) return;
        written += 1;
        response.write('x'.repeat(100_000), () => setTimeout(more, 5));
      };
      more();
    }, size);
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'too-large', message: 'the answer has more than 1 MiB' });
    await new Promise(resolve => setTimeout(resolve, 50));
    const before = written;
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(written).toBe(before);
  });

  it('is measured unpacked', async () => {
    const { api, server } = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(large));
    }, size);
    expect((await failureOf(api.get('/'))).code).toBe('too-large');
    expect(server.asked).toHaveLength(1);
  });
});

describe('an interruption', () => {
  it('ends all that is under way, and what comes after', async () => {
    const stop = new AbortController();
    const warnings: unknown[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const { api, server } = await against(
      (request, response) => {
        if (request.url === '/body') response.writeHead(200, { 'content-type': 'application/json' }).write('{');
        if (request.url === '/error') status(response, 500, 'later');
      },
      { signal: stop.signal, delays: [60_000] },
    );
    const paths = ['/body', '/error', ...Array.from({ length: 20 }, (_, index) => `/silent/${index}`)];
    const under = paths.map(path => failureOf(api.get(path)));
    while (server.asked.length < paths.length) await new Promise(resolve => setTimeout(resolve, 10));
    await new Promise(resolve => setTimeout(resolve, 50));
    const start = performance.now();
    stop.abort();
    const errors = await Promise.all(under);
    expect(performance.now() - start).toBeLessThan(500);
    expect(new Set(errors.map(error => error.code))).toEqual(new Set(['interrupted']));
    expect((await failureOf(api.get('/after'))).code).toBe('interrupted');
    expect(server.asked).not.toContain('/after');
    expect(warnings).not.toContainEqual(expect.objectContaining({ name: 'MaxListenersExceededWarning' }));
  });

  it('before the first request is one too', async () => {
    const { url, asked } = await serve(ok);
    const options = { kubeconfig: kubeConfigFile(url), env: {}, signal: AbortSignal.abort() };
    expect((await failureOf(connect(options))).code).toBe('interrupted');
    expect(asked).toEqual([]);
  });

  it('is what closing does', async () => {
    const { api } = await against(() => undefined);
    const under = failureOf(api.get('/'));
    api.close();
    expect((await under).code).toBe('interrupted');
    expect((await failureOf(api.get('/'))).code).toBe('interrupted');
  });
});
