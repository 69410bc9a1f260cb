// Contexts of kubeconfigs: which there are, and what one says of its server and its user.
import { UserError } from '../../model/errors.ts';
import { type Json, text } from './api-object.ts';
import { type Environment, type KubeConfigEntries, type KubeConfigOptions, readKubeConfig } from './kube-config-file.ts';
import { proxyOf } from './proxy.ts';

export type { KubeConfigOptions } from './kube-config-file.ts';

export interface ContextNames {
  /** In the order of the files. */
  readonly names: readonly string[];
  readonly current?: string;
}

/** One context with what it refers to; fields as kubeconfigs have them, paths absolute. */
export interface OpenContext {
  readonly name: string;
  readonly server: URL;
  readonly proxy?: URL;
  readonly cluster: Json;
  /** Without fields for a context that has no user. */
  readonly user: Json;
  readonly env: Environment;
}

const MAX_NAMED = 20;

/** The contexts of the kubeconfig; in a pod without one, its service account as `in-cluster`. Rejects with `UserError`. */
export async function listContexts(options: KubeConfigOptions): Promise<ContextNames> {
  const { contexts, current } = await readKubeConfig(options);
  return { names: [...contexts.keys()], ...(current === undefined ? {} : { current }) };
}

/** The context of this name, else the current one. Rejects with `UserError`. */
export async function openContext(options: KubeConfigOptions & { readonly context?: string }): Promise<OpenContext> {
  const entries = await readKubeConfig(options);
  const name = options.context ?? entries.current;
  if (name === undefined) throw new UserError(`no context is current in ${entries.origin}`, { hint: choose(entries) });
  const context = entries.contexts.get(name);
  if (context === undefined) throw new UserError(`there is no context ${name} in ${entries.origin}`, { hint: choose(entries) });
  const cluster = referred(entries, name, 'cluster', text(context['cluster']));
  const user = text(context['user']) ?? '';
  const server = serverOf(cluster, name, entries);
  const proxy = proxyFor(cluster, server, name, entries);
  return {
    name,
    server,
    ...(proxy === undefined ? {} : { proxy }),
    cluster,
    user: user === '' ? {} : referred(entries, name, 'user', user),
    env: entries.env,
  };
}

function referred(entries: KubeConfigEntries, context: string, what: 'cluster' | 'user', name: string | undefined): Json {
  const hint = `Mend the kubeconfig, or choose another context with --context NAME.`;
  if (name === undefined || name === '') throw new UserError(`context ${context} in ${entries.origin} names no ${what}`, { hint });
  const entry = (what === 'cluster' ? entries.clusters : entries.users).get(name);
  if (entry === undefined) throw new UserError(`context ${context} needs the ${what} ${name}, which is not in ${entries.origin}`, { hint });
  return entry;
}

function serverOf(cluster: Json, context: string, { origin }: KubeConfigEntries): URL {
  const url = urlIn(text(cluster['server']), /^https?:$/);
  if (url !== undefined) return url;
  throw new UserError(`the cluster of context ${context} in ${origin} has no server with an http:// or https:// address`, {
    hint: 'Mend the kubeconfig: clusters[].cluster.server is the address of the API server.',
  });
}

function proxyFor(cluster: Json, server: URL, context: string, { origin, env }: KubeConfigEntries): URL | undefined {
  const written = text(cluster['proxy-url']) ?? '';
  const proxy = written === '' ? proxyOf(server, env) : written;
  const url = urlIn(proxy, /^(?:https?|socks[45]?[ah]?):$/);
  if (url !== undefined || proxy === undefined) return url;
  const source = written === '' ? 'HTTPS_PROXY or HTTP_PROXY' : `proxy-url of the cluster of context ${context} in ${origin}`;
  throw new UserError(`${source} is not the address of a proxy`, { hint: 'It begins with http://, https:// or socks5://.' });
}

function urlIn(address: string | undefined, protocols: RegExp): URL | undefined {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && protocols.test(url.protocol) ? url : undefined;
}

function choose({ contexts }: KubeConfigEntries): string {
  const names = [...contexts.keys()];
  if (names.length === 0) return 'It has no contexts at all; name another file with --kubeconfig FILE.';
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return `Choose one with --context NAME: ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}
