// Prints a stretch of a template as it comes out under the defaults.
import { UNRESOLVED } from '../../model/tree.ts';
import { enter, rangeVariables, scopeOf, type Entered, type Interpreter } from './branch.ts';
import { DOCKER_TEXT } from './condition.ts';
import { Environment } from './environment.ts';
import { evaluate } from './evaluate.ts';
import type { Arm, Template } from './structure.ts';
import { assign } from './survey.ts';
import { itemsIn, MAX_TEXT, textForm, UNKNOWN } from './value.ts';

/** Blocks that nest deeper in a text to print are not followed. */
const MAX_DEPTH = 60;

interface Printing {
  readonly template: Template;
  readonly environment: Environment;
  readonly interpreter: Interpreter;
  /** Whether one of several alternatives was chosen: the blocks after it that might be taken are the others. */
  hasChosen: boolean;
}

/** The text that the pieces from `from` up to `to` print; what is not known is `UNRESOLVED` in it. */
export function render(template: Template, from: number, to: number, interpreter: Interpreter): string {
  return print({ template, interpreter, environment: new Environment(interpreter.root), hasChosen: false }, from, to, 0);
}

function print(printing: Printing, from: number, to: number, depth: number): string {
  const { template, environment, interpreter } = printing;
  let out = '';
  for (let i = from; i < to; i++) {
    const piece = template.pieces[i];
    interpreter.budget.steps -= 1 + (piece === undefined ? 0 : (piece.end - piece.start) >> 6);
    if (out.length > MAX_TEXT || interpreter.budget.steps < 0) return UNRESOLVED;
    if (piece?.kind === 'text') out += trimmedText(template, i);
    if (piece?.kind !== 'action') continue;
    const { statement } = piece;
    if (statement.role === 'value') out += textForm(evaluate(statement.expr, scopeOf(environment, interpreter)));
    else if (statement.role === 'assign') assign(statement, environment, interpreter);
    else if (statement.role === 'open') {
      const arm = template.structure.armAt.get(i) ?? -1;
      if (statement.define === undefined) out += printBlock(printing, arm, depth);
      i = blockEnd(template, arm);
    }
  }
  return out;
}

/** The text of a piece without the white space that the actions beside it take away. */
function trimmedText(template: Template, index: number): string {
  const [before, piece, after] = [template.pieces[index - 1], template.pieces[index], template.pieces[index + 1]];
  if (piece === undefined) return '';
  let text = template.text.slice(piece.start, piece.end);
  if (before?.kind === 'action' && before.trimsRight) text = text.trimStart();
  if (after?.kind === 'action' && after.trimsLeft) text = text.trimEnd();
  return text;
}

function blockEnd(template: Template, first: number): number {
  let arm = template.structure.arms[first];
  while (arm !== undefined && arm.next >= 0) arm = template.structure.arms[arm.next];
  return arm?.tail ?? template.pieces.length;
}

function printBlock(printing: Printing, first: number, depth: number): string {
  if (depth > MAX_DEPTH) return UNRESOLVED;
  const { arms } = printing.template.structure;
  for (let index = first; index >= 0; index = arms[index]?.next ?? -1) {
    const arm = arms[index];
    if (arm === undefined) break;
    const taken = printArm(printing, arm, depth);
    if (taken !== undefined) return taken;
  }
  return '';
}

type Round = Pick<Entered, 'dot' | 'dotPath' | 'variables'>;

/** What an arm prints; nothing where it is not taken. */
function printArm(printing: Printing, arm: Arm, depth: number): string | undefined {
  const { template, environment, interpreter } = printing;
  const head = template.pieces[arm.head];
  if (head?.kind !== 'action' || !('branch' in head.statement)) return '';
  const { branch } = head.statement;
  const entered = enter(branch, environment, interpreter);
  if (entered.truth === false) return undefined;
  if (entered.truth === undefined) return printEither(printing, arm, depth);
  const items = branch.kind === 'range' ? itemsIn(evaluate(branch.expr, scopeOf(environment, interpreter))) : undefined;
  const rounds: readonly Round[] = items?.map(([key, item]) => ({ dot: item, dotPath: undefined, variables: rangeVariables(branch.binds, key, item) })) ?? [
    entered,
  ];
  let out = '';
  for (const round of rounds) {
    if (out.length > MAX_TEXT || interpreter.budget.steps < 0) return UNRESOLVED;
    environment.push('on', round.dot, round.dotPath);
    for (const [name, value] of round.variables) environment.declare(name, value);
    out += print(printing, arm.head + 1, arm.tail, depth + 1);
    environment.pop();
  }
  return out;
}

/** Where the condition is not known, an arm that names Docker is the one that matters; without one the text stays open. */
function printEither(printing: Printing, from: Arm, depth: number): string {
  const { template, environment, interpreter } = printing;
  environment.push('unknown', environment.dot, environment.dotPath);
  let out: string | undefined;
  for (let arm: Arm | undefined = from; arm !== undefined; arm = template.structure.arms[arm.next]) {
    interpreter.budget.steps -= arm.tail - arm.head;
    if (out === undefined && DOCKER_TEXT.test(armText(template, arm))) {
      out = printing.hasChosen ? '' : print(printing, arm.head + 1, arm.tail, depth + 1);
      printing.hasChosen = true;
    } else forget(printing, arm);
  }
  environment.pop();
  return out ?? UNRESOLVED;
}

function armText({ text, pieces }: Template, arm: Arm): string {
  const start = pieces[arm.head]?.end ?? 0;
  return text.slice(start, Math.min(start + MAX_TEXT, pieces[arm.tail]?.start ?? text.length));
}

/** What an arm that may be taken assigns is not known after it. */
function forget({ template, environment }: Printing, arm: Arm): void {
  for (const piece of template.pieces.slice(arm.head + 1, arm.tail)) {
    if (piece.kind === 'action' && piece.statement.role === 'assign' && !piece.statement.declares) environment.assign(piece.statement.name, UNKNOWN);
  }
}
