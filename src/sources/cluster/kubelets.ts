// Asks running kubelets, through the API server, for the configuration that they run with.
import type { ClusterNode } from '../../model/cluster.ts';
import { mapping, text, type Json } from './api-object.ts';
import type { ApiServer } from './api-server.ts';
import { codeOf, type Problems } from './problems.ts';

/** Kubelets that are asked at the same time. */
const AT_ONCE = 10;
/** Nodes named in a notification. */
const NAMED = 5;

/** The configuration of each kubelet that answered, by its node's name; the others are told. */
export async function askKubelets(api: Pick<ApiServer, 'get'>, nodes: readonly ClusterNode[], problems: Problems): Promise<ReadonlyMap<string, Json>> {
  const configurations = new Map<string, Json>();
  const silent = new Map<string, { readonly error: unknown; readonly names: string[] }>();
  const waiting = nodes.values();
  const worker = async (): Promise<void> => {
    for (const { name } of waiting) {
      try {
        configurations.set(name, configurationIn(await api.get(`/api/v1/nodes/${encodeURIComponent(name)}/proxy/configz`)));
      } catch (error) {
        const code = codeOf(error);
        const known = silent.get(code);
        if (known === undefined) silent.set(code, { error, names: [name] });
        else known.names.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { error, names } of silent.values()) problems.add(error, `${named(names.sort())} could not be asked for the configuration`);
  return configurations;
}

/** Throws `SyntaxError` for anything but a kubelet's answer. */
function configurationIn(answer: string): Json {
  const config = mapping(mapping(JSON.parse(answer))['kubeletconfig']);
  if (text(config['cgroupDriver']) === undefined) throw new SyntaxError('the answer holds no kubelet configuration');
  return config;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(', ');
  const more = names.length - NAMED;
  return `the kubelets of ${shown}${more > 0 ? ` and ${String(more)} more nodes` : ''}`;
}
