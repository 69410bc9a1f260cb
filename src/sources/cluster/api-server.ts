// The connection to one API server: GETs alone, tried again where that may help, and never without an end.
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { type Credentials, credentialSource } from './credentials.ts';
import { exchange } from './exchange.ts';
import { type Failure, interrupted } from './failure.ts';
import { type KubeConfigOptions, openContext, type OpenContext } from './kube-config.ts';
import { addressOf } from './proxy.ts';

export { ApiError } from './api-error.ts';

export interface ApiServer {
  /** The context's name. */
  readonly context: string;
  /** GETs a path such as `/api/v1/pods?limit=500`; answers with the body's text. Rejects with `ApiError`. */
  get(path: string): Promise<string>;
  /** Ends what is under way with `interrupted`, and closes every socket. */
  close(): void;
}

export interface ConnectOptions extends KubeConfigOptions {
  /** The current context where absent. */
  readonly context?: string;
  /** Milliseconds without a byte after which one attempt is given up; all attempts of one GET take ten times as long at most. */
  readonly requestTimeout?: number;
  readonly signal?: AbortSignal;
  /** Bytes of one answer, unpacked. */
  readonly maxBody?: number;
  /** Milliseconds before each further attempt; there are as many of those as delays. */
  readonly delays?: readonly number[];
}

const REQUEST_TIMEOUT = 30_000;
const MAX_BODY = 256 * 1024 ** 2;
const DELAYS: readonly number[] = [250, 1_000, 2_500, 5_000];

/** A server that asks for more patience than this gets this much. */
const MAX_RETRY_AFTER = 20_000;

/** Bounds all attempts of one GET together, in request timeouts. */
const PATIENCE = 10;

const TIMES: readonly string[] = ['', '', 'twice', 'three times', 'four times', 'five times'];

/**
 * Reads the kubeconfig and gets the credentials; sends nothing to the server yet. Rejects with `UserError` where the kubeconfig is at
 * fault, and with `ApiError` where the credentials cannot be had.
 */
export async function connect(options: ConnectOptions): Promise<ApiServer> {
  const connection = new Connection(await openContext(options), options);
  try {
    await connection.renew(undefined);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

class Connection implements ApiServer {
  readonly context: string;
  readonly #server: URL;
  readonly #peer: string;
  readonly #options: ConnectOptions;
  readonly #closing = new AbortController();
  readonly #signal: AbortSignal;
  readonly #ask: (signal: AbortSignal) => Promise<Credentials>;
  /** Those before stay open for the requests that are under way with them. */
  readonly #all: Credentials[] = [];
  #renewal: Promise<void> | undefined;

  constructor(context: OpenContext, options: ConnectOptions) {
    this.context = context.name;
    this.#server = context.server;
    this.#peer = context.proxy === undefined ? addressOf(context.server) : `${addressOf(context.server)} (through the proxy ${addressOf(context.proxy)})`;
    this.#options = options;
    this.#ask = credentialSource(context, options.requestTimeout ?? REQUEST_TIMEOUT);
    this.#signal = AbortSignal.any([this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    // Each request under way listens, and Node would warn of more than ten.
    setMaxListeners(0, this.#signal);
  }

  async get(path: string): Promise<string> {
    const { requestTimeout = REQUEST_TIMEOUT, delays = DELAYS } = this.#options;
    const deadline = performance.now() + PATIENCE * requestTimeout;
    let renewed = false;
    for (let attempt = 1; ;) {
      const credentials = this.#all.at(-1);
      if (credentials === undefined) throw errorOf(interrupted(), 1);
      const outcome = await this.#attempt(path, credentials, deadline);
      if (outcome.kind === 'answer') return outcome.text;
      if (outcome.code === 'unauthorized' && !renewed) {
        renewed = true;
        await this.renew(credentials);
        continue;
      }
      const delay = Math.max(delays[attempt - 1] ?? Infinity, Math.min(outcome.retryAfter ?? 0, MAX_RETRY_AFTER));
      if (attempt >= outcome.attempts || performance.now() + delay >= deadline) throw errorOf(outcome, attempt);
      await this.#wait(delay);
      attempt += 1;
    }
  }

  close(): void {
    this.#closing.abort();
    for (const { agent } of this.#all.splice(0)) agent.destroy();
  }

  /** Asks for new credentials, once for all requests that failed with the same ones. */
  async renew(failed: Credentials | undefined): Promise<void> {
    if (failed !== this.#all.at(-1)) return;
    this.#renewal ??= this.#ask(this.#signal)
      .then(credentials => {
        this.#all.push(credentials);
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    await this.#renewal;
  }

  #attempt(path: string, credentials: Credentials, deadline: number): ReturnType<typeof exchange> {
    const { requestTimeout = REQUEST_TIMEOUT, maxBody = MAX_BODY } = this.#options;
    const total = Math.max(1, deadline - performance.now());
    return exchange({ url: urlOf(this.#server, path), peer: this.#peer, credentials, idle: requestTimeout, total, maxBody, signal: this.#signal });
  }

  async #wait(delay: number): Promise<void> {
    try {
      await pause(delay, undefined, { signal: this.#signal });
    } catch {
      // Nothing but the signal ends a pause early.
      throw errorOf(interrupted(), 1);
    }
  }
}

/** A server's address may have a path of its own, before which others answer. */
function urlOf(server: URL, path: string): URL {
  return new URL(`${server.origin}${server.pathname.replace(/\/$/, '')}${path}`);
}

function errorOf({ code, clause, status }: Failure, attempts: number): ApiError {
  const asked = attempts === 1 ? '' : `; asked ${TIMES[attempts] ?? `${attempts} times`}`;
  return new ApiError(code, `${clause}${asked}`, status);
}
