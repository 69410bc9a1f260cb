// The variables of a template and the dot, block by block.
import { UNKNOWN, type Value } from './value.ts';

/** Whether an arm is taken under the defaults. */
export type ArmState = 'on' | 'off' | 'unknown';

interface Variable {
  value: Value;
  /** How many arms that may not be taken were around it where it was declared. */
  readonly unknowns: number;
}

interface Frame {
  readonly dot: Value;
  /** The path of the dot from the root, where it has one: empty for the root itself. */
  readonly dotPath: string | undefined;
  readonly unknowns: number;
  readonly offs: number;
  readonly declared: string[];
}

/** Looks variables up in constant time, however deep the blocks nest. */
export class Environment {
  readonly root: Value;
  readonly #bottom: Frame;
  readonly #frames: Frame[] = [];
  readonly #variables = new Map<string, Variable[]>();

  constructor(root: Value) {
    this.root = root;
    this.#bottom = { dot: root, dotPath: '', unknowns: 0, offs: 0, declared: [] };
  }

  get #top(): Frame {
    return this.#frames.at(-1) ?? this.#bottom;
  }

  get dot(): Value {
    return this.#top.dot;
  }

  get dotPath(): string | undefined {
    return this.#top.dotPath;
  }

  /** Enters an arm. */
  push(state: ArmState, dot: Value, dotPath: string | undefined): void {
    const { unknowns, offs } = this.#top;
    const counts = { unknowns: unknowns + (state === 'unknown' ? 1 : 0), offs: offs + (state === 'off' ? 1 : 0) };
    this.#frames.push({ dot, dotPath, ...counts, declared: [] });
  }

  /** Leaves an arm and forgets what it declared. */
  pop(): void {
    for (const name of this.#frames.pop()?.declared ?? []) this.#variables.get(name)?.pop();
  }

  get(name: string): Value {
    if (name === '$') return this.root;
    const variable = this.#variables.get(name)?.at(-1);
    return variable === undefined ? UNKNOWN : variable.value;
  }

  has(name: string): boolean {
    return this.#variables.get(name)?.at(-1) !== undefined;
  }

  declare(name: string, value: Value): void {
    const stack = this.#variables.get(name) ?? [];
    stack.push({ value, unknowns: this.#top.unknowns });
    this.#variables.set(name, stack);
    this.#top.declared.push(name);
  }

  /** Gives a variable a new value: not from an arm that is off, and an unknown one from an arm that may be. */
  assign(name: string, value: Value): void {
    const variable = this.#variables.get(name)?.at(-1);
    if (variable === undefined) this.declare(name, value);
    else if (variable.unknowns < this.#top.unknowns) variable.value = UNKNOWN;
    else if (this.#top.offs === 0) variable.value = value;
  }
}
