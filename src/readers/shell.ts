// Shell scripts: every simple command in a text, wherever it hides, with its place.
import type { ScriptCommand } from '../model/document.ts';
import { mapSpan } from '../model/segment-map.ts';
import type { ReadError } from './result.ts';
import type { Around, Emission, Source } from './shell/emit.ts';
import { runVariables } from './shell/run-variables.ts';
import type { ParseSyntax } from './shell/syntax.ts';
import { loadParser } from './shell/syntax.ts';
import { maskTemplate } from './shell/template.ts';
import type { Value } from './shell/value.ts';
import { sliceValue, ValueBuilder } from './shell/value.ts';
import type { Budget, Lookup } from './shell/variables.ts';
import { collectArrays, collectVariables, loopValues } from './shell/variables.ts';
import { walk } from './shell/walk.ts';
import { readWord } from './shell/words.ts';

/** Longer texts are read up to here: they are archives that call themselves scripts. */
export const MAX_SCRIPT = 1_000_000;

export interface ShellResult {
  /** Every simple command in the order of the text; none where the text is no script. */
  readonly commands: readonly ScriptCommand[];
  /** What the bounds of this reader left unread. */
  readonly errors: readonly ReadError[];
}

export interface ShellReader {
  /** Reads a script, or one that was put together from pieces of another text, whose places its commands then have. Never throws. */
  read(script: string | Value): ShellResult;
}

/** A script that is still to be read. */
interface Pending {
  readonly script: Value;
  readonly around: Around;
  readonly otherwise?: ScriptCommand;
}

const MAX_LEVEL = 8;
/** Characters that expansions, and scripts within scripts, may add to what is read. */
const EXPANSION_BUDGET = 1_000_000;

let loading: Promise<ShellReader> | undefined;

/** Loads the shell parser, once; ask only when there is a script to read. */
export function loadShell(): Promise<ShellReader> {
  loading ??= loadParser().then(parse => ({ read: script => readAll(wholeOf(script), parse) }));
  return loading;
}

/** A script as a value, no longer than is read. */
export function wholeOf(script: string | Value): Value & { readonly errors: readonly ReadError[] } {
  const { text, map } = typeof script === 'string' ? new ValueBuilder().exact(script, 0).build() : script;
  if (text.length <= MAX_SCRIPT) return { text, map, errors: [] };
  const message = `a script of more than ${String(MAX_SCRIPT)} characters`;
  return { ...sliceValue({ text, map }, 0, MAX_SCRIPT), errors: [{ code: 'too-complex', message, offset: mapSpan(map, MAX_SCRIPT, MAX_SCRIPT + 1).start }] };
}

function readAll(whole: ReturnType<typeof wholeOf>, parse: ParseSyntax): ShellResult {
  const commands: ScriptCommand[] = [];
  const errors: ReadError[] = [...whole.errors];
  const budget: Budget = { characters: EXPANSION_BUDGET };
  const pending: Pending[] = [{ script: whole, around: { wrappers: [], settings: [], inputs: [], level: 0 } }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isBeyond(next, budget)) {
      errors.push({ code: 'too-complex', message: 'scripts within scripts that go too deep or grow too long', offset: originOf(next) });
      continue;
    }
    const found = readOne(next, parse, budget);
    if (found.length === 0 && next.otherwise !== undefined) commands.push(next.otherwise);
    for (const emission of found) {
      if ('command' in emission) commands.push(emission.command);
      else pending.push(emission);
    }
  }
  return { commands: commands.sort((a, b) => a.start - b.start || b.end - a.end), errors: errors.slice(0, 1) };
}

function isBeyond({ script, around }: Pending, budget: Budget): boolean {
  return around.level > MAX_LEVEL || (around.level > 0 && script.text.length > budget.characters);
}

/** Where a script within a script begins in the whole text. */
function originOf({ script }: Pending): number {
  return mapSpan(script.map, 0, 1).start;
}

/** Whether its places are those of the whole text already. */
function isInPlace({ map }: Value): boolean {
  const [first] = map;
  return map.length === 0 || (map.length === 1 && first?.exact === true && first.to === 0);
}

function readOne({ script, around }: Pending, parse: ParseSyntax, budget: Budget): readonly Emission[] {
  if (around.level > 0) budget.characters -= script.text.length;
  const { text, guardAt } = maskTemplate(script.text);
  const root = parse(text);
  if (root === undefined) return [];
  const lookup: Lookup = collectVariables(root, text, (node, depth) => readWord(node, { text, original: script.text, lookup }, { depth }).text, {
    budget,
    ...(around.lookup === undefined ? {} : { outer: around.lookup }),
  });
  const map = isInPlace(script) ? undefined : script.map;
  const source: Source = {
    text,
    original: script.text,
    lookup,
    loops: loopValues(root, text),
    arrays: collectArrays(root, text, budget),
    run: runVariables(root, text),
    guardAt,
    map,
    pending: [...around.inputs],
  };
  return walk(root, source, { ...around, lookup });
}
