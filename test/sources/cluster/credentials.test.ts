// Who we are to a server: tokens, plugins, certificates, whom we trust, and the proxy between.
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { connect as connectSocket, createServer as createSocketServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ApiServer, connect, type ConnectOptions } from '../../../src/sources/cluster/api-server.ts';
import { makeTree } from '../tree.ts';
import { failureOf } from './failure-of.ts';
import { base64, type Handler, json, kubeConfigFile, kubeConfigOf, type Loopback, pem, serve, status, tlsOf, trusting } from './loopback.ts';

const sources = fileURLToPath(new URL('../../../src/sources/cluster', import.meta.url));

/** A program of its own with the parts that it may use. */
function bundle(folder: string, code: string): string {
  const outfile = join(folder, 'program.mjs');
  const contents = `import { askPlugin } from './exec-plugin.ts'; import { connect } from './api-server.ts'; ${code}`;
  const banner = { js: "import{createRequire as __cr}from'node:module';var require=__cr(import.meta.url);" };
  const stdin = { contents, resolveDir: sources, loader: 'ts' } as const;
  buildSync({ stdin, bundle: true, format: 'esm', platform: 'node', mainFields: ['module', 'main'], banner, outfile, logLevel: 'error' });
  return outfile;
}

async function connected(kubeconfig: string, options: Partial<ConnectOptions> = {}): Promise<ApiServer> {
  const api = await connect({ kubeconfig, delays: [10], env: process.env, ...options });
  onTestFinished(() => {
    api.close();
  });
  return api;
}

/** A server that takes one token alone, which may change. */
async function taking(token: () => string): Promise<Loopback & { sent: (string | undefined)[] }> {
  const sent: (string | undefined)[] = [];
  const server = await serve((request, response) => {
    sent.push(request.headers.authorization);
    if (request.headers.authorization === `Bearer ${token()}`) json(response, { ok: true });
    else status(response, 401, 'Unauthorized');
  }, tlsOf('server'));
  return { ...server, sent };
}

/** A plugin that does what a piece of JavaScript says. */
const plugin = (code: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', code], ...more },
});

const giving = (status: string): string => `console.log(JSON.stringify({ kind: 'ExecCredential', status: ${status} }))`;

describe('a token', () => {
  it('that a file holds is read again once it is turned down', async () => {
    let token = 'old';
    const server = await taking(() => token);
    const root = makeTree({ token: 'old\n', config: kubeConfigOf(server.url, { cluster: trusting(), user: { tokenFile: 'token', token: 'never' } }) });
    const api = await connected(join(root, 'config'));
    await api.get('/a');
    token = 'new';
    writeFileSync(join(root, 'token'), 'new\n');
    await api.get('/b');
    expect(server.sent).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  it('that is turned down for good is told, after one more attempt', async () => {
    const server = await taking(() => 'other');
    const api = await connected(kubeConfigFile(server.url, { cluster: trusting(), user: { token: 'mine' } }));
    expect(await failureOf(api.get('/'))).toMatchObject({ code: 'unauthorized', status: 401, message: 'the server answered 401 Unauthorized' });
    expect(server.asked).toHaveLength(2);
  });

  it('file that is missing is told before anything is asked for', async () => {
    const { message, code } = await failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user: { tokenFile: 'gone' } })));
    expect(code).toBe('unauthorized');
    expect(message).toMatch(/^the credentials of context here cannot be had: .*gone: no such file or folder$/);
  });

  it('may be a name and a password, and somebody else to act as', async () => {
    const heads: unknown[] = [];
    const server = await serve((request, response) => {
      const { authorization, 'impersonate-user': user, 'impersonate-group': groups } = request.headers;
      heads.push([authorization, user, groups]);
      json(response, {});
    }, tlsOf('server'));
    const user = { username: 'me', password: 'pw', as: 'viewer', 'as-groups': ['a', 'b'] };
    await (await connected(kubeConfigFile(server.url, { cluster: trusting(), user }))).get('/');
    expect(heads).toEqual([[`Basic ${base64('me:pw')}`, 'viewer', 'a, b']]);
  });
});

