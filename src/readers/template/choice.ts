// Expressions that choose between two values by a condition: the value that matters where the condition is not known, and its guard.
import type { Guard } from '../../model/document.ts';
import { DOCKER_TEXT, impliesDocker, toggleOf } from './condition.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Expr } from './expression.ts';
import { oneLine } from './pieces.ts';
import { textForm, truth, UNKNOWN, type Value } from './value.ts';

/** Where the condition is not known, the alternative that names Docker is the one that matters; without one nothing is known. */
export function eitherOf(values: readonly Value[]): Value {
  return values.find(value => typeof value === 'string' && DOCKER_TEXT.test(value)) ?? UNKNOWN;
}

/** The guard on the value of an expression such as `'docker' if runtime == 'docker' else 'containerd'`; `source` is the action as written. */
export function guardOfChoice(expr: Expr, source: string, scope: Scope): Guard | undefined {
  const choice = choiceOf(expr);
  if (choice === undefined || truth(evaluate(choice.condition, scope)) !== undefined) return undefined;
  const implied = impliesDocker(choice.condition);
  const [then, otherwise] = choice.alternatives.map(one => DOCKER_TEXT.test(textForm(evaluate(one, scope))));
  const isGuarded = then === true ? implied.then && otherwise !== true : otherwise === true && implied.otherwise;
  return isGuarded ? { kind: 'runtime-branch', condition: conditionIn(source) } : undefined;
}

/** A value that the defaults do not choose, and its guard. */
export interface SwitchedOff {
  readonly value: Value;
  readonly guard: Guard;
}

/** Where the defaults decide against the alternative that names Docker: that one, guarded as an arm that they switch off. */
export function switchedOff(expr: Expr, source: string, scope: Scope): SwitchedOff | undefined {
  const choice = choiceOf(expr);
  const holds = choice === undefined ? undefined : truth(evaluate(choice.condition, scope));
  if (choice === undefined || holds === undefined) return undefined;
  const [then, otherwise] = choice.alternatives;
  const [taken, other] = (holds ? [then, otherwise] : [otherwise, then]).map(one => evaluate(one, scope));
  if (DOCKER_TEXT.test(textForm(taken)) || !DOCKER_TEXT.test(textForm(other))) return undefined;
  const condition = `${holds ? 'else of: ' : ''}${conditionIn(source)}`;
  const toggle = toggleOf(choice.condition, scope.dotPath);
  return { value: other, guard: { kind: 'off-by-default', condition, ...(toggle === undefined ? {} : { toggle }) } };
}

interface Choice {
  readonly condition: Expr;
  readonly alternatives: readonly [then: Expr, otherwise: Expr];
}

/** `a if c else b`, `ternary a b c` of charts, `c | ternary(a, b)` of Ansible. */
function choiceOf(expr: Expr): Choice | undefined {
  if (expr.kind !== 'call') return undefined;
  const [first, second, third] = expr.args;
  if (first === undefined || second === undefined || third === undefined) return undefined;
  if (expr.name === 'ternary') return { condition: third, alternatives: [first, second] };
  return expr.name === '|ternary' ? { condition: first, alternatives: [second, third] } : undefined;
}

const CONDITIONS: readonly RegExp[] = [
  /\sif\s+([^]+?)\s+else\b/,
  /^\s*([^]+?)\s*\|\s*ternary\b/,
  /\bternary\s+(?:"[^"]*"|'[^']*'|[\w.$]+)\s+(?:"[^"]*"|'[^']*'|[\w.$]+)\s+([^]+)$/,
];

function conditionIn(source: string): string {
  const inner = oneLine(source).replace(/^\s*\{\{[-~]?|[-~]?\}\}\s*$/g, '');
  const condition = CONDITIONS.map(pattern => pattern.exec(inner)?.[1]).find(found => found !== undefined) ?? inner;
  return condition.trim().replace(/^\(([^()]*)\)$/, '$1');
}
