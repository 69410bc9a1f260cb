// What the text of a condition tells without its value: whether Docker is what it asks for, and which value switches it.
import type { Expr } from './expression.ts';

/** Whether an arm is taken only where something is Docker: the arm of the condition itself, and the arm for all else. */
export interface Implied {
  readonly then: boolean;
  readonly otherwise: boolean;
}

/** Text that has to do with Docker, or is what it does by default: where one of several alternatives has to be chosen, it is the one that matters. */
export const DOCKER_TEXT = /docker|cgroupfs/i;

const DOCKER = /^(?:docker|dockerd|dockershim|docker-?engine|moby)$/i;
const NOTHING: Implied = { then: false, otherwise: false };

/** `eq .Values.runtime "docker"` implies Docker in its own arm, `ne .Values.runtime "docker"` in the other. */
export function impliesDocker(expr: Expr): Implied {
  if (expr.kind !== 'call') return NOTHING;
  switch (expr.name) {
    case 'eq':
      return { then: comparesToDocker(expr.args), otherwise: false };
    case 'ne':
      return { then: false, otherwise: comparesToDocker(expr.args) };
    case 'hasPrefix':
    case 'contains':
      return { then: expr.args.some(isDocker), otherwise: false };
    case 'in':
    case 'has':
      return { then: isOnlyDocker(expr.args[1]) || isDocker(expr.args[0]), otherwise: false };
    case 'not':
    case 'and':
    case 'or':
      return combined(expr.name, expr.args.map(impliesDocker));
    default:
      return NOTHING;
  }
}

function combined(operator: 'not' | 'and' | 'or', parts: readonly Implied[]): Implied {
  const [first = NOTHING] = parts;
  if (operator === 'not') return { then: first.otherwise, otherwise: first.then };
  if (operator === 'and') return { then: parts.some(part => part.then), otherwise: parts.every(part => part.otherwise) };
  return { then: parts.every(part => part.then), otherwise: parts.some(part => part.otherwise) };
}

function isDocker(expr: Expr | undefined): boolean {
  return expr?.kind === 'literal' && typeof expr.value === 'string' && DOCKER.test(expr.value.trim());
}

function comparesToDocker(args: readonly Expr[]): boolean {
  const literals = args.filter(arg => arg.kind === 'literal');
  return literals.length > 0 && literals.length < args.length && literals.every(isDocker);
}

function isOnlyDocker(expr: Expr | undefined): boolean {
  return expr?.kind === 'call' && expr.name === 'list' && expr.args.length > 0 && expr.args.every(isDocker);
}

/** The one value that a condition tests, such as `.Values.dind.enabled` or a variable of Jinja, with or without `not`. */
export function toggleOf(expr: Expr, dotPath: string | undefined): string | undefined {
  if (expr.kind === 'call' && expr.name === 'not' && expr.args[0] !== undefined) return toggleOf(expr.args[0], dotPath);
  const path = pathOf(expr, dotPath);
  return path !== undefined && /^(?:\.Values\.|[A-Za-z_])/.test(path) ? path : undefined;
}

/** The path from the root of what an expression names; of a variable, its own name before it. */
export function pathOf(expr: Expr, dotPath: string | undefined): string | undefined {
  if (expr.kind === 'dot') return dotPath;
  if (expr.kind === 'variable') return expr.name === '$' ? '' : expr.name;
  if (expr.kind !== 'field') return undefined;
  const base = pathOf(expr.base, dotPath);
  return base === undefined ? undefined : `${base}.${expr.path.join('.')}`;
}

/** What must hold in the arm of a condition: `eq .Values.os "windows"` gives the path and the text. */
export function assumptionOf(expr: Expr, dotPath: string | undefined): readonly [path: string, value: string] | undefined {
  if (expr.kind !== 'call' || expr.name !== 'eq' || expr.args.length !== 2) return undefined;
  const [left, right] = expr.args;
  const [named, literal] = left?.kind === 'literal' ? [right, left] : [left, right];
  if (named === undefined || literal?.kind !== 'literal' || typeof literal.value !== 'string') return undefined;
  const path = pathOf(named, dotPath);
  return path === undefined || path === '' ? undefined : [path, literal.value];
}

/** The values that a condition asks for. */
export function leavesOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'call') return expr.args.flatMap(leavesOf);
  return expr.kind === 'field' || expr.kind === 'variable' ? [expr] : [];
}