describe('a token of an OIDC provider', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenUntil = (exp: number): string => `${part({ alg: 'none' })}.${part({ exp })}.x`;
  const oidc = { 'client-id': 'i', 'refresh-token': 'r', 'idp-issuer-url': 'https://127.0.0.1:1' };
  const user = (token: string): Readonly<Record<string, unknown>> => ({ 'auth-provider': { name: 'oidc', config: { ...oidc, 'id-token': token } } });

  it('is sent while it is valid', async () => {
    const token = tokenUntil(Date.now() / 1000 + 3600);
    const server = await taking(() => token);
    const api = await connected(kubeConfigFile(server.url, { cluster: trusting(), user: user(token) }));
    expect(await api.get('/')).toBe('{"ok":true}');
  });

  it('is renewed once it has expired', async () => {
    const now = Math.floor(Date.now() / 1000);
    const sent: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      const issuer = `https://127.0.0.1:${server.port}`;
      const fresh = `${part({ alg: 'RS256' })}.${part({ iss: issuer, aud: 'i', sub: 'me', iat: now, exp: now + 600 })}.${base64('x').replace(/=+$/, '')}`;
      if (request.url?.startsWith('/.well-known/') === true) json(response, { issuer, token_endpoint: `${issuer}/token` });
      else if (request.url === '/token') json(response, { access_token: 'a', token_type: 'bearer', id_token: fresh, refresh_token: 'r2' });
      else {
        sent.push(request.headers.authorization);
        json(response, { fresh: request.headers.authorization === `Bearer ${fresh}` });
      }
    }, tlsOf('server'));
    const expired = { 'auth-provider': { name: 'oidc', config: { ...oidc, 'id-token': tokenUntil(1000), 'idp-issuer-url': server.url } } };
    const root = makeTree({ 'ca.pem': pem('ca'), config: kubeConfigOf(server.url, { cluster: trusting(), user: expired }) });
    const outfile = bundle(
      root,
      `const api = await connect({ kubeconfig: ${JSON.stringify(join(root, 'config'))}, delays: [] });
      console.log(await api.get('/')); api.close();`,
    );
    // Providers are asked with the certificates that Node trusts, and those are read when it starts.
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { env: { NODE_EXTRA_CA_CERTS: join(root, 'ca.pem') } });
    expect(stdout).toBe('{"fresh":true}\n');
  });

  it('that cannot be renewed is told', async () => {
    const { code, message } = await failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user: user(tokenUntil(1000)) })));
    expect(code).toBe('unauthorized');
    expect(message).toMatch(/^the credentials of context here cannot be had: (?:.*ECONNREFUSED|.*bad port)/);
  });
});

describe('a credential plugin', () => {
  it('is asked again, once for all requests, when its token is turned down', async () => {
    const root = makeTree({ count: '0' });
    const count = JSON.stringify(join(root, 'count'));
    const code = `const fs = require('fs'); const n = 1 + Number(fs.readFileSync(${count})); fs.writeFileSync(${count}, String(n));
      ${giving("{ token: 'token-' + n, expirationTimestamp: '2999-01-01T00:00:00Z' }")}`;
    let valid = 'token-1';
    const server = await taking(() => valid);
    const api = await connected(kubeConfigFile(server.url, { cluster: trusting(), user: plugin(code) }));
    await api.get('/');
    valid = 'token-2';
    await Promise.all(['/a', '/b', '/c'].map(path => api.get(path)));
    expect(new Set(server.sent)).toEqual(new Set(['Bearer token-1', 'Bearer token-2']));
    expect(server.sent.at(-1)).toBe('Bearer token-2');
    valid = 'none';
    expect((await failureOf(api.get('/'))).code).toBe('unauthorized');
  });

  it('gives a certificate', async () => {
    const server = await serve(subject, { ...tlsOf('server'), ca: pem('ca'), requestCert: true });
    const code = giving(`{ clientCertificateData: ${JSON.stringify(pem('client'))}, clientKeyData: ${JSON.stringify(pem('client-key'))} }`);
    const api = await connected(kubeConfigFile(server.url, { cluster: trusting(), user: plugin(code) }));
    expect(await api.get('/')).toBe('{"authorized":true,"name":"CN=client"}');
  });

  it('hears what it is asked, and for which cluster', async () => {
    const server = await taking(() => 'x');
    const code = `const { spec, apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      ${giving("{ token: [apiVersion, spec.interactive, spec.cluster.server, process.env.OWN].join(' ') }")}`;
    const api = await connected(
      kubeConfigFile(server.url, { cluster: trusting(), user: plugin(code, { provideClusterInfo: true, env: [{ name: 'OWN', value: 'mine' }] }) }),
    );
    await failureOf(api.get('/'));
    expect(server.sent[0]).toBe(`Bearer client.authentication.k8s.io/v1 false ${server.url} mine`);
  });

  it.each([
    ['fails', "console.error('please\\nlog in'); process.exit(3)", 'it ended with exit code 3: please log in'],
    ['writes nonsense', "console.log('Welcome!')", 'it wrote no ExecCredential with a token or a certificate'],
    ['writes no status', "console.log('{}')", 'it wrote no ExecCredential with a token or a certificate'],
    [
      'writes without an end',
      "const w = () => process.stdout.write('x'.repeat(65536), w); setTimeout(() => process.exit(0), 300); w()",
      'it wrote no ExecCredential',
    ],
    ['asks for an answer', "process.stdin.on('end', () => process.exit(4)).resume()", 'it ended with exit code 4'],
    ['dies', "process.kill(process.pid, 'SIGKILL')", 'it was ended by SIGKILL'],
  ])('that %s is told', async (_, code, why) => {
    const { code: name, message } = await failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user: plugin(code) })));
    expect(name).toBe('unauthorized');
    expect(message).toContain(`the credential plugin ${process.execPath} of context here gave no credentials: ${why}`);
  });

  it.each([
    [
      'not-there-at-all',
      'the credential plugin not-there-at-all of context here gave no credentials: it cannot be started: no such file or folder; get it from example',
    ],
    ['null\0character', 'it cannot be started'],
    ['', 'the kubeconfig names no command'],
  ])('that cannot be started (%j) is told, with how to get it', async (command, why) => {
    const user = { exec: { command, installHint: 'get it from\nexample' } };
    expect((await failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user })))).message).toContain(why);
  });

  it('writes nothing onto our own streams', () => {
    const root = makeTree({});
    const { exec } = plugin(`console.error('noise'); ${giving("{ token: 'noise' }")}`);
    const outfile = bundle(
      root,
      `const context = { name: 'here', server: new URL('https://127.0.0.1'), cluster: {}, user: {}, env: process.env };
      const { token } = await askPlugin(${JSON.stringify(exec)}, context, AbortSignal.timeout(20_000));
      console.log(String(token.length));`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', env: {} });
    expect({ stdout, stderr }).toEqual({ stdout: '5\n', stderr: '' });
  });

  it('that takes its time ends with an interruption', async () => {
    const stop = new AbortController();
    const user = plugin('setInterval(() => 0, 1000)');
    const waiting = failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user }), { signal: stop.signal }));
    setTimeout(() => {
      stop.abort();
    }, 100);
    expect((await waiting).code).toBe('interrupted');
  });
});

