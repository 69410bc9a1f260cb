// What the service and package managers of Windows are told to do: cmdlets, net, sc, and the providers of Docker's packages.
import type { Span } from '../model/location.ts';
import type { Collector, Context, Place } from './context.ts';
import { splitWords } from './flags.ts';
import { packageFact } from './packages.ts';
import { windowsScript, type CommandWord } from './unwrap.ts';

interface CommandParts {
  readonly program: string;
  readonly args: readonly string[];
  readonly span: Span;
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['start-service', 'start'],
  ['stop-service', 'stop'],
  ['restart-service', 'restart'],
  ['suspend-service', 'stop'],
  ['resume-service', 'start'],
  ['set-service', 'enable'],
  ['get-service', 'status'],
  ['remove-service', 'disable'],
  ['sasv', 'start'],
  ['spsv', 'stop'],
  ['gsv', 'status'],
]);
const CONTROL_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['start', 'start'],
  ['stop', 'stop'],
  ['pause', 'stop'],
  ['continue', 'start'],
  ['restart', 'restart'],
  ['config', 'enable'],
  ['failure', 'enable'],
  ['delete', 'disable'],
  ['query', 'status'],
  ['queryex', 'status'],
  ['qc', 'status'],
  ['status', 'status'],
]);
const CONTROLLERS: ReadonlySet<string> = new Set(['net', 'net1', 'sc', 'nssm']);

/** Signs between the commands of a line. */
const BETWEEN = /;|&&|\|\|?|\n/;

/** The commands that `powershell -Command` or `cmd /c` is given on a command line; nothing for other programs. */
export function windowsCommands(list: readonly CommandWord[]): readonly (readonly CommandWord[])[] | undefined {
  const script = windowsScript(list);
  const [only, ...more] = script?.words ?? [];
  if (script === undefined || only === undefined) return undefined;
  if (more.length > 0) return [script.words];
  return only.text.split(BETWEEN).map(line => splitWords(line).map(({ text }) => ({ text, start: only.start, end: only.end })));
}

/** Options of the cmdlets that take no name of a service from the next word. */
const OTHER_OPTION = /^-(?:startuptype|status|description|displayname|erroraction|warningaction|ea|wa|credential|errorvariable)$/i;

/** States what a command does to the services and packages of a Windows node. */
export function windowsFacts(command: CommandParts, place: Place, collect: Collector, context: Context): void {
  const program = command.program.toLowerCase();
  const action = ACTIONS.get(program);
  if (action !== undefined) serviceFacts(namesOf(command.args), actionOf(action, command.args), command, { place, collect, context });
  else if (CONTROLLERS.has(program)) controlled(command, { place, collect, context });
  else if (program === 'install-package' || program === 'install-module') installed(command, { place, collect, context });
}

interface Site {
  readonly place: Place;
  readonly collect: Collector;
  readonly context: Context;
}

function serviceFacts(names: readonly string[], action: string, { span }: CommandParts, { place, collect, context }: Site): void {
  for (const name of names) {
    const identity = `${place.identity} ${action} ${name}`;
    collect.add('service', { service: name.toLowerCase(), action, role: context.role }, span, { ...place, identity }, context);
  }
}

/** The names among a cmdlet's words. */
function namesOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, at) => !arg.startsWith('-') && !OTHER_OPTION.test(args[at - 1] ?? ''));
}

/** `Set-Service docker -StartupType Disabled` */
function actionOf(action: string, args: readonly string[]): string {
  if (action !== 'enable') return action;
  const value = (option: RegExp): string => (args[args.findIndex(arg => option.test(arg)) + 1] ?? '').toLowerCase();
  if (args.some(arg => /^-startuptype$/i.test(arg)) && value(/^-startuptype$/i) === 'disabled') return 'disable';
  return args.some(arg => /^-status$/i.test(arg)) && value(/^-status$/i) === 'stopped' ? 'stop' : 'enable';
}

/** `net start docker`, `sc \\host config docker start= auto` */
function controlled(command: CommandParts, site: Site): void {
  const args = command.args.filter(arg => !arg.startsWith('\\\\'));
  const [verb = '', name] = args;
  const action = CONTROL_ACTIONS.get(verb.toLowerCase());
  if (action !== undefined && name !== undefined) serviceFacts([name], args.some(arg => /^disabled$/i.test(arg)) ? 'disable' : action, command, site);
}

/** `Install-Package -Name docker -ProviderName DockerMsftProvider`, `Install-Module DockerMsftProvider` */
function installed({ program, args, span }: CommandParts, { place, collect, context }: Site): void {
  const named = args[args.findIndex(arg => /^-name$/i.test(arg)) + 1];
  const name = args.some(arg => /^-name$/i.test(arg)) ? named : args.find((arg, at) => !arg.startsWith('-') && args[at - 1]?.startsWith('-') !== true);
  const version = args[args.findIndex(arg => /^-requiredversion$/i.test(arg)) + 1];
  const isVersioned = args.some(arg => /^-requiredversion$/i.test(arg));
  const isDocker = program.toLowerCase() === 'install-package' && name?.toLowerCase() === 'docker';
  if (!isDocker) return;
  packageFact(isVersioned ? `docker=${version ?? ''}` : 'docker', { manager: 'Install-Package', state: 'present' }, { span, place }, collect, context);
}
