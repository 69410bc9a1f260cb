// Goes through a template once: what its values are under the defaults, which arms are off, and what guards them.
import type { Guard } from '../../model/document.ts';
import { enter, scopeOf, type Interpreter } from './branch.ts';
import { guardOfChoice, switchedOff } from './choice.ts';
import { assumptionOf, impliesDocker, leavesOf, toggleOf } from './condition.ts';
import { Environment, type ArmState } from './environment.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Expr } from './expression.ts';
import type { Branch, Statement } from './pieces.ts';
import type { Arm, Template } from './structure.ts';
import { textForm, type Value } from './value.ts';

export interface Survey {
  /** What value actions print under the defaults, by the index of their piece. */
  readonly values: ReadonlyMap<number, string>;
  /** What guards the value that an action chooses, by the index of its piece. */
  readonly choices: ReadonlyMap<number, Guard>;
  /** By the index of the arm. */
  readonly states: readonly ArmState[];
  /** The guard in force in each arm: the innermost that is off, else the innermost that asks for Docker. */
  readonly guards: readonly (Guard | undefined)[];
}

/** What is known of a block when its next arm is reached. */
interface Chain {
  /** The arm that is taken, if one is known to be. */
  readonly taken?: { readonly source: string; readonly toggle: string | undefined };
  /** Whether one of the arms before may be the one that is taken. */
  readonly maybe: boolean;
  /** The condition whose failure means that Docker is what remains. */
  readonly docker?: string;
}

const START: Chain = { maybe: false };

interface Judged {
  readonly state: ArmState;
  readonly guard?: Guard;
  readonly chain: Chain;
}

export function survey(template: Template, interpreter: Interpreter): Survey {
  const surveyor = new Surveyor(template, interpreter);
  template.pieces.forEach((piece, i) => {
    if (piece.kind === 'action') surveyor.visit(i, piece.statement);
  });
  return surveyor;
}

/** An arm that has been entered: what is known of its block, and the assumption that ends with it. */
interface Open {
  readonly chain: Chain;
  readonly assumption?: Assumption;
}

interface Assumption {
  readonly path: string;
  /** What was assumed of the path before. */
  readonly before: Value;
  readonly had: boolean;
}

class Surveyor implements Survey {
  readonly values = new Map<number, string>();
  readonly choices = new Map<number, Guard>();
  readonly states: ArmState[] = [];
  readonly guards: (Guard | undefined)[] = [];
  readonly #template: Template;
  readonly #interpreter: Interpreter;
  readonly #environment: Environment;
  readonly #open: Open[] = [];

  constructor(template: Template, interpreter: Interpreter) {
    this.#template = template;
    this.#interpreter = interpreter;
    this.#environment = new Environment(interpreter.root);
  }

  visit(index: number, statement: Statement): void {
    if (statement.role === 'value') this.#value(index, statement.expr);
    if (statement.role === 'assign') assign(statement, this.#environment, this.#interpreter);
    const left = statement.role === 'middle' || statement.role === 'close' ? this.#leave() : undefined;
    const arm = this.#template.structure.armAt.get(index);
    if (arm !== undefined && 'branch' in statement) this.#enter(arm, statement.branch, left?.chain ?? START);
  }

  #value(index: number, expr: Expr): void {
    const scope = this.#scope();
    const piece = this.#template.pieces[index];
    const source = this.#template.text.slice(piece?.start, piece?.end);
    const off = switchedOff(expr, source, scope);
    this.values.set(index, textForm(off === undefined ? evaluate(expr, scope) : off.value));
    const guard = off?.guard ?? guardOfChoice(expr, source, scope);
    if (guard !== undefined) this.choices.set(index, guard);
  }

  #scope(): Scope {
    return scopeOf(this.#environment, this.#interpreter);
  }

