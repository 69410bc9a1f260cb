// Programs that run another program: how to find that program, or the script, among their words.
import { programName } from './command.ts';
import { isRemoteClient, remoteParts } from './remote.ts';
import type { Value } from './value.ts';
import { joinValues, sliceValue } from './value.ts';

/** What a wrapper runs: a command of its own words, a script in them, or what comes from its standard input. */
export type Wrapped =
  | { readonly kind: 'command'; readonly words: readonly Value[]; readonly assignments: readonly Setting[] }
  | { readonly kind: 'script'; readonly script: Value; readonly assignments: readonly Setting[] }
  | { readonly kind: 'stdin' };

/** `NAME=value` among the words of `sudo` or `env`. */
export interface Setting {
  readonly name: Value;
  readonly value: Value;
}

interface Wrapper {
  /** Short options that take a value in the next word. */
  readonly short?: string;
  /** Long options that do. */
  readonly long?: readonly string[];
  /** Words before the command: a host, a directory, a duration. */
  readonly operands?: number;
  /** Its words are a script's text: joined by blanks and read by a shell. */
  readonly isText?: true;
  /** Takes `NAME=value` before the command. */
  readonly takesSettings?: true;
  /** Starts a shell where no command is given. */
  readonly startsShell?: true;
  /** Options whose value is a script. */
  readonly scriptOptions?: readonly string[];
  /** Runs nothing where one of these options is given. */
  readonly asks?: RegExp;
}

const SUDO: Wrapper = {
  short: 'ughpCcrtTUDR',
  takesSettings: true,
  startsShell: true,
  long: ['user', 'group', 'host', 'prompt', 'close-from', 'role', 'type', 'command-timeout', 'other-user', 'chdir', 'chroot'],
};
const SU: Wrapper = { short: 'sgGwu', long: ['shell', 'group', 'supp-group', 'user'], operands: 1, startsShell: true, scriptOptions: ['-c', '--command'] };
const PSSH: Wrapper = { short: 'hHlpoetxXO', long: ['hosts', 'host', 'user', 'par', 'outdir', 'errdir', 'timeout', 'options', 'extra-args'], isText: true };
const NONE: Wrapper = {};

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['sudo', SUDO],
  ['doas', { short: 'uCL', startsShell: true }],
  ['env', { short: 'uCS', long: ['unset', 'chdir'], takesSettings: true }],
  ['nohup', NONE],
  ['setsid', NONE],
  ['builtin', NONE],
  ['coproc', NONE],
  ['unbuffer', NONE],
  ['winpty', NONE],
  ['busybox', NONE],
  ['catatonit', NONE],
  ['hyperkube', NONE],
  ['s6-setuidgid', { operands: 1 }],
  ['setuidgid', { operands: 1 }],
  ['exec', { short: 'a' }],
  ['command', { asks: /^-[pvV]*[vV]/ }],
  ['time', { short: 'fo', long: ['format', 'output'] }],
  ['nice', { short: 'n', long: ['adjustment'] }],
  ['ionice', { short: 'cnpPu', long: ['class', 'classdata'] }],
  ['chrt', { operands: 1, short: 'TPD' }],
  ['taskset', { operands: 1, asks: /^-\w*p/ }],
  ['stdbuf', { short: 'ioe', long: ['input', 'output', 'error'] }],
  ['timeout', { short: 'sk', long: ['signal', 'kill-after'], operands: 1 }],
  ['watch', { short: 'nq', long: ['interval', 'equexit'], isText: true }],
  ['flock', { short: 'wE', long: ['wait', 'timeout', 'conflict-exit-code'], operands: 1, scriptOptions: ['-c', '--command'] }],
  [
    'systemd-run',
    {
      short: 'puHME',
      long: [
        'property',
        'unit',
        'host',
        'machine',
        'setenv',
        'description',
        'slice',
        'uid',
        'gid',
        'nice',
        'service-type',
        'on-calendar',
        'on-boot',
        'on-active',
        'working-directory',
        'timer-property',
      ],
    },
  ],
  ['systemd-cat', { short: 'tp', long: ['identifier', 'priority'] }],
  ['systemd-inhibit', { long: ['what', 'who', 'why', 'mode'] }],
  ['nsenter', { short: 'tSGN', long: ['target', 'setuid', 'setgid', 'net-socket'], startsShell: true }],
  ['unshare', { short: 'SGR', long: ['setuid', 'setgid', 'root', 'wd'], startsShell: true }],
  ['chroot', { long: ['userspec', 'groups'], operands: 1, startsShell: true }],
  ['setpriv', { long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set'] }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['tini', { short: 'pe' }],
  ['dumb-init', { short: 'r', long: ['rewrite'] }],
  ['ssh', { short: 'BbcDEeFIiJLlmOopQRSWw', operands: 1, isText: true, startsShell: true }],
  ['sshpass', { short: 'pfdP' }],
  ['pdsh', { short: 'wxglRtufb', isText: true }],
  ['clush', { short: 'wxgGXftuloO', isText: true }],
  ['pssh', PSSH],
  ['parallel-ssh', PSSH],
  ['eval', { isText: true }],
  ['su', SU],
  ['runuser', SU],
]);

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh']);

/** Whether a program runs one other command or script; `find` and `trap` are more than that. */
export function isWrapper(program: string): boolean {
  return SHELLS.has(program) || program === 'xargs' || WRAPPERS.has(program) || isRemoteClient(program);
}