/** Says whom the server takes us for. */
const subject: Handler = ({ socket }, response) => {
  const { authorized, name } = socket instanceof TLSSocket ? { authorized: socket.authorized, name: socket.getPeerX509Certificate()?.subject } : {};
  json(response, { authorized, name: name?.split('\n').at(-1) });
};

describe('certificates', () => {
  it('of a client are sent, from files beside the kubeconfig or from within it', async () => {
    const server = await serve(subject, { ...tlsOf('server'), ca: pem('ca'), requestCert: true });
    const files = Object.fromEntries(['ca', 'client', 'client-key'].map(name => [`${name}.pem`, pem(name)]));
    const beside = makeTree({
      ...files,
      config: kubeConfigOf(server.url, {
        cluster: { 'certificate-authority': 'ca.pem' },
        user: { 'client-certificate': 'client.pem', 'client-key': './client-key.pem' },
      }),
    });
    const within = { 'client-certificate-data': base64(pem('client')), 'client-key-data': base64(pem('client-key')) };
    for (const kubeconfig of [join(beside, 'config'), kubeConfigFile(server.url, { cluster: trusting(), user: within })]) {
      const api = await connected(kubeconfig);
      expect(await api.get('/')).toBe('{"authorized":true,"name":"CN=client"}');
      expect(await api.get('/')).toBe('{"authorized":true,"name":"CN=client"}');
    }
    expect(server.connections()).toBe(2);
  });

  it('that a server asks for and does not get are told', async () => {
    const server = await serve(subject, { ...tlsOf('server'), ca: pem('ca'), requestCert: true, rejectUnauthorized: true });
    const { code, message } = await failureOf((await connected(kubeConfigFile(server.url, { cluster: trusting() }))).get('/'));
    expect(code).toBe('unauthorized');
    expect(message).toContain(`127.0.0.1:${server.port} does not accept the client certificate`);
  });

  it('that are broken are told before anything is asked for', async () => {
    const user = { 'client-certificate-data': base64('nonsense'), 'client-key-data': base64('nonsense') };
    const { code, message } = await failureOf(connected(kubeConfigFile('https://127.0.0.1:1', { user })));
    expect(code).toBe('unauthorized');
    expect(message).toMatch(/its certificates or its key are broken/);
  });

  it.each([
    ['server', () => ({}), /its certificate authority is unknown$/],
    ['self-signed', () => ({}), /it is self-signed$/],
    ['expired', trusting, /it has expired$/],
    ['other-host', trusting, /it is for another host name$/],
  ])('of a server that are not trusted (%s) are told, and asked for once', async (name, cluster, why) => {
    const server = await serve(subject, tlsOf(name));
    const api = await connected(kubeConfigFile(server.url, { cluster: cluster() }), { delays: [60_000] });
    const { code, message } = await failureOf(api.get('/'));
    expect(code).toBe('untrusted');
    expect(message).toMatch(why);
    expect(message).toContain(`127.0.0.1:${server.port}`);
    expect(server.asked).toEqual([]);
  });

  it('of a server are not looked at, or by another name, where the kubeconfig says so', async () => {
    const server = await serve(subject, tlsOf('self-signed'));
    const careless = await connected(kubeConfigFile(server.url, { cluster: { 'insecure-skip-tls-verify': true } }));
    expect(await careless.get('/')).toContain('authorized');
    const other = await serve(subject, tlsOf('other-host'));
    const renamed = await connected(kubeConfigFile(other.url, { cluster: { ...trusting(), 'tls-server-name': 'elsewhere.example' } }));
    expect(await renamed.get('/')).toContain('authorized');
  });

  it('are asked of a server that has no TLS', async () => {
    const server = await serve(subject);
    const api = await connected(kubeConfigFile(server.url.replace('http:', 'https:')));
    const { code, message } = await failureOf(api.get('/'));
    expect(code).toBe('unreachable');
    expect(message).toContain('does not answer in TLS as it should');
  });
});

