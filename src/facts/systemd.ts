// systemd units: the commands that they run and the variables that they set.
import { rootSpan } from '../model/place.ts';
import { mapSpan } from '../model/segment-map.ts';
import { UNRESOLVED, type ScalarNode } from '../model/tree.ts';
import { argumentFacts } from './arguments.ts';
import type { Collector, Context } from './context.ts';
import { envFact } from './containers.ts';
import { scalarMap } from './embedded.ts';
import { scalarWithin, splitWords } from './flags.ts';
import { groupOf } from './pods.ts';
import type { Visit } from './walk.ts';

const COMMANDS = /^Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload|Condition)$/;

const UNITS = /^(?:Requires|BindsTo|Requisite|PartOf|Wants|After|RequiredBy)$/;

/** Facts of one directive of a unit. */
export function unitFacts(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  if (collect.document.dialect !== 'systemd' || node.text === '') return;
  if (UNITS.test(visit.key) && node.text.includes(UNRESOLVED)) unknownUnit(visit, node, collect, context);
  if (COMMANDS.test(visit.key)) unitCommands(visit, node, collect, context);
  else if (visit.key === 'Environment') unitVariables(visit, node, collect, context);
}

/** A unit that a template names: the expression itself is all that tells which one it is. */
function unknownUnit(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  const { artifact, span } = rootSpan(collect.document.artifact, node);
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  collect.add('text', { text: artifact.text.slice(span.start, span.end), name: visit.key }, node, place, context);
}

/** The commands of a directive, which may hold several, parted by a lone semicolon. */
export function unitCommands(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  let command: ScalarNode[] = [];
  const end = (): void => {
    if (command.length > 0) argumentFacts(command, { visit }, collect, { ...context, role: 'unit' });
    command = [];
  };
  for (const word of wordsOf(node, collect)) {
    if (word.text === ';') end();
    else command.push(command.length === 0 ? withoutPrefix(word) : word);
  }
  end();
}

/** `-`, `@`, `:`, `+` and `!` before a program say how systemd runs it. */
function withoutPrefix(word: ScalarNode): ScalarNode {
  const prefix = /^[-@:+!]*/.exec(word.text)?.[0].length ?? 0;
  const text = word.text.slice(prefix);
  return { ...word, value: text, text, start: word.spelling === undefined ? word.start + prefix : word.start };
}

function unitVariables(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  for (const word of wordsOf(node, collect)) {
    const equals = word.text.indexOf('=');
    if (equals < 1) continue;
    const value = scalarWithin(collect.document.artifact, word, word.text.slice(equals + 1));
    const name = word.text.slice(0, equals);
    const place = { path: visit.path, identity: `${visit.identity} ${name}`, group: groupOf(collect, visit.parent?.node ?? node) };
    envFact(name, value, { place }, collect, context);
  }
}

function wordsOf(node: ScalarNode, collect: Collector): readonly ScalarNode[] {
  const { artifact } = collect.document;
  const map = scalarMap(artifact, node);
  return splitWords(node.text).map(word => scalarWithin(artifact, mapSpan(map, word.start, word.end), word.text));
}