/** What a command runs in its turn; nothing where it is no wrapper, or runs nothing. */
export function unwrap(words: readonly Value[]): readonly Wrapped[] {
  const program = programName(words[0]?.text ?? '');
  if (SHELLS.has(program)) return listOf(unwrapShell(words));
  if (program === 'xargs') return listOf(unwrapXargs(words));
  if (program === 'find') return unwrapFind(words);
  if (program === 'trap') return listOf(unwrapTrap(words));
  if (isRemoteClient(program)) return remoteParts(words).map(part => ({ ...part, assignments: [] }));
  const wrapper = WRAPPERS.get(program);
  return wrapper === undefined ? [] : listOf(unwrapProgram(words, program, wrapper));
}

function listOf(wrapped: Wrapped | undefined): readonly Wrapped[] {
  return wrapped === undefined ? [] : [wrapped];
}

function unwrapProgram(words: readonly Value[], program: string, wrapper: Wrapper): Wrapped | undefined {
  const assignments: Setting[] = [];
  // `runuser -u user command` has no user among its operands.
  let operands = program === 'runuser' && words.some(word => word.text === '-u') ? 0 : (wrapper.operands ?? 0);
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at];
    const text = word?.text ?? '';
    if (word === undefined || text === '--') {
      at++;
      break;
    }
    if (wrapper.asks?.test(text) === true) return undefined;
    const script = scriptOption(words, at, wrapper.scriptOptions ?? []);
    if (script !== undefined) return { kind: 'script', script, assignments };
    if (text.startsWith('-') && text !== '-') at += takesNext(text, wrapper) ? 1 : 0;
    else if (wrapper.takesSettings === true && settingOf(word) !== undefined) assignments.push(...settingsOf(word));
    else if (operands > 0) operands -= text === '-' ? 0 : 1;
    else if (text !== '-') break;
  }
  const rest = words.slice(words[at - 1]?.text === '--' ? at + operands : at);
  if (rest.length === 0) return wrapper.startsShell === true ? { kind: 'stdin' } : undefined;
  if (program === 'su') return undefined;
  return wrapper.isText === true ? { kind: 'script', script: joinValues(rest), assignments } : { kind: 'command', words: rest, assignments };
}

function takesNext(option: string, wrapper: Wrapper): boolean {
  if (option.startsWith('--')) return !option.includes('=') && (wrapper.long?.includes(option.slice(2)) ?? false);
  const letters = /^-[A-Za-z]{1,10}/.exec(option)?.[0] ?? '';
  for (let i = 1; i < letters.length; i++) {
    if (wrapper.short?.includes(letters[i] ?? '') === true) return i === option.length - 1;
  }
  return false;
}

function scriptOption(words: readonly Value[], at: number, options: readonly string[]): Value | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  for (const option of options) {
    const isCluster = option.length === 2 && word.text.length < 6 && /^-[a-z]+$/.test(word.text) && word.text.endsWith(option.slice(1));
    if (word.text === option || isCluster) return words[at + 1];
    if (option.startsWith('--') && word.text.startsWith(`${option}=`)) return sliceValue(word, option.length + 1);
  }
  return undefined;
}

function settingsOf(word: Value): readonly Setting[] {
  const setting = settingOf(word);
  return setting === undefined ? [] : [setting];
}

/** A word of the form `NAME=value`, taken apart. */
export function settingOf(word: Value): Setting | undefined {
  const match = /^([A-Za-z_]\w*)\+?=/.exec(word.text);
  if (match === null) return undefined;
  return { name: sliceValue(word, 0, match[1]?.length ?? 0), value: sliceValue(word, match[0].length) };
}

/** `bash -ec 'script' name args`, or a script from standard input. */
function unwrapShell(words: readonly Value[]): Wrapped | undefined {
  let isCommand = false;
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (!/^[-+]./.test(text)) break;
    if (text === '--rcfile' || text === '--init-file') at++;
    if (text.startsWith('--')) continue;
    if (text.startsWith('-') && text.includes('c')) isCommand = true;
    if (text === '-s') return { kind: 'stdin' };
    if (/[oO]$/.test(text)) at++;
  }
  const script = words[at];
  if (script === undefined || script.text === '-' || script.text === '/dev/stdin') return isCommand ? undefined : { kind: 'stdin' };
  return isCommand ? { kind: 'script', script, assignments: [] } : undefined;
}

const XARGS: Wrapper = { short: 'InPLdEsa', long: ['replace', 'max-args', 'max-procs', 'max-lines', 'delimiter', 'max-chars', 'arg-file'] };

function unwrapXargs(words: readonly Value[]): Wrapped | undefined {
  return unwrapProgram(words, 'xargs', XARGS);
}

const FIND_RUNS: ReadonlySet<string> = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/** Each `-exec command ;` of a `find`. */
function unwrapFind(words: readonly Value[]): readonly Wrapped[] {
  const result: Wrapped[] = [];
  for (let at = 1; at < words.length; at++) {
    if (!FIND_RUNS.has(words[at]?.text ?? '')) continue;
    const start = at + 1;
    while (at < words.length && words[at]?.text !== ';' && words[at]?.text !== '+') at++;
    if (at > start) result.push({ kind: 'command', words: words.slice(start, at), assignments: [] });
  }
  return result;
}

/** `trap 'script' SIGNAL...` */
function unwrapTrap(words: readonly Value[]): Wrapped | undefined {
  const script = words[1];
  if (script === undefined || words.length < 3 || script.text.startsWith('-') || script.text === '') return undefined;
  return { kind: 'script', script, assignments: [] };
}
