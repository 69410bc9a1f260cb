// One attempt at one GET: a request, its answer, and what either means.
import { Buffer } from 'node:buffer';
import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorCode } from '../problem.ts';
import { VERSION } from '../../version.ts';
import type { Credentials } from './credentials.ts';
import { brokenOff, type Failure, failure, failureOf, interrupted, stalled, tooLarge } from './failure.ts';
import { judge } from './judge.ts';
import { isLoopback } from './proxy.ts';

export interface Exchange {
  /** The server's address with the path. */
  readonly url: URL;
  /** The server in messages: `host:port`. */
  readonly peer: string;
  readonly credentials: Credentials;
  /** Milliseconds without a byte. */
  readonly idle: number;
  /** Milliseconds for all of it. */
  readonly total: number;
  readonly maxBody: number;
  readonly signal: AbortSignal;
}

export type Outcome = { readonly kind: 'answer'; readonly text: string } | Failure;

/** What ended an attempt from our side. */
type Stop = 'interrupted' | 'stalled';

/** Never throws: whatever happens is an outcome. */
export async function exchange(options: Exchange): Promise<Outcome> {
  const watch = new Watch(options);
  try {
    const response = await send(options, watch);
    if (isRedirect(response)) response.destroy();
    const body = isRedirect(response) ? Buffer.alloc(0) : await bodyOf(response, options.maxBody, watch);
    return body === undefined ? tooLarge(options.maxBody) : judge(response, body.toString('utf8'));
  } catch (error) {
    if (watch.stop === 'interrupted') return interrupted();
    if (watch.stop === 'stalled') return stalled(options.peer, watch.phase, watch.waited);
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge(options.maxBody);
    if (errorCode(error) === 'Z_DATA_ERROR') return failure('not-json', 'the server answered with broken gzip');
    return watch.phase === 'body' ? brokenOff(options.peer) : failureOf(error, options.peer);
  } finally {
    watch.end();
  }
}

const isRedirect = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 300 && statusCode < 400;

function send({ url, credentials }: Exchange, watch: Watch): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? requestHttp : requestHttps;
    const request = send(url, requestOptions(url, credentials, watch.signal), response => {
      watch.phase = 'body';
      watch.arrived();
      resolve(response);
    });
    request.on('error', reject);
    request.once('socket', socket => {
      const connected = (): void => {
        watch.phase = 'answer';
      };
      if (socket.connecting) socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', connected);
      else connected();
    });
    request.end();
  });
}

function requestOptions(url: URL, { agent, headers, auth }: Credentials, signal: AbortSignal): RequestOptions {
  return {
    agent,
    signal,
    ...(auth === undefined ? {} : { auth }),
    headers: { ...headers, accept: 'application/json', 'accept-encoding': encoding(url), 'user-agent': `unshim/${VERSION}` },
  };
}

/** Where no wire is between, packing and unpacking a large list takes two to three times as long as sending it plain. */
const encoding = (url: URL): string => (isLoopback(url) ? 'identity' : 'gzip');

/** The body, unpacked; `undefined` where it is too large, and then the connection is cut. */
async function bodyOf(response: IncomingMessage, maxBody: number, watch: Watch): Promise<Buffer | undefined> {
  if (Number(response.headers['content-length'] ?? 0) > maxBody) {
    response.destroy();
    return undefined;
  }
  const bytes = await collect(response, maxBody, watch);
  if (bytes === undefined || response.headers['content-encoding'] !== 'gzip') return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: maxBody });
}

function collect(response: IncomingMessage, maxBody: number, watch: Watch): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      watch.arrived();
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxBody) {
        resolve(undefined);
        response.destroy();
      }
    });
    response.on('end', () => {
      resolve(Buffer.concat(chunks, size));
    });
    response.on('error', reject);
  });
}

/** Ends an attempt that stalls, takes too long in all, or is no longer wanted. */
class Watch {
  phase: 'connection' | 'answer' | 'body' = 'connection';
  stop: Stop | undefined;
  waited: number;
  readonly #options: Exchange;
  readonly #controller = new AbortController();
  readonly #idle: NodeJS.Timeout;
  readonly #total: NodeJS.Timeout;
  #arrivals = 0;

  constructor(options: Exchange) {
    this.#options = options;
    this.waited = options.idle;
    this.#idle = setTimeout(this.#onIdle, options.idle);
    this.#total = setTimeout(this.#onTotal, options.total);
    options.signal.addEventListener('abort', this.#onAbort);
    if (options.signal.aborted) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  arrived(): void {
    this.#arrivals += 1;
    this.#idle.refresh();
  }

  end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onIdle = (): void => {
    const before = this.#arrivals;
    // Work of ours that held the process up makes the timer fire before the bytes that have long been there are read.
    setImmediate(() => {
      if (this.#arrivals === before) this.#end('stalled');
    });
  };

  readonly #onTotal = (): void => {
    this.waited = this.#options.total;
    this.#end('stalled');
  };

  readonly #onAbort = (): void => {
    this.#end('interrupted');
  };

  #end(stop: Stop): void {
    this.stop ??= stop;
    this.#controller.abort();
  }
}
