// Programs that run a command on another machine in a way of their own: clouds' clients, tools for many hosts, shells on nodes.
import { programName } from './command.ts';
import type { Value } from './value.ts';
import { sliceValue, spanOf, ValueBuilder } from './value.ts';

/** What is run elsewhere: a command of the program's own words, or a script in one of them. */
export type Remote = { readonly kind: 'command'; readonly words: readonly Value[] } | { readonly kind: 'script'; readonly script: Value };

interface Client {
  /** What its words without options say where it runs something. */
  readonly runs: RegExp;
  /** The option, or the word, whose value is a script. */
  readonly script?: RegExp;
  /** More than one script may follow. */
  readonly isList?: true;
  /** A command follows `--`. */
  readonly dashes?: true;
  /** Words before the command, where no `--` is: `exec NAME`. */
  readonly operands?: number;
}

const NODE_SHELL: Client = { runs: /(?:^| )(?:debug (?:\S+ ){0,8}?nodes?\/|node[-_]shell )/, dashes: true };
const CONTAINER: Client = { runs: /^exec /, dashes: true };
const SALT: Client = { runs: /(?:^| )cmd\.(?:run|shell|run_all|run_stdout)(?: |$)/, script: /^cmd\.(?:run|shell|run_all|run_stdout)$/ };

const CLIENTS: ReadonlyMap<string, Client> = new Map([
  ['gcloud', { runs: /(?:^| )compute (?:\S+ ){0,4}?ssh /, script: /^--command$/, dashes: true }],
  ['az', { runs: /^(?:vm|vmss) run-command (?:invoke|create) ?/, script: /^--scripts?$/, isList: true }],
  ['vagrant', { runs: /^ssh(?: |$)/, script: /^(?:-c|--command)$/, dashes: true }],
  ['salt', SALT],
  ['salt-ssh', SALT],
  ['salt-call', SALT],
  ['kubectl', NODE_SHELL],
  ['oc', NODE_SHELL],
  ['lxc', CONTAINER],
  ['incus', CONTAINER],
  ['multipass', { ...CONTAINER, operands: 2 }],
  ['limactl', { runs: /^shell /, dashes: true, operands: 2 }],
  ['tsh', { runs: /^ssh /, operands: 2 }],
]);

/** Ansible's modules that take a command line; the first is the one that it takes where none is named. */
const ANSIBLE_MODULES = /^(?:command|shell|raw)?$/;
/** More than any list of commands that anyone has written on one line. */
const MOST_SCRIPTS = 50;
const LONGEST_LOOK = 2000;

export function isRemoteClient(program: string): boolean {
  return CLIENTS.has(program) || program === 'ansible' || program === 'aws';
}

/** What a command runs on other machines; nothing where it does something else. */
export function remoteParts(words: readonly Value[]): readonly Remote[] {
  const program = programName(words[0]?.text ?? '');
  if (program === 'ansible') return adHoc(words);
  if (program === 'aws') return sentCommands(words);
  const stated = /^salt(?:-|$)/.test(program) ? functionOfSalt(words) : undefined;
  if (stated !== undefined) return [stated];
  const client = CLIENTS.get(program);
  const said = plainWords(words).join(' ').slice(0, LONGEST_LOOK);
  if (client?.runs.test(`${said} `) !== true) return [];
  const scripts = client.script === undefined ? [] : valuesOf(words, client.script, client.isList === true);
  if (scripts.length > 0) return scripts.map(script => ({ kind: 'script', script }));
  const dashes = client.dashes === true ? words.findIndex(word => word.text === '--') : -1;
  const rest = dashes > 0 ? words.slice(dashes + 1) : afterOperands(words, client.operands);
  return rest.length === 0 ? [] : [{ kind: 'command', words: rest }];
}

function plainWords(words: readonly Value[]): readonly string[] {
  return words.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text]));
}

/** The values of an option: what follows it, or what stands behind its letter or its `=`. */
function valuesOf(words: readonly Value[], option: RegExp, isList = false): readonly Value[] {
  for (const [index, word] of words.entries()) {
    if (option.test(word.text)) {
      const after = words.slice(index + 1, isList ? index + 1 + MOST_SCRIPTS : index + 2);
      const end = isList ? after.findIndex(({ text }) => text.startsWith('--')) : -1;
      return end < 0 ? after : after.slice(0, end);
    }
    // `-a'docker ps'`
    if (/^-[^-]./.test(word.text) && option.test(word.text.slice(0, 2))) return [sliceValue(word, 2)];
    const equals = word.text.indexOf('=');
    if (word.text.startsWith('--') && equals > 0 && option.test(word.text.slice(0, equals))) return [sliceValue(word, equals + 1)];
  }
  return [];
}