describe('a proxy', () => {
  /** Leads every tunnel to one port, or refuses all. */
  async function proxy(to: number | undefined): Promise<{ port: number; tunnels: string[] }> {
    const tunnels: string[] = [];
    const open = new Set<Socket>();
    const server = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
      tunnels.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      if (to === undefined) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const onward = connectSocket(to, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) open.add(end.on('error', () => end.destroy()));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of open) socket.destroy();
      server.close();
    });
    const address = server.address();
    return { port: typeof address === 'object' && address !== null ? address.port : 0, tunnels };
  }

  it('leads to a server that only it knows, over one tunnel, and gzip is asked for then', async () => {
    const encodings: unknown[] = [];
    const server = await serve((request, response) => {
      encodings.push(request.headers['accept-encoding']);
      json(response, { ok: true });
    }, tlsOf('other-host'));
    const { port, tunnels } = await proxy(server.port);
    const cluster = { ...trusting(), 'proxy-url': `http://me:pw@127.0.0.1:${port}` };
    const api = await connected(kubeConfigFile('https://elsewhere.example:6443', { cluster }));
    await api.get('/a');
    expect(await api.get('/b')).toBe('{"ok":true}');
    expect(tunnels).toEqual([`elsewhere.example:6443 Basic ${base64('me:pw')}`]);
    expect(encodings).toEqual(['gzip', 'gzip']);
  });

  it('is taken from the environment', async () => {
    const server = await serve(subject, tlsOf('other-host'));
    const { port, tunnels } = await proxy(server.port);
    const kubeconfig = kubeConfigFile('https://elsewhere.example:6443', { cluster: trusting() });
    await (await connected(kubeconfig, { env: { HTTPS_PROXY: `127.0.0.1:${port}` } })).get('/');
    expect(tunnels).toEqual(['elsewhere.example:6443']);
  });

  it('may speak SOCKS', async () => {
    const server = await serve(subject, tlsOf('other-host'));
    const wanted: string[] = [];
    const socks = createSocketServer(socket => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (asked: Buffer) => {
          wanted.push(asked.subarray(5, 5 + (asked[4] ?? 0)).toString());
          const onward = connectSocket(server.port, '127.0.0.1', () => {
            socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            onward.pipe(socket).pipe(onward);
          });
          onward.on('error', () => onward.destroy());
        });
      });
    });
    await new Promise<void>(resolve => socks.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void socks.close());
    const address = socks.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const cluster = { ...trusting(), 'proxy-url': `socks5h://127.0.0.1:${port}` };
    const api = await connected(kubeConfigFile('https://elsewhere.example:6443', { cluster }));
    expect(await api.get('/a')).toContain('authorized');
    expect(await api.get('/b')).toContain('authorized');
    expect(wanted).toEqual(['elsewhere.example']);
  });

  it('that refuses is told', async () => {
    const { port } = await proxy(undefined);
    const api = await connected(kubeConfigFile('https://elsewhere.example', { cluster: { 'proxy-url': `http://127.0.0.1:${port}` } }));
    expect(await failureOf(api.get('/'))).toMatchObject({
      code: 'unreachable',
      message: `the proxy does not lead to elsewhere.example:443 (through the proxy 127.0.0.1:${port}): it answered 407`,
    });
  });
});
