// Evaluates template expressions as far as the defaults tell; what cannot be known is `UNKNOWN`, never an exception.
import type { Expr } from './expression.ts';
import { pathOf } from './condition.ts';
import { fieldOf, UNKNOWN, type Value } from './value.ts';

/** What one template may cost in all. */
export interface Budget {
  steps: number;
}

export function newBudget(): Budget {
  return { steps: 200_000 };
}

/** What names mean at a place of a template. */
export interface Scope {
  readonly dot: Value;
  readonly dotPath: string | undefined;
  readonly budget: Budget;
  /** What the conditions around the place say about values, by their paths. */
  readonly assumed: ReadonlyMap<string, Value>;
  variable(name: string): Value;
  call(name: string, args: readonly Value[]): Value;
}

export function evaluate(expr: Expr, scope: Scope): Value {
  if (--scope.budget.steps < 0) return UNKNOWN;
  if (scope.assumed.size > 0 && (expr.kind === 'field' || expr.kind === 'variable')) {
    const path = pathOf(expr, scope.dotPath) ?? '';
    if (scope.assumed.has(path)) return scope.assumed.get(path);
  }
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'dot':
      return scope.dot;
    case 'variable':
      return scope.variable(expr.name);
    case 'field':
      return expr.path.reduce(fieldOf, evaluate(expr.base, scope));
    case 'call': {
      const result = scope.call(
        expr.name,
        expr.args.map(arg => evaluate(arg, scope)),
      );
      if (typeof result === 'string') scope.budget.steps -= result.length >> 6;
      return result;
    }
    case 'unknown':
      return UNKNOWN;
  }
}