function afterOperands(words: readonly Value[], operands: number | undefined): readonly Value[] {
  let left = operands ?? -1;
  const at = words.findIndex((word, index) => index > 0 && !word.text.startsWith('-') && left-- === 0);
  return at < 0 ? [] : words.slice(at);
}

/** `ansible nodes -m shell -a 'docker ps'` */
function adHoc(words: readonly Value[]): readonly Remote[] {
  const [module] = valuesOf(words, /^(?:-[bkKvCDo]{0,6}m|--module-name)$/);
  const name = module?.text.replace(/^ansible\.(?:builtin|legacy)\./, '') ?? '';
  const given = valuesOf(words, /^(?:-[bkKvCDo]{0,6}a|--args)$/);
  if (ANSIBLE_MODULES.test(name)) return given.map(script => ({ kind: 'script', script }));
  return given.flatMap(value => commandOf(name, value) ?? []);
}

const ACTIONS: Readonly<Record<string, string>> = { started: 'start', restarted: 'restart', reloaded: 'reload', stopped: 'stop' };
const MANAGERS: Readonly<Record<string, string>> = { apt: 'apt-get', package: 'yum', yum: 'yum', dnf: 'dnf', zypper: 'zypper' };

/** What a module for services or packages does, as a command: `-m service -a 'name=docker state=restarted'`. */
function commandOf(module: string, given: Value): Remote | undefined {
  const set = new Map(
    [...given.text.slice(0, LONGEST_LOOK).matchAll(/(\w{1,50})=(["']?)([^\s"']{0,200})\2/g)].map(([, key = '', , value = '']) => [key, value]),
  );
  const name = set.get('name') ?? set.get('pkg');
  const state = set.get('state') ?? '';
  const manager = MANAGERS[module];
  const isService = /^(?:service|systemd|systemd_service|sysvinit)$/.test(module);
  const action = isService ? (ACTIONS[state] ?? (/^(?:yes|true|1)$/i.test(set.get('enabled') ?? '') ? 'enable' : undefined)) : undefined;
  const packages = manager === undefined ? [] : [manager, /^(?:absent|removed)$/.test(state) ? 'remove' : 'install', '-y'];
  const command = action === undefined ? packages : ['systemctl', action];
  const extent = spanOf(given);
  if (name === undefined || command.length === 0 || extent === undefined) return undefined;
  return { kind: 'command', words: [...command, ...name.split(',')].map(text => ({ ...new ValueBuilder().inexact(text, extent).build(), extent })) };
}

const SALT_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'service.start': ['systemctl', 'start'],
  'service.restart': ['systemctl', 'restart'],
  'service.reload': ['systemctl', 'reload'],
  'service.stop': ['systemctl', 'stop'],
  'service.enable': ['systemctl', 'enable'],
  'pkg.install': ['apt-get', 'install', '-y'],
  'pkg.remove': ['apt-get', 'remove', '-y'],
  'pkg.purge': ['apt-get', 'purge', '-y'],
};

/** `salt 'node*' service.restart docker` */
function functionOfSalt(words: readonly Value[]): Remote | undefined {
  const at = words.findIndex(({ text }) => Object.hasOwn(SALT_FUNCTIONS, text));
  const named = words[at];
  const subject = words[at + 1];
  const extent = named === undefined ? undefined : spanOf(named);
  if (named === undefined || subject === undefined || extent === undefined || /^-|=/.test(subject.text)) return undefined;
  const command = SALT_FUNCTIONS[named.text] ?? [];
  return { kind: 'command', words: [...command.map(text => ({ ...new ValueBuilder().inexact(text, extent).build(), extent })), subject] };
}

/** `aws ssm send-command --parameters 'commands=["docker ps"]'` */
function sentCommands(words: readonly Value[]): readonly Remote[] {
  if (!/^ssm send-command(?: |$)/.test(plainWords(words).slice(0, 2).join(' '))) return [];
  return valuesOf(words, /^--parameters$/).flatMap(given => {
    const key = /^\s*\{?\s*["']?commands["']?\s*[=:]\s*/.exec(given.text);
    if (key === null) return [];
    const value = sliceValue(given, key[0].length);
    if (!value.text.startsWith('[')) return [{ kind: 'script', script: value }];
    const listed = [...value.text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].slice(0, MOST_SCRIPTS);
    return listed.map(({ index, 1: text = '' }): Remote => ({ kind: 'script', script: sliceValue(value, index + 1, index + 1 + text.length) }));
  });
}