  #enter(index: number, branch: Branch, chain: Chain): void {
    const { dotPath } = this.#environment;
    const arm = this.#template.structure.arms[index];
    const outer = this.guards[arm?.parent ?? -1];
    const entered = enter(branch, this.#environment, this.#interpreter);
    const needed = entered.truth === false && outer === undefined && arm !== undefined && this.#isNeeded(arm, branch);
    const judged = judge(branch, needed ? true : entered.truth, chain, dotPath);
    this.states[index] = judged.state;
    this.guards[index] = judged.state === 'off' || outer?.kind !== 'off-by-default' ? (judged.guard ?? outer) : outer;
    const assumption = judged.state === 'on' ? undefined : this.#assume(branch, dotPath);
    this.#open.push({ chain: judged.chain, ...(assumption === undefined ? {} : { assumption }) });
    this.#environment.push(judged.state, entered.dot, entered.dotPath);
    for (const [name, value] of entered.variables) this.#environment.declare(name, value);
  }

  #leave(): Open | undefined {
    const left = this.#open.pop();
    if (left === undefined) return undefined;
    this.#environment.pop();
    if (left.assumption?.had === true) this.#interpreter.assumed.set(left.assumption.path, left.assumption.before);
    else if (left.assumption !== undefined) this.#interpreter.assumed.delete(left.assumption.path);
    return left;
  }

  /** Inside an arm that is not known to be taken, its own condition holds. */
  #assume(branch: Branch, dotPath: string | undefined): Assumption | undefined {
    const { assumed } = this.#interpreter;
    const assumption = assumptionOf(branch.expr, dotPath);
    if (assumption === undefined) return undefined;
    const [path, value] = assumption;
    const before: Assumption = { path, before: assumed.get(path), had: assumed.has(path) };
    assumed.set(path, value);
    return before;
  }

  /**
   * Whether an arm holds a whole object and only waits for a text that everyone must give, such as an API key: nobody installs a
   * chart without it, so the defaults do not mean that it is off. A switch is a truth value, or is named like one.
   */
  #isNeeded(arm: Arm, branch: Branch): boolean {
    const { text, pieces, structure } = this.#template;
    if (branch.kind !== 'if' || (structure.arms[arm.parent]?.parent ?? -1) >= 0) return false;
    if (!/^(?:apiVersion|kind):/m.test(text.slice(pieces[arm.head]?.end ?? 0, pieces[arm.tail]?.start ?? text.length))) return false;
    return !leavesOf(branch.expr).some(
      leaf => typeof evaluate(leaf, this.#scope()) === 'boolean' || (leaf.kind === 'field' && SWITCH.test(leaf.path.at(-1) ?? '')),
    );
  }
}

const SWITCH = /enable|disable|create|install|^use[A-Z]/;

/** Carries out an assignment. */
export function assign(statement: Statement & { role: 'assign' }, environment: Environment, interpreter: Interpreter): void {
  const value = evaluate(statement.expr, scopeOf(environment, interpreter));
  if (statement.declares) environment.declare(statement.name, value);
  else environment.assign(statement.name, value);
}

function judge(branch: Branch, truth: boolean | undefined, chain: Chain, dotPath: string | undefined): Judged {
  const toggle = toggleOf(branch.expr, dotPath);
  if (chain.taken !== undefined) return { state: 'off', guard: off(`else of: ${chain.taken.source}`, chain.taken.toggle), chain };
  if (truth === false) return { state: 'off', guard: off(branch.source, toggle), chain };
  const known = truth === true && !chain.maybe;
  if (known) return { state: 'on', chain: { ...chain, taken: { source: branch.source, toggle } } };
  const implied = impliesDocker(branch.expr);
  const docker = implied.then ? branch.source : chain.docker === undefined ? undefined : `else of: ${chain.docker}`;
  const next: Chain = { maybe: true, ...(implied.otherwise ? { docker: branch.source } : chain.docker === undefined ? {} : { docker: chain.docker }) };
  return { state: 'unknown', chain: next, ...(docker === undefined ? {} : { guard: { kind: 'runtime-branch', condition: docker } }) };
}

function off(condition: string, toggle: string | undefined): Guard {
  return { kind: 'off-by-default', condition, ...(toggle === undefined ? {} : { toggle }) };
}
