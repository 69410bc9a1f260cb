// API servers on the loopback interface, with certificates and kubeconfigs of their own.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';
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

/** PEM of `ca`, `server`, `expired`, `other-host`, `self-signed` and `client`, and of their keys as `server-key`. */
export function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8');
}

/** What a server with one of the certificates starts with. */
export const tlsOf = (name: string): ServerOptions => ({ cert: pem(name), key: pem(`${name}-key`) });

/** The cluster part of a kubeconfig that trusts the certificate authority. */
export const trusting = (): Readonly<Record<string, unknown>> => ({ 'certificate-authority-data': base64(pem('ca')) });

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
