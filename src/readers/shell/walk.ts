// The walk over a script's syntax tree: each command with its guard and its streams.
import type { Guard } from '../../model/document.ts';
import { guardChildren } from './branches.ts';
import type { Around, Emission, Source } from './emit.ts';
import { emitAssignments, emitCommand, emitInputs, emitStray, emitWords } from './emit.ts';
import { splitCommand, strayLines } from './errors.ts';
import type { Streams } from './redirects.ts';
import { NO_STREAMS, readRedirects } from './redirects.ts';
import type { Syntax } from '../grammar.ts';

interface Task {
  readonly node: Syntax;
  readonly guard: Guard | undefined;
  readonly streams: Streams;
}

const COMPOUND: ReadonlySet<string> = new Set([
  'compound_statement',
  'subshell',
  'if_statement',
  'case_statement',
  'for_statement',
  'c_style_for_statement',
  'while_statement',
  'do_group',
  'elif_clause',
  'else_clause',
  'case_item',
  'program',
  'function_definition',
]);

/** Everything in a tree that runs, as commands and as scripts still to be read. */
export function walk(root: Syntax, source: Source, around: Around): Emission[] {
  const found: Emission[] = [];
  const stack = [task(root, undefined, around.target === undefined ? NO_STREAMS : { ...NO_STREAMS, target: around.target })];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, rest } = next.node.type === 'command' ? splitCommand(next.node, source.text) : { node: next.node, rest: undefined };
    const here = { ...next, node };
    if (rest !== undefined) found.push(...emitStray(rest, { source, around, guard: here.guard }));
    emit(here, source, around, found);
    for (const inner of nextTasks(here, source).toReversed()) if (inner.node.children.length > 0) stack.push(inner);
  }
  return found;
}

function emit({ node, guard, streams }: Task, source: Source, around: Around, found: Emission[]): void {
  const place = { source, around, guard };
  switch (node.type) {
    case 'command':
      for (const emission of emitCommand(node, streams, place)) found.push(emission);
      break;
    case 'test_command':
      found.push(...emitWords(node, place));
      break;
    case 'unset_command':
      found.push(...emitWords(node, place));
      break;
    case 'declaration_command':
    case 'variable_assignments':
      found.push(...emitAssignments(node, node.children, place));
      break;
    case 'variable_assignment':
      found.push(...emitAssignments(node, [node], place));
      break;
    case 'redirected_statement':
      if (node.children.some(child => COMPOUND.has(child.type))) found.push(...emitInputs(node, readRedirects(node.children, source, streams), place));
      break;
    case 'ERROR':
      for (const line of strayLines(node, source.text)) found.push(...emitStray(line, place));
      break;
  }
}

/** What is inside a node. Only what a node's own output goes through inherits its streams. */
function nextTasks({ node, guard, streams }: Task, source: Source): readonly Task[] {
  switch (node.type) {
    case 'redirected_statement':
      return redirectedTasks(node, guard, readRedirects(node.children, source, streams));
    case 'pipeline':
      return pipelineTasks(node, guard, streams);
    case 'command':
    case 'declaration_command':
    case 'variable_assignments':
      return node.children.flatMap(child => (child.type === 'variable_assignment' ? child.children : [child])).map(child => task(child, guard));
    case 'list':
    case 'if_statement':
    case 'case_statement': {
      const last = node.children.at(-1);
      return guardChildren(node, source, guard).map(([child, inner]) =>
        task(child, inner, node.type !== 'list' ? inherited(streams) : child === last ? streams : beforeLast(streams)),
      );
    }
    case 'negated_command':
      return node.children.map(child => task(child, guard, streams));
    default:
      return node.children.map(child => task(child, guard, COMPOUND.has(node.type) ? inherited(streams) : NO_STREAMS));
  }
}

function task(node: Syntax, guard: Guard | undefined, streams: Streams = NO_STREAMS): Task {
  return { node, guard, streams };
}

/** A compound's output goes where the compound's goes; its input is read by whichever command comes first. */
function inherited(streams: Streams): Streams {
  return { ...streams, inputs: [], words: [], isLastOnly: false };
}

/** `a && b > file` redirects b alone. */
function beforeLast(streams: Streams): Streams {
  return streams.isLastOnly ? NO_STREAMS : inherited(streams);
}

function redirectedTasks(node: Syntax, guard: Guard | undefined, streams: Streams): readonly Task[] {
  return node.children.map(child => (child.type.endsWith('_redirect') ? task(child, guard) : task(child, guard, { ...streams, isLastOnly: true })));
}

function pipelineTasks(node: Syntax, guard: Guard | undefined, streams: Streams): readonly Task[] {
  const stages = node.children.filter(child => child.type !== '|' && child.type !== '|&' && child.type !== 'comment');
  return stages.map((stage, index) => {
    const reader = stages[index + 1];
    return task(stage, guard, reader === undefined ? streams : { ...NO_STREAMS, reader });
  });
}
