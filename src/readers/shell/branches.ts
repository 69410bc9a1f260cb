// The parts of a script that are taken only where the runtime is Docker: which guard holds for which child of a node.
import type { Guard } from '../../model/document.ts';
import { conditionVerdict, patternsVerdict } from './conditions.ts';
import type { Syntax } from '../grammar.ts';
import type { Verdict } from './verdict.ts';
import { guardOf, invert } from './verdict.ts';
import type { WordSource } from './words.ts';

/** Children of a node with the guard in force in them. */
export type Guarded = readonly (readonly [Syntax, Guard | undefined])[];

interface Condition {
  readonly verdict: Verdict;
  readonly text: string;
}

/** The children of a node, each with its guard; `around` is the guard in force at the node. */
export function guardChildren(node: Syntax, source: WordSource, around: Guard | undefined): Guarded {
  switch (node.type) {
    case 'list':
      return guardList(node, source, around);
    case 'if_statement':
      return guardIf(node, source, around);
    case 'case_statement':
      return guardCase(node, source, around);
    default:
      return node.children.map(child => [child, around] as const);
  }
}

function guardList(node: Syntax, source: WordSource, around: Guard | undefined): Guarded {
  const [left, operator, right] = node.children;
  if (around !== undefined || left === undefined || right === undefined || operator === undefined) return node.children.map(child => [child, around]);
  const { verdict, text } = conditionOf([left], source);
  const rightVerdict = operator.type === '&&' ? verdict : invert(verdict);
  // `containerd_is_there || docker ps` falls back on Docker; `x || y` where x asks for Docker does not.
  if (rightVerdict !== 'docker' || runsDocker(left, source)) return node.children.map(child => [child, around]);
  const guard = guardOf(operator.type === '&&' ? text : negated(text));
  return [[left, guard], ...node.children.slice(2).map(child => [child, guard] as const)];
}

/** `docker info && docker rm x` depends on Docker, whatever `docker info` says. */
function runsDocker(node: Syntax, source: WordSource): boolean {
  return /^(?:sudo\s+)?docker\s/.test(source.text.slice(node.start, node.start + 30));
}

function negated(condition: string): string {
  return condition.startsWith('!') ? condition.slice(1).trim() : `! ${condition}`;
}

function conditionOf(nodes: readonly Syntax[], source: WordSource): Condition {
  const commands = nodes.filter(node => node.children.length > 0);
  const first = commands[0];
  const last = commands.at(-1);
  if (first === undefined || last === undefined) return { verdict: undefined, text: '' };
  return { verdict: conditionVerdict(last, source), text: source.original.slice(first.start, Math.min(last.end, first.start + 400)) };
}

/** Each arm's own condition guards it; after a condition that asks for another runtime, the arms that follow are Docker's. */
function guardIf(node: Syntax, source: WordSource, around: Guard | undefined): Guarded {
  const result: (readonly [Syntax, Guard | undefined])[] = [];
  let inherited = around;
  const arm = (children: readonly Syntax[]): void => {
    const then = children.findIndex(child => child.type === 'then');
    const condition = conditionOf(children.slice(1, Math.max(1, then)), source);
    const guard = inherited ?? (condition.verdict === 'docker' ? guardOf(condition.text) : undefined);
    for (const child of children) if (child.type !== 'elif_clause' && child.type !== 'else_clause') result.push([child, guard]);
    if (condition.verdict === 'other') inherited ??= guardOf(negated(condition.text));
  };
  arm(node.children);
  for (const child of node.children) {
    if (child.type === 'elif_clause') arm(child.children);
    else if (child.type === 'else_clause') result.push([child, inherited]);
  }
  return result;
}

function guardCase(node: Syntax, source: WordSource, around: Guard | undefined): Guarded {
  const subject = node.children[1];
  const head = subject === undefined ? 'case' : `case ${source.original.slice(subject.start, Math.min(subject.end, subject.start + 200))} in`;
  let hasOther = false;
  return node.children.map(child => {
    if (child.type !== 'case_item' || around !== undefined) return [child, around] as const;
    const close = child.children.findIndex(token => token.type === ')');
    const patterns = child.children.slice(0, Math.max(0, close)).filter(token => token.type !== '|' && token.type !== '(');
    const verdict = patternsVerdict(patterns, source);
    const text = patterns.map(pattern => source.original.slice(pattern.start, pattern.end)).join('|');
    hasOther ||= verdict === 'other';
    const isDocker = verdict === 'docker' || (text === '*' && hasOther);
    return [child, isDocker ? guardOf(`${head} ${text})`) : undefined] as const;
  });
}
