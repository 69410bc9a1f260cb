// What a context says of who we are, made into what each request carries: an agent with certificates, and headers.
import { Agent, type OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { KubeConfig } from '@kubernetes/client-node';
import { errorCode, reasonOf } from '../problem.ts';
import { ApiError } from './api-error.ts';
import { type Json, list, mapping, text } from './api-object.ts';
import { askPlugin, type PluginAnswer } from './exec-plugin.ts';
import { clip, interrupted } from './failure.ts';
import type { OpenContext } from './kube-config.ts';

export interface Credentials {
  readonly agent: Agent;
  readonly headers: OutgoingHttpHeaders;
  /** `user:password` */
  readonly auth?: string;
}

/** Each call of the answer reads token files, asks plugins and renews tokens anew; it rejects with `ApiError`. `timeout` is for proxies and providers. */
export function credentialSource(context: OpenContext, timeout: number): (signal: AbortSignal) => Promise<Credentials> {
  let first: KubeConfig | undefined;
  return async signal => {
    const { exec, user } = userOf(context);
    const answer = exec === undefined ? {} : await askPlugin(exec, context, signal);
    const { KubeConfig } = await import('./kube-client.ts');
    const config = new KubeConfig();
    if (exec === undefined && first !== undefined) {
      // The client keeps tokens that it has renewed in its users, and those that have been turned down in its authenticators.
      config.loadFromOptions({ clusters: first.clusters, users: first.users, contexts: first.contexts, currentContext: first.currentContext });
    } else {
      config.loadFromString(kubeConfigText(context, user, answer));
      giveUrl(config);
      first = config;
    }
    const options: RequestOptions = { timeout };
    await untilInterrupted(apply(config, options, context.name), signal);
    return credentialsOf(options, user, context.name);
  };
}

/**
 * As kubectl does, nothing secret is sent to a server without TLS, unless the kubeconfig says in so many words that it need not be secure.
 * A token file goes before a token, and is read again by the client's provider for them.
 */
function userOf({ server, cluster, user }: OpenContext): { exec?: Json; user: Json } {
  if (server.protocol === 'http:' && cluster['insecure-skip-tls-verify'] !== true) return { user: {} };
  const provider = mapping(user['auth-provider']);
  const exec = mapping(user['exec'] ?? mapping(provider['config'])['exec']);
  if (Object.keys(exec).length > 0) return { exec, user: without(user, ['exec', 'auth-provider', 'token', 'tokenFile', 'token-file']) };
  const tokenFile = text(user['tokenFile']) ?? text(user['token-file']);
  if (tokenFile === undefined) return { user };
  return { user: { ...without(user, ['token', 'tokenFile', 'token-file']), 'auth-provider': { name: 'tokenFile', config: { tokenFile } } } };
}

const without = (object: Json, keys: readonly string[]): Json => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** One context alone; the client refuses servers without TLS, also those that ask for none. */
function kubeConfigText({ server, cluster, proxy }: OpenContext, user: Json, answer: PluginAnswer): string {
  const plain = server.protocol === 'http:' ? { 'insecure-skip-tls-verify': true } : {};
  return JSON.stringify({
    clusters: [{ name: 'cluster', cluster: { ...cluster, ...plain, 'proxy-url': proxy?.href } }],
    users: [{ name: 'user', user: { ...user, ...answer } }],
    contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
    'current-context': 'context',
  });
}

/** The client hands a provider's address on as a text to a library that takes none but a URL. */
function giveUrl({ users }: KubeConfig): void {
  for (const user of users) {
    const config = mapping(mapping(user.authProvider)['config']);
    const issuer = text(config['idp-issuer-url']);
    if (issuer !== undefined && URL.canParse(issuer)) Object.assign(config, { 'idp-issuer-url': new URL(issuer) });
  }
}

async function apply(config: KubeConfig, options: RequestOptions, context: string): Promise<void> {
  try {
    await config.applyToHTTPSOptions(options);
    createSecureContext({ ca: options.ca, cert: options.cert, key: options.key });
  } catch (error) {
    throw new ApiError('unauthorized', `the credentials of context ${context} cannot be had: ${whyNot(error)}`);
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Error && 'path' in error && typeof error.path === 'string') return `${error.path}: ${reasonOf(error)}`;
  if (errorCode(error).startsWith('ERR_OSSL')) return `its certificates or its key are broken (${errorCode(error)})`;
  if (!(error instanceof Error)) return clip(String(error));
  // A provider that cannot be reached makes a message that says no more than that fetching has failed.
  return clip(error.cause instanceof Error && error.cause.message !== '' ? `${error.message}: ${error.cause.message}` : error.message);
}

function credentialsOf({ agent, headers, auth }: RequestOptions, user: Json, context: string): Credentials {
  if (!(agent instanceof Agent)) throw new ApiError('unauthorized', `context ${context} has a proxy of an unknown kind`);
  // The client makes agents that open a connection for each request; the property is Node's, but not in its types.
  Object.assign(agent, { keepAlive: true });
  return { agent, headers: { ...trimmed(headers), ...impersonation(user) }, ...(typeof auth === 'string' ? { auth } : {}) };
}

/** Token files that were written by hand end in a line break, which no header may hold. */
function trimmed(headers: RequestOptions['headers']): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]));
}

/** What the client leaves out of whom a user acts as; fewer groups would mean fewer rights. */
function impersonation(user: Json): OutgoingHttpHeaders {
  const groups = texts(user['as-groups']);
  const uid = text(user['as-uid']);
  const extra = Object.entries(mapping(user['as-user-extra'])).map(([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, texts(values)] as const);
  return {
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups }),
    ...(uid === undefined ? {} : { 'Impersonate-Uid': uid }),
    ...Object.fromEntries(extra),
  };
}

const texts = (value: unknown): string[] => list(value).filter(item => typeof item === 'string');

/** The client's own waiting cannot be ended, so that it is left alone. */
async function untilInterrupted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let onAbort: (() => void) | undefined;
  const interruption = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(new ApiError('interrupted', interrupted().clause));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  try {
    await Promise.race([work, interruption]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
