// Enters an arm: whether its condition holds under the defaults, and what the dot and its variables are inside.
import { DOCKER_TEXT, pathOf } from './condition.ts';
import type { Environment } from './environment.ts';
import { evaluate, type Budget, type Scope } from './evaluate.ts';
import type { Branch } from './pieces.ts';
import { itemsIn, sizeOf, textForm, truth, UNKNOWN, type Value } from './value.ts';

/** What a template language adds to the expressions: its functions, and names that the template does not set. */
export interface Interpreter {
  readonly root: Value;
  readonly budget: Budget;
  /** See `Scope`. Entries come and go with the arms of the template. */
  readonly assumed: Map<string, Value>;
  variable(name: string): Value;
  call(name: string, args: readonly Value[]): Value;
}

export interface Entered {
  /** Nothing where it is not known whether the condition holds. */
  readonly truth: boolean | undefined;
  readonly dot: Value;
  readonly dotPath: string | undefined;
  readonly variables: readonly (readonly [name: string, value: Value])[];
}

/** The meaning of names at the present place of an environment. */
export function scopeOf(environment: Environment, interpreter: Interpreter): Scope {
  return {
    dot: environment.dot,
    dotPath: environment.dotPath,
    assumed: interpreter.assumed,
    budget: interpreter.budget,
    variable: name => (name === '$' || environment.has(name) ? environment.get(name) : interpreter.variable(name)),
    call: (name, args) => interpreter.call(name, args),
  };
}

/** Evaluates what decides on an arm. Of a `range` the arm is entered with one item that stands for all. */
export function enter(branch: Branch, environment: Environment, interpreter: Interpreter): Entered {
  const { dot, dotPath } = environment;
  if (branch.kind === 'else' || branch.kind === 'plain') return { truth: true, dot, dotPath, variables: [] };
  const value = evaluate(branch.expr, scopeOf(environment, interpreter));
  if (branch.kind === 'range') return enterRange(branch, value);
  const variables = branch.binds.slice(0, 1).map(name => [name, value] as const);
  if (branch.kind === 'if') return { truth: truth(value), dot, dotPath, variables };
  return { truth: truth(value), dot: value, dotPath: pathOf(branch.expr, dotPath), variables };
}

const NO_ITEM: readonly [Value, Value] = [UNKNOWN, UNKNOWN];

function enterRange(branch: Branch, value: Value): Entered {
  const items = sizeOf(value) === undefined ? undefined : itemsIn(value);
  const [key, item] = items?.find(([, candidate]) => mentionsDocker(candidate)) ?? items?.[0] ?? NO_ITEM;
  return { truth: items === undefined ? undefined : items.length > 0, dot: item, dotPath: undefined, variables: rangeVariables(branch.binds, key, item) };
}

/** The variables that a `range` sets: the item, or the key and the item. */
export function rangeVariables(binds: readonly string[], key: Value, item: Value): readonly (readonly [string, Value])[] {
  const [first, second] = binds;
  if (first === undefined) return [];
  return second === undefined
    ? [[first, item]]
    : [
        [first, key],
        [second, item],
      ];
}

/** Of the items of a list, one that names Docker is the one that matters; looks at the item and one level into it. */
function mentionsDocker(item: Value): boolean {
  const inner: readonly Value[] = typeof item === 'object' ? (itemsIn(item) ?? []).slice(0, 50).map(([, value]) => value) : [item];
  return inner.some(value => DOCKER_TEXT.test(textForm(value)));
}
