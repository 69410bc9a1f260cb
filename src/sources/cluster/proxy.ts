// The proxy that leads to a server: the kubeconfig's own, else the environment's.
import { BlockList, isIP } from 'node:net';

/** What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say of a server, in capitals or not; as for kubectl, never of one on this machine. */
export function proxyOf(server: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const look = (name: string): string => env[name] ?? env[name.toLowerCase()] ?? '';
  const proxy = look(server.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY');
  if (proxy === '' || isLoopback(server) || excepted(server, look('NO_PROXY'))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** Whether no wire is between us and this server. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:[.]\d{1,3}){3}$/.test(hostname);
}

/** `host:port`, also where the port is the protocol's own. */
export function addressOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${portOf(port, protocol)}`;
}

const portOf = (port: string, protocol: string): string => (port !== '' ? port : protocol === 'http:' ? '80' : '443');

function excepted({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return list
    .split(',')
    .map(entry => entry.trim().toLowerCase())
    .some(entry => entry === '*' || inNetwork(host, entry) || namesHost(entry, host) || namesHost(entry, `${host}:${portOf(port, protocol)}`));
}

/** `example.com` and `.example.com` stand for the hosts below as well. */
function namesHost(entry: string, host: string): boolean {
  const name = entry.replace(/^[*]?[.]/, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

/** `10.0.0.0/8` */
function inNetwork(host: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  const prefix = Number(bits);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
