// From one command of the grammar to the commands it stands for: wrappers taken off, scripts among its words handed on.
import type { Guard, ScriptCommand } from '../../model/document.ts';
import type { SegmentMap } from '../../model/segment-map.ts';
import { mapSpan } from '../../model/segment-map.ts';
import { programName } from './command.ts';
import type { Connections } from './output.ts';
import { heredocsOf, readerOf, writtenText } from './output.ts';
import type { Input, Streams } from './redirects.ts';
import { readRedirects } from './redirects.ts';
import { makeCommand } from './script-command.ts';
import type { Syntax } from '../grammar.ts';
import type { Value } from './value.ts';
import { liftValue } from './value.ts';
import type { Lookup } from './variables.ts';
import type { WordSource } from './words.ts';
import { readArgument, readWord } from './words.ts';
import type { Setting, Wrapped } from './wrappers.ts';
import { settingOf, unwrap } from './wrappers.ts';

/** One script, or a script within a script, while it is walked. */
export interface Source extends WordSource {
  /** How it lies in the outermost text; nothing for that text itself. */
  readonly map: SegmentMap | undefined;
  readonly guardAt: (offset: number) => Guard | undefined;
  /** The variables that it runs as commands. */
  readonly run: ReadonlySet<string>;
  /** Standard input from around the script, until its first command takes it. */
  readonly pending: Input[];
}

/** What holds around a script within a script. */
export interface Around {
  readonly wrappers: readonly string[];
  readonly settings: readonly Setting[];
  readonly inputs: readonly Input[];
  readonly target?: string | undefined;
  readonly guard?: Guard | undefined;
  readonly lookup?: Lookup;
  /** How many scripts are around it. */
  readonly level: number;
}

/** A command, or a script to be read in its turn; `otherwise` is the command to report where that script holds none. */
export type Emission = { readonly command: ScriptCommand } | { readonly script: Value; readonly around: Around; readonly otherwise?: ScriptCommand };

/** Where a command stands. */
export interface Place {
  readonly source: Source;
  readonly around: Around;
  readonly guard: Guard | undefined;
}

/** A command on its way out of its wrappers. */
interface Work {
  readonly words: readonly Value[];
  readonly settings: readonly Setting[];
  readonly wrappers: readonly string[];
}

type WrappedScript = Exclude<Wrapped, { kind: 'command' }>;

interface Guarded {
  readonly around: Around;
  readonly guard: Guard | undefined;
}

const MAX_WRAPPERS = 12;
/** A stretch that was not understood once is seldom understood later, so it counts for several scripts around it. */
const STRAY_LEVELS = 3;
const DECLARING: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);
const ARGUMENTS_BEFORE: ReadonlySet<string> = new Set(['file_redirect', 'herestring_redirect', 'heredoc_redirect', 'variable_assignment']);

/** The commands that a `command` node stands for. */
export function emitCommand(node: Syntax, streams: Streams, place: Place): readonly Emission[] {
  const { source, around } = place;
  const lift = (value: Value): Value => liftValue(value, source.map);
  const own = readRedirects(node.children, source, streams);
  const argumentNodes = node.children.filter(child => !ARGUMENTS_BEFORE.has(child.type));
  const words = [...argumentNodes, ...own.words].flatMap(child => readArgument(child, source)).map(lift);
  const settings = [...around.settings, ...settingsIn(node.children, source)];
  const reader = own.reader === undefined ? undefined : readerOf(own.reader, source);
  const inputs = [...own.inputs.map(input => liftInput(input, source)), ...source.pending.splice(0)];
  const guarded = { around, guard: place.guard ?? source.guardAt(node.start) ?? around.guard };
  const connections = { inputs, target: own.target ?? reader?.target, feedsShell: reader?.isShell ?? false };
  if (DECLARING.has(words[0]?.text ?? '')) {
    const declared = words.flatMap(word => settingOf(word) ?? []);
    return [{ command: makeCommand({ words: [], settings: [...settings, ...declared], wrappers: around.wrappers }, guarded.guard, []) }];
  }
  return unwrapAll({ words, settings, wrappers: around.wrappers }, connections, guarded);
}

function liftInput({ value, span }: Input, source: Source): Input {
  return { value: liftValue(value, source.map), span: source.map === undefined ? span : mapSpan(source.map, span.start, span.end) };
}

function settingsIn(nodes: readonly Syntax[], source: Source): Setting[] {
  return nodes
    .filter(node => node.type === 'variable_assignment')
    .map(node => {
      const [name, , value] = node.children;
      const end = { text: '', map: [], extent: { start: node.end, end: node.end } };
      return {
        name: liftValue(name === undefined ? end : readWord(name, source), source.map),
        value: liftValue(value === undefined ? end : readWord(value, source), source.map),
      };
    });
}

