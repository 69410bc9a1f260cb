// API servers on the loopback interface, with certificates and kubeconfigs of their own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeTree } from '../tree.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Loopback {
  readonly url: string;
  readonly port: number;
  /** Paths with queries, in the order in which they were asked for. */
  readonly asked: string[];
  /** How many connections were ever opened. */
  connections(): number;
}

/** A server that ends with its test, whatever its connections do. */
export async function serve(handler: Handler, tls?: ServerOptions): Promise<Loopback> {
  const asked: string[] = [];
  const listener: Handler = (request, response) => {
    asked.push(request.url ?? '');
    handler(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients under test break connections off on purpose.
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, asked, connections: () => opened };
}

/** Answers with one text of JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
}

export function status(response: ServerResponse, code: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ kind: 'Status', status: 'Failure', message, code }));
}

interface Parts {
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
}

/** A kubeconfig of one context, `here`, in JSON, which is YAML too. */
export function kubeConfigOf(server: string, { cluster = {}, user = {} }: Parts = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'here',
  });
}

/** The file of such a kubeconfig. */
export const kubeConfigFile = (server: string, parts?: Parts): string => join(makeTree({ config: kubeConfigOf(server, parts) }), 'config');

const SIGNED = [
  ['server', 'subjectAltName=IP:127.0.0.1', '2'],
  ['other-host', 'subjectAltName=DNS:elsewhere.example', '2'],
  ['client', 'extendedKeyUsage=clientAuth', '2'],
  ['expired', 'subjectAltName=IP:127.0.0.1', '-1'],
] as const;

let made: ReadonlyMap<string, string> | undefined;

/** PEM of `ca`, `server`, `expired`, `other-host`, `self-signed` and `client`, and of their keys as `server-key`. */
export function pem(name: string): string {
  made ??= makeCertificates();
  const text = made.get(`${name}.pem`);
  if (text === undefined) throw new Error(`there is no certificate ${name}`);
  return text;
}

function makeCertificates(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'unshim-certificates-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  try {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const alone = ['req', '-x509', ...key, '-days', '2'];
    openssl(...alone, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=test-ca');
    openssl(...alone, '-keyout', 'self-signed-key.pem', '-out', 'self-signed.pem', '-subj', '/CN=alone', '-addext', 'subjectAltName=IP:127.0.0.1');
    for (const [name, extension, days] of SIGNED) {
      writeFileSync(join(folder, 'extension'), extension);
      openssl('req', ...key, '-keyout', `${name}-key.pem`, '-out', 'request', '-subj', `/O=testers/CN=${name}`);
      const signing = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-extfile', 'extension'];
      openssl('x509', '-req', '-in', 'request', ...signing, '-days', days, '-out', `${name}.pem`);
    }
    return new Map(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a server with one of the certificates starts with. */
export const tlsOf = (name: string): ServerOptions => ({ cert: pem(name), key: pem(`${name}-key`) });

/** The cluster part of a kubeconfig that trusts the certificate authority. */
export const trusting = (): Readonly<Record<string, unknown>> => ({ 'certificate-authority-data': base64(pem('ca')) });

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
