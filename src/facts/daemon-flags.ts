// The daemon's options as flags: on a command line, in a variable, handed on by another program.
import type { Word } from '../model/document.ts';
import type { Span } from '../model/location.ts';
import { mapSpan } from '../model/segment-map.ts';
import type { ScalarNode } from '../model/tree.ts';
import type { Collector, Site } from './context.ts';
import { childArtifact, scalarMap } from './embedded.ts';
import { flagsOf, isFlagText, splitWords } from './flags.ts';
import type { Visit } from './walk.ts';

/** Flags whose key in daemon.json is not their own name; `[]` and `.` make a list or a mapping of them. */
const KEY_OF_FLAG: Readonly<Record<string, string>> = {
  'registry-mirror': 'registry-mirrors[]',
  'insecure-registry': 'insecure-registries[]',
  'exec-opt': 'exec-opts[]',
  'storage-opt': 'storage-opts[]',
  'log-opt': 'log-opts.',
  'default-ulimit': 'default-ulimits.',
  'add-runtime': 'runtimes.',
  'authorization-plugin': 'authorization-plugins[]',
  'default-address-pool': 'default-address-pools[]',
  'dns-opt': 'dns-opts[]',
  label: 'labels[]',
  H: 'hosts[]',
  host: 'hosts[]',
  s: 'storage-driver',
  g: 'data-root',
  graph: 'data-root',
  b: 'bridge',
  D: 'debug',
  l: 'log-level',
  dns: 'dns[]',
  'dns-search': 'dns-search[]',
};
const FLAGS_WITHOUT_VALUE: ReadonlySet<string> = new Set([
  'debug',
  'D',
  'ip-forward',
  'ip-masq',
  'iptables',
  'ip6tables',
  'icc',
  'ipv6',
  'live-restore',
  'userland-proxy',
  'selinux-enabled',
  'tls',
  'tlsverify',
  'raw-logs',
  'init',
  'no-new-privileges',
  'experimental',
]);

const DAEMON_OPTIONS = /^(?:\w*docker\w*_?(?:opts?|options|args|flags)|(?:add|block|insecure)_registry|dockerd_\w+)$/i;

/** The daemon's options in one text, if its name says that they are the daemon's: `DOCKER_OPTS="--registry-mirror=..."`. */
export function daemonOptions(name: string, node: ScalarNode, site: Site): void {
  const isDaemons = DAEMON_OPTIONS.test(name) || (name === 'OPTIONS' && /docker/.test(fileOf(site.collect)));
  // A container's variables are the options of a daemon of its own.
  if (!isDaemons || site.context.container !== undefined || !isFlagText(node.text)) return;
  const map = scalarMap(site.collect.document.artifact, node);
  const words = splitWords(node.text).map(word => ({ ...word, ...mapSpan(map, word.start, word.end) }));
  daemonFlags(words, site);
}

function fileOf({ document: { artifact } }: Collector): string {
  return artifact.name === '' ? artifact.uri : artifact.name;
}

/** The flags of `dockerd` on a command line. */
export function daemonFlags(words: readonly Word[], site: Site): void {
  if (site.context.container !== undefined) return;
  for (const { name, value, span } of flagsOf(words)) {
    const bare = name.replace(/^-+/, '');
    const isSwitch = FLAGS_WITHOUT_VALUE.has(bare) && !/^(?:true|false)$/i.test(value);
    daemonSetting(bare, isSwitch ? 'true' : value, span, site);
  }
}

/** One option as the setting of daemon.json that it is; `flag` without dashes. */
export function daemonSetting(flag: string, value: string, span: Span, { place, collect, context }: Site): void {
  const pattern = KEY_OF_FLAG[flag] ?? flag;
  const equals = pattern.endsWith('.') ? value.indexOf('=') : -1;
  const part = value.slice(0, Math.max(equals, 0));
  const rest = value.slice(equals + 1);
  const key = pattern + part;
  const name = part === '' ? pattern.replace('[]', '') : part;
  const fields = { dialect: 'daemon-json', key, name, value: rest, file: fileOf(collect) };
  collect.add('setting', fields, span, { ...place, identity: `${place.identity} ${key}` }, context);
}

/** daemon.json as the value of another program's flag: `--docker-config-json '{...}'`. */
export function passedToDaemon(name: string, node: ScalarNode, { place, collect, context }: Site): void {
  if (name !== 'docker-config-json' || !node.text.trimStart().startsWith('{')) return;
  const at: Visit = { node, path: place.path, identity: place.identity, pattern: '', key: name };
  collect.children.push({ artifact: childArtifact(at, node, collect, 'daemon.json'), context, syntax: 'json' });
}
