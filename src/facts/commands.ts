// One command line: the program behind its wrappers, its flags, and the packages and services that it touches.
import { programName, subcommandOf } from '../readers/shell/command.ts';
import type { Collector, Context, Place, Site } from './context.ts';
import { daemonFlags, passedToDaemon } from './daemon-flags.ts';
import { flagsOf, scalarWithin, type FlagText } from './flags.ts';
import { commandValues } from './helm-parameters.ts';
import { kubeletOptionsBySed, passedToKubelet } from './kubelet.ts';
import { INIT_SCRIPT, packageFacts } from './packages.ts';
import { MOST_WRAPPERS, unwrap, type CommandWord } from './unwrap.ts';
import { windowsCommands, windowsFacts } from './windows.ts';

export interface CommandSite {
  readonly place: Place;
  /** The kind of volume behind a path, in a container. */
  readonly backing?: (path: string) => string | undefined;
  /** Wrappers that were taken off already. */
  readonly wrappers?: readonly string[];
}

/** Facts of a command line. */
export function words(list: readonly CommandWord[], site: CommandSite, collect: Collector, context: Context): void {
  const { words: command, wrappers } = unwrap(list);
  const inner = (site.wrappers?.length ?? 0) < MOST_WRAPPERS ? windowsCommands(command) : undefined;
  if (inner !== undefined) {
    for (const one of inner) words(one, { ...site, wrappers: [...(site.wrappers ?? []), ...wrappers, programName(command[0]?.text ?? '')] }, collect, context);
    return;
  }
  const [first] = command;
  const last = command.at(-1);
  if (first === undefined || last === undefined) return;
  const isFlag = first.text.startsWith('-');
  const program = isFlag ? '' : INIT_SCRIPT.test(first.text) ? first.text : programName(first.text);
  const args = (isFlag ? command : command.slice(1)).map(word => word.text);
  const here: FlagSite = { place: site.place, collect, context, ...(site.backing === undefined ? {} : { backing: site.backing }) };
  flagFacts(program, isFlag ? command : command.slice(1), here);
  if (program === '') return;
  const subcommand = subcommandOf(program, args);
  const container = context.container === undefined ? {} : { container: context.container };
  const line = command.map(word => word.text).join(' ');
  const span = { start: first.start, end: Math.max(first.end, last.end) };
  const around = [...(context.wrappers ?? []), ...(site.wrappers ?? []), ...wrappers];
  collect.add(
    'command',
    { program, line, args, wrappers: around, role: context.role, ...container, ...(subcommand === undefined ? {} : { subcommand }) },
    span,
    site.place,
    context,
  );
  packageFacts({ program, args, span }, site.place, collect, context);
  windowsFacts({ program, args, span }, site.place, collect, context);
  if (program === 'helm') commandValues(command.slice(1), here);
  if (program === 'sed') kubeletOptionsBySed(command.slice(1), here);
  if (isDaemon(program, args)) daemonFlags(command.slice(1), here);
  if (subcommand === 'run') flagFacts('kubelet', kubeletWithin(command), here);
}

/** The kubelet's own flags where it runs in a container: `docker run ... hyperkube:v1.9.0 /hyperkube kubelet --network-plugin=cni`. */
function kubeletWithin(command: readonly CommandWord[]): readonly CommandWord[] {
  const at = command.findIndex(({ text }, index) => /^(?:\/\S*)?kubelet$/.test(text) && KUBELET_IMAGE.test(command[index - 1]?.text ?? ''));
  return at < 0 ? [] : command.slice(at + 1);
}

/** An image of the kubelet, or the program that all of Kubernetes was once. */
const KUBELET_IMAGE = /(?:^|\/)(?:hyperkube|kubelet)(?:-\w{1,20})?(?:[:@]\S{1,200})?$/;

/** `dockerd`, as Docker 1.12 calls it, `docker daemon` of 1.8 or `docker -d` before. */
function isDaemon(program: string, args: readonly string[]): boolean {
  if (/^dockerd(?:-current|-ce)?$/.test(program)) return true;
  return /^docker(?:-current|\.io)?$/.test(program) && (args[0] === 'daemon' || DAEMON_SWITCH.test(args.slice(0, 20).join(' ')));
}

/** No subcommand stands before it, which has a `-d` of its own: at most the flags that the client has too, `-H` with its value. */
const DAEMON_SWITCH = /^(?:(?:-D|--debug|(?:-H|--host)[= ]\S+) )*(?:-d|--daemon)(?:=true)?(?: -|$)/;

type FlagSite = Site & Pick<CommandSite, 'backing'>;

/** The flags of a command, however their dashes and underscores are written, and those that it hands on to the kubelet or to Docker. */
function flagFacts(program: string, list: readonly CommandWord[], site: FlagSite): void {
  for (const flag of flagsOf(list)) {
    const name = flag.name.replace(/^-+/, '').replaceAll('_', '-');
    flagFact(program, { ...flag, name }, site);
    if (flag.value === '' || !/kubelet|docker/.test(name)) continue;
    const value = scalarWithin(site.collect.document.artifact, flag.span, flag.value);
    passedToKubelet(name, value, site);
    passedToDaemon(name, value, site);
  }
}

function flagFact(program: string, { name, value, span }: FlagText, { place, collect, context, backing }: FlagSite): void {
  const source = backing?.(value.replace(/^(?:\w+:)?(?:unix|npipe|file):(?:\/\/)?/, ''));
  const container = context.container === undefined ? {} : { container: context.container };
  const fields = { program, name, value, ...container, ...(source === undefined ? {} : { backing: source }) };
  collect.add('flag', fields, span, { ...place, identity: `${place.identity} --${name}` }, context);
}