function unwrapAll(first: Work, connections: Connections, { around, guard }: Guarded): readonly Emission[] {
  const emissions: Emission[] = [];
  const works = [first];
  for (const work of works) {
    const program = programName(work.words[0]?.text ?? '');
    const parts = work.wrappers.length - first.wrappers.length < MAX_WRAPPERS ? unwrap(work.words) : [];
    const inner: Work = { ...work, wrappers: [...work.wrappers, program] };
    const plain = makeCommand(work, guard, heredocsOf(work.words, connections));
    // What `find` looks through matters as much as what it runs.
    if (program === 'find') emissions.push({ command: plain });
    const before = emissions.length + works.length;
    for (const part of parts) {
      if (part.kind === 'command') works.push({ ...inner, words: part.words, settings: [...work.settings, ...part.assignments] });
      else emissions.push(...scriptsOf(part, inner, plain, { connections, around, guard }));
    }
    if (emissions.length + works.length > before || program === 'find') continue;
    emissions.push({ command: plain });
    if (connections.feedsShell) emissions.push(...fedScript(work, { around, guard }));
  }
  return emissions;
}

/** The scripts among a wrapper's words, or in its standard input. */
function scriptsOf(part: WrappedScript, work: Work, otherwise: ScriptCommand, context: Guarded & { connections: Connections }): readonly Emission[] {
  const {
    connections: { inputs, target },
    around,
    guard,
  } = context;
  const settings = part.kind === 'script' ? [...work.settings, ...part.assignments] : work.settings;
  const inner: Around = { ...around, guard, wrappers: work.wrappers, settings, inputs: [], target, level: around.level + 1 };
  if (part.kind === 'script') return [{ script: part.script, around: { ...inner, inputs }, otherwise }];
  return inputs.map(input => ({ script: input.value, around: inner, otherwise }));
}

/** `echo 'docker ps' | bash` */
function fedScript(work: Work, { around, guard }: Guarded): readonly Emission[] {
  const script = writtenText(work.words);
  return script === undefined ? [] : [{ script, around: { ...around, guard, inputs: [], target: undefined, level: around.level + 1 } }];
}

/** The commands that assignments without a program are. */
export function emitAssignments(node: Syntax, children: readonly Syntax[], place: Place): readonly Emission[] {
  const { source, around } = place;
  const settings = settingsIn(children, source);
  if (settings.length === 0) return [];
  const guard = place.guard ?? source.guardAt(node.start) ?? around.guard;
  const command = makeCommand({ words: [], settings, wrappers: around.wrappers }, guard, []);
  return [{ command }, ...settings.flatMap(setting => runLater(setting, source, { around, guard }))];
}

/** `CHECK="docker ps"` in one branch, another command in the next, and `$CHECK` behind both. */
function runLater({ name, value }: Setting, source: Source, { around, guard }: Guarded): readonly Emission[] {
  if (!source.run.has(name.text) || !/\S\s+\S/.test(value.text) || source.lookup(name.text, 0) !== undefined) return [];
  return [{ script: value, around: { ...around, guard, inputs: [], target: undefined, level: around.level + 1 } }];
}

/** `[ -S /var/run/docker.sock ]`, which the grammar does not take for a command. */
export function emitWords(node: Syntax, place: Place): readonly Emission[] {
  const { source, around } = place;
  const words: Value[] = [];
  const stack: Syntax[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next === node || EXPRESSIONS.has(next.type)) for (const child of next.children.toReversed()) stack.push(child);
    else words.push(liftValue(readWord(next, source), source.map));
  }
  const guard = place.guard ?? source.guardAt(node.start) ?? around.guard;
  return [{ command: makeCommand({ words, settings: [], wrappers: around.wrappers }, guard, []) }];
}

const EXPRESSIONS: ReadonlySet<string> = new Set(['binary_expression', 'unary_expression', 'parenthesized_expression']);

/** The text of a here-document that no single command reads, such as a loop's. */
export function emitInputs(node: Syntax, streams: Streams, place: Place): readonly Emission[] {
  const { source, around } = place;
  if (streams.inputs.length === 0) return [];
  const inputs = streams.inputs.map(input => liftInput(input, source));
  const guard = place.guard ?? source.guardAt(node.start) ?? around.guard;
  const heredocs = heredocsOf([], { inputs, target: streams.target, feedsShell: false });
  return [{ command: makeCommand({ words: [], settings: [], wrappers: around.wrappers }, guard, heredocs) }];
}

/** A stretch that the grammar could make nothing of, to be read by itself. */
export function emitStray(stray: Value, place: Place): readonly Emission[] {
  const { source, around } = place;
  const guard = place.guard ?? around.guard;
  return [{ script: liftValue(stray, source.map), around: { ...around, inputs: [], lookup: source.lookup, guard, level: around.level + STRAY_LEVELS } }];
}
