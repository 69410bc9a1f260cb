// Packages that a command installs or removes, and services that it starts or stops.
import type { Span } from '../model/location.ts';
import type { Collector, Context, Place } from './context.ts';

/** A service's start script, which has the name of the service and not of a program. */
export const INIT_SCRIPT = /(?:^|\/)(?:init|rc)\.d\/([\w.-]+)$/;

interface CommandParts {
  /** Without its folder, but for start scripts. */
  readonly program: string;
  readonly args: readonly string[];
  readonly span: Span;
}

const INSTALLERS: Readonly<Record<string, { readonly install: ReadonlySet<string>; readonly remove: ReadonlySet<string> }>> = Object.fromEntries(
  ['apt-get', 'apt', 'aptitude', 'yum', 'dnf', 'tdnf', 'microdnf', 'zypper', 'apk', 'snap', 'amazon-linux-extras', 'brew', 'choco', 'emerge', 'pacman'].map(
    name => [
      name,
      {
        install: new Set(['install', 'in', 'add', 'localinstall', 'reinstall', 'enable', '-S']),
        remove: new Set(['remove', 'purge', 'erase', 'autoremove', 'rm', 'del', 'uninstall']),
      },
    ],
  ),
);

const SERVICE_ACTIONS = [
  'start',
  'stop',
  'restart',
  'try-restart',
  'reload',
  'reload-or-restart',
  'enable',
  'disable',
  'mask',
  'unmask',
  'is-active',
  'is-enabled',
  'status',
  'show',
  'cat',
  'is-failed',
  'kill',
  'condrestart',
] as const;

/** Programs that take packages as files: the options that install them and those that take them off. */
const FILE_INSTALLERS: Readonly<Record<string, { readonly install: RegExp; readonly remove: RegExp }>> = {
  dpkg: { install: /^(?:-[A-Za-z]*i[A-Za-z]*|--install|--unpack)$/, remove: /^(?:-[rP]|--remove|--purge)$/ },
  rpm: { install: /^(?:-[^\WqVe]*[iUF][^\WqVe]*|--install|--upgrade)$/, remove: /^(?:-e[a-z]*|--erase)$/ },
};

/** States what a package manager or a service manager is told to do. */
export function packageFacts(command: CommandParts, place: Place, collect: Collector, context: Context): void {
  const installer = INSTALLERS[command.program];
  if (installer !== undefined) installs(command, installer, place, collect, context);
  installsFiles(command, place, collect, context);
  if (['systemctl', 'service', 'rc-service', 'initctl', 'chkconfig', 'invoke-rc.d', 'rc-update'].includes(command.program))
    services(command, place, collect, context);
  const init = initScript(command);
  if (init !== undefined) collect.add('service', { ...init, role: context.role }, command.span, place, context);
}

function installs(
  command: CommandParts,
  verbs: { readonly install: ReadonlySet<string>; readonly remove: ReadonlySet<string> },
  place: Place,
  collect: Collector,
  context: Context,
): void {
  const at = command.args.findIndex(arg => verbs.install.has(arg) || verbs.remove.has(arg));
  const verb = command.args[at];
  if (verb === undefined) return;
  const state = verbs.install.has(verb) ? ('present' as const) : ('absent' as const);
  for (const arg of command.args.slice(at + 1))
    if (!arg.startsWith('-')) packageFact(arg, { manager: command.program, state }, { span: command.span, place }, collect, context);
}

/** `dpkg -i docker-ce_19.03.8_amd64.deb`, `rpm -Uvh docker-ce-18.09.rpm` */
function installsFiles({ program, args, span }: CommandParts, place: Place, collect: Collector, context: Context): void {
  const options = FILE_INSTALLERS[program];
  if (options === undefined) return;
  const isInstalled = args.some(arg => options.install.test(arg));
  if (!isInstalled && !args.some(arg => options.remove.test(arg))) return;
  const how = { manager: program, state: isInstalled ? ('present' as const) : ('absent' as const) };
  for (const arg of args) if (!arg.startsWith('-')) packageFact(arg, how, { span, place }, collect, context);
}

/** A variable that nothing sets stands for itself: its name can tell what it is. */
const VARIABLE = /^(\{\{[^{}]{1,200}\}\})$/;

/** Folders and files of Kubernetes by their names: `roles/kubernetes/tasks/docker.yml`, `k8s-node.yml`. */
const KUBERNETES = /(?:^|[/_.-])(?:kube(?:rnetes|adm|let|spray)?|k8s|k3s)(?=[/_.-]|$)/i;

/** A name with the version behind it, which a template may fill in: `docker-ce-{{ version }}`, `docker-ce$VERSION`. */
const PACKAGE = /^([A-Za-z][\w.+]*(?:-[A-Za-z][\w.+]*)*)(?:(?:=|-(?=[\d{$\uFFFC])|(?=\{\{|\uFFFC)|\s*[<>=]+\s*)(.*))?$/;

function isKnown(version: string | undefined): boolean {
  return version !== undefined && version !== '' && !/[{}$\uFFFC]/.test(version);
}

/** A package given as a file or an address: `https://.../docker-ce-18.06.1.ce-3.el7.x86_64.rpm`. */
function packageOfFile(written: string): string {
  return /\.(?:rpm|deb|apk|msi)$/.test(written) ? written.slice(written.lastIndexOf('/') + 1).replace(/_/, '=') : written;
}

/** One package as package managers write it: `docker-ce=5:20.10.7~3-0~ubuntu-focal`, `docker-ce-20.10.7`, `./docker-ce_20.10.7.deb`. */
export function packageFact(
  written: string,
  how: { readonly manager: string; readonly state: 'present' | 'absent' },
  { span, place }: { readonly span: Span; readonly place: Place },
  collect: Collector,
  context: Context,
): void {
  const match = VARIABLE.exec(written) ?? PACKAGE.exec(packageOfFile(written.replace(/["']/g, '')));
  if (match?.[1] === undefined) return;
  const version = isKnown(match[2]) ? match[2]?.replace(/^\d+:/, '') : undefined;
  const identity = `${place.identity} ${match[1]}`;
  const purpose = KUBERNETES.test(collect.document.artifact.uri) ? { for: 'kubernetes' as const } : {};
  collect.add('package', { package: match[1], ...how, ...purpose, ...(version === undefined ? {} : { version }) }, span, { ...place, identity }, context);
}

function services(command: CommandParts, place: Place, collect: Collector, context: Context): void {
  const plain = command.args.filter(arg => !arg.startsWith('-'));
  const action = plain.find(arg => SERVICE_ACTIONS.some(known => known === arg));
  if (action === undefined) return;
  for (const name of plain) {
    if (name === action) continue;
    collect.add(
      'service',
      { service: serviceName(name), action, role: context.role },
      command.span,
      { ...place, identity: `${place.identity} ${action} ${name}` },
      context,
    );
  }
}

/** A unit's name without `.service`; sockets keep theirs. */
export function serviceName(unit: string): string {
  return unit.replace(/\.service$/, '');
}

/** `/etc/init.d/docker restart` */
function initScript({ program, args }: CommandParts): { service: string; action: string } | undefined {
  const service = INIT_SCRIPT.exec(program)?.[1];
  const action = args.find(arg => SERVICE_ACTIONS.some(known => known === arg));
  return service === undefined || action === undefined ? undefined : { service, action };
}
