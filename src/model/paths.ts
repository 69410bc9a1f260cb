// Path sense: what a path on a node, in a container, in a URL or in a Windows pipe really names.
import { ownText } from './own-text.ts';
import { UNRESOLVED } from './tree.ts';

/** The closed vocabulary of named paths that rules may use. */
export type NamedPath = keyof typeof NAMED;

const HOST_PREFIX = /^\/(?:host|hostfs|rootfs|hostroot|mnt\/host|mnt\/root|node|host_root|root-fs)(?=\/|$)/;

/**
 * The canonical form of a path: no scheme, no `//`, `.` or `..`, no trailing slash, `/run` for `/var/run`, Windows paths in lower
 * case with `/`, pipes as `pipe:name`, and without the folder under which agents mount the node's root (`/host`, ...).
 */
export function normalizePath(raw: string): string {
  const path = known.get(raw);
  if (path !== undefined) return path;
  const kept = ownText(raw);
  if (kept === undefined) return normalize(raw);
  if (known.size >= MOST_KNOWN) known.clear();
  const normal = normalize(kept);
  known.set(kept, normal);
  return normal;
}

/** Rules ask about the same few paths again and again. */
const known = new Map<string, string>();
const MOST_KNOWN = 2_000;

function normalize(raw: string): string {
  const bare = raw
    .trim()
    .replace(/^["'`]+|["'`]+$/g, '')
    .replace(/^(?:remote|docker):(?=unix:|\/)/, '');
  const pipe = /^(?:npipe:)?[\\/]{2,8}\.[\\/]{1,2}pipe[\\/]{1,2}(.+)$/i.exec(bare);
  if (pipe?.[1] !== undefined) return `pipe:${pipe[1].toLowerCase()}`;
  const path = bare.replace(/^(?:unix|file|npipe):(?:\/\/)?/, '');
  if (/^[a-z]:[\\/]/i.test(path)) return collapse(path.toLowerCase().replaceAll('\\', '/'));
  if (!path.startsWith('/')) return path;
  const clean = collapse(path).replace(/^\/(?:host-run|var\/scalyr)(?=\/|$)/, '/run');
  const node = clean.replace(HOST_PREFIX, '') || '/';
  return node.replace(/^\/var\/run(?=\/|$)/, '/run');
}

function collapse(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

const below =
  (...roots: readonly string[]) =>
  (path: string): boolean =>
    roots.some(root => path === root || path.startsWith(`${root}/`));

const WINDOWS_DOCKER = 'c:/programdata/docker';
const DOCKER_BINARIES = new Set([
  'docker',
  'dockerd',
  'docker-runc',
  'docker-containerd',
  'docker-containerd-shim',
  'docker-containerd-ctr',
  'docker-init',
  'docker-proxy',
  'docker-compose',
  'nvidia-docker',
  'docker-current',
  'dockerd-current',
]);

function isDockerBinary(path: string): boolean {
  if (below('/usr/libexec/docker', '/usr/lib/docker')(path)) return true;
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash);
  return slash >= 0 && DOCKER_BINARIES.has(path.slice(slash + 1)) && (/\/s?bin$/.test(folder) || folder.endsWith(UNRESOLVED));
}

/** The folder below a data root that is not where Docker puts it by itself. */
const CUSTOM_LOGS = /^\/(?:[\w.-]+\/){1,5}docker\/containers$/;
const isDockerLogs = (path: string): boolean => isStandardLogs(path) || CUSTOM_LOGS.test(path);
const isStandardLogs = below('/var/lib/docker/containers', `${WINDOWS_DOCKER}/containers`, '/var/log/containers/docker');
const isDockerConfig = below(
  '/etc/docker',
  '/etc/default/docker',
  '/etc/systemd/system/docker.service.d',
  '/etc/systemd/system/docker.service',
  '/lib/systemd/system/docker.service',
  '/usr/lib/systemd/system/docker.service',
  `${WINDOWS_DOCKER}/config`,
);

const NAMED = {
  'docker-socket': (path: string) => /(?:^|\/)docker\.sock$/.test(path) && !/(?:^|\/)(?:dind|dind-sock|dind-socket)\/docker\.sock$/.test(path),
  'dind-socket': (path: string) => /(?:^|\/)(?:dind|dind-sock|dind-socket)\/docker\.sock$/.test(path),
  'dockershim-socket': (path: string) => /(?:^|\/)dockershim\.sock$/.test(path) || path === 'pipe:dockershim',
  'cri-dockerd-socket': (path: string) => /(?:^|\/)cri-dockerd?\.sock$/.test(path) || path === 'pipe:cri-dockerd',
  'docker-containerd-socket': (path: string) => /^\/run\/docker\/(?:lib)?containerd\/(?:docker-)?containerd\.sock$/.test(path),
  'containerd-socket': (path: string) => (/(?:^|\/)containerd\.sock$/.test(path) && !path.startsWith('/run/docker/')) || path === 'pipe:containerd-containerd',
  'crio-socket': (path: string) => /(?:^|\/)crio\.sock$/.test(path),
  'docker-pipe': (path: string) => /^pipe:docker_engine/.test(path),
  'docker-data-root': (path: string) => below('/var/lib/docker', WINDOWS_DOCKER)(path) && !isDockerLogs(path) && !isDockerConfig(path),
  'docker-container-logs': isDockerLogs,
  'dockershim-state': below('/var/lib/dockershim'),
  'docker-config': (path: string) => isDockerConfig(path) || /^\/etc\/sysconfig\/docker[^/]*$/.test(path),
  'docker-certs': below('/etc/docker/certs.d'),
  'daemon-json': (path: string) => /(?:^|\/)(?:docker\/(?:config\/)?daemon\.json|docker-daemon\.json)$/.test(path),
  'docker-binary': isDockerBinary,
  'docker-run-state': (path: string) => below('/run/docker', '/run/docker.pid')(path) && !/\.sock$/.test(path),
  'docker-credentials': (path: string) =>
    /^\/(?:root|home\/[^/]+)?\/?\.docker(?:\/config\.json)?$/.test(path) || /^\/(?:root\/)?\.dockercfg$/.test(path) || path === '/var/lib/kubelet/config.json',
  'docker-log-file': (path: string) => /^\/var\/log\/(?:upstart\/)?docker(?:d|-[\w*]*)?(?:\.log|\/|$)/.test(path),
  'container-logs': below('/var/log/containers', '/var/log/pods'),
  'runtime-parent': (path: string) => path === '/run' || path === '/var' || path === '/' || path === '/run/docker',
  'docker-config-parent': (path: string) => path === '/etc' || path === '/',
  'docker-binary-parent': (path: string) => path === '/usr/bin' || path === '/usr' || path === '/bin' || path === '/usr/local/bin' || path === '/',
  'docker-data-parent': (path: string) => path === '/var/lib' || path === '/var' || path === '/',
} as const satisfies Record<string, (path: string) => boolean>;

/** The literals without which a text cannot name the path, lower case; for parents the word that makes one worth a look. */
const NEEDS: Partial<Record<NamedPath, readonly string[]>> = {
  'dockershim-socket': ['dockershim'],
  'dockershim-state': ['dockershim'],
  'cri-dockerd-socket': ['cri-docker'],
  'containerd-socket': ['containerd.sock', 'containerd-containerd'],
  'crio-socket': ['crio.sock'],
  'container-logs': ['/var/log/'],
  'docker-credentials': ['/.docker', 'kubelet/config.json'],
};
const PARENTS: ReadonlySet<string> = new Set(['runtime-parent', 'docker-config-parent', 'docker-binary-parent', 'docker-data-parent']);

export const namedPaths: readonly NamedPath[] = Object.keys(NAMED).filter(isNamedPath);

export function isNamedPath(name: string): name is NamedPath {
  return Object.hasOwn(NAMED, name);
}

/** Whether a path as written is the named one, or lies below it where the name stands for a folder. */
export function namesPath(name: NamedPath, raw: string): boolean {
  return NAMED[name](normalizePath(raw));
}

/** Literals of which every text that names the path holds one; nothing for folders that any text may name. */
export function pathNeeds(name: NamedPath): readonly string[] | undefined {
  return PARENTS.has(name) ? undefined : (NEEDS[name] ?? ['docker']);
}

const PATH_IN_TEXT = /(?:(?:unix|npipe|file):)?(?:[a-z]:)?(?:[\\/]{1,8}[\w.@{}$*\uFFFC-]+)+/gi;

/** Where a free text names a path: offsets within the text. */
export function mentionsOf(name: NamedPath, text: string): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(PATH_IN_TEXT)) {
    const path = match[0].replace(/[.\\]+$/, '');
    if (namesPath(name, path)) found.push({ start: match.index, end: match.index + path.length });
  }
  return found;
}

/** A path below another, as the kubelet joins a mount's subPath. */
export function joinPath(path: string, rest: string): string {
  return `${path.replace(/\/+$/, '')}/${rest.replace(/^\/+/, '')}`;
}

/** Whether a text is an absolute path. */
export function isAbsolute(text: string): boolean {
  return /^(?:\/|[a-z]:[\\/])/i.test(text);
}

const PATH_START = /(?:^|[\s"'`=:,;!([<>|])$/;

/** The absolute paths that a text names and where, schemes and trailing punctuation left out; a part of a longer word is none. */
export function pathMentions(text: string): readonly { readonly path: string; readonly start: number; readonly end: number }[] {
  const found: { path: string; start: number; end: number }[] = [];
  for (const match of text.matchAll(PATH_IN_TEXT)) {
    if (!PATH_START.test(text.slice(Math.max(0, match.index - 1), match.index))) continue;
    const written = match[0].replace(/[.\\$]+$/, '');
    const path = written.replace(/^(?:unix|npipe|file):(?:\/\/)?/, '');
    if (path.startsWith('/')) found.push({ path: collapse(path), start: match.index, end: match.index + written.length });
  }
  return found;
}
