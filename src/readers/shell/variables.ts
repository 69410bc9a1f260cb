// The variables of a script whose value is written in it, once.
import type { Syntax } from '../grammar.ts';

/** Looks a variable up; nothing where its value is not known. `depth` counts variables within variables. */
export type Lookup = (name: string, depth: number) => string | undefined;

/** Reads an assigned value; `depth` as above. */
export type ReadValue = (node: Syntax, depth: number) => string;

/** Work that expansions may still make, shared by a script and the scripts in it. */
export interface Budget {
  characters: number;
}

/** Longer values are not put in: a few doublings (`B=$A$A`) would fill the memory. */
const MAX_VALUE = 4000;
const MAX_CHAIN = 10;

const DECLARING: ReadonlySet<string> = new Set(['read', 'readarray', 'mapfile', 'getopts']);

/** More values are data rather than names of services and packages. */
const MOST_VALUES = 20;

interface Assigned {
  /** Nothing where the value is empty; `unknown` where it is set twice or at run time. */
  readonly value: Syntax | 'unknown' | undefined;
}

/** Makes the lookup of a script from its tree; what the script does not set is asked from `outer`. */
export function collectVariables(root: Syntax, text: string, read: ReadValue, surroundings: { outer?: Lookup; budget: Budget }): Lookup {
  const assigned = assignedIn(root, text);
  const { outer, budget } = surroundings;
  const known = new Map<string, string | undefined>();
  const resolve = (name: string, value: Assigned['value'], depth: number): string | undefined => {
    if (value === 'unknown' || depth > MAX_CHAIN) return undefined;
    known.set(name, undefined);
    const result = value === undefined ? '' : read(value, depth + 1);
    const kept = result.length > MAX_VALUE ? undefined : result;
    known.set(name, kept);
    return kept;
  };
  return (name, depth) => {
    const entry = assigned.get(name);
    if (entry === undefined) return outer?.(name, depth + 1);
    const value = known.has(name) ? known.get(name) : resolve(name, entry.value, depth);
    if (value === undefined) return undefined;
    budget.characters -= value.length;
    return budget.characters < 0 ? undefined : value;
  };
}

/** `"sudo docker"` is `docker`, run by somebody else. */
function unaided(value: string): string {
  return value.replace(/^["']|["']$/g, '').replace(/^\s*sudo\s+(?:-\w+\s+)*/, '');
}

function assignedIn(root: Syntax, text: string): ReadonlyMap<string, Assigned> {
  const assigned = new Map<string, Assigned>();
  const slice = (node: Syntax | undefined): string => (node === undefined ? '' : text.slice(node.start, node.end));
  const set = (name: string, value: Assigned['value']): void => {
    const before = assigned.get(name)?.value;
    const isSame = before !== undefined && before !== 'unknown' && value !== 'unknown' && unaided(slice(before)) === unaided(slice(value));
    assigned.set(name, { value: assigned.has(name) && !isSame ? 'unknown' : value });
  };
  const stack: Syntax[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of node.children) if (child.children.length > 0) stack.push(child);
    for (const assignment of lastingAssignments(node, text)) {
      const [name, operator, value] = assignment.children;
      set(slice(name), operator?.type === '=' ? value : 'unknown');
    }
    if (node.type === 'expansion') {
      const [, name, operator, value] = node.children;
      if (operator?.type === ':=' || operator?.type === '=') set(slice(name), value);
    } else if (node.type === 'for_statement' || node.type === 'select_statement') set(slice(node.children[1]), 'unknown');
    else if (node.type === 'command') for (const name of namesRead(node, slice)) set(name, 'unknown');
  }
  return assigned;
}

/** What the variables of `for` loops over plain words stand for in turn; nothing of those that two loops share. */
export function loopValues(root: Syntax, text: string): ReadonlyMap<string, readonly string[]> {
  const loops = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const stack: Syntax[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of node.children) if (child.children.length > 0) stack.push(child);
    if (node.type !== 'for_statement') continue;
    const [, variable, , ...rest] = node.children;
    const name = variable === undefined ? '' : text.slice(variable.start, variable.end);
    const values = rest.filter(child => child.type !== 'do_group' && child.type !== ';');
    const isPlain = values.length > 0 && values.length <= MOST_VALUES && values.every(value => value.type === 'word' && value.children.length === 0);
    if (isPlain && !seen.has(name))
      loops.set(
        name,
        values.map(value => text.slice(value.start, value.end)),
      );
    else loops.delete(name);
    seen.add(name);
  }
  return loops;
}

/** Looks up the elements of an array; nothing where they are not known. */
export type LookupElements = (name: string) => readonly Syntax[] | undefined;

/** More elements are data rather than a command. */
const MOST_ELEMENTS = 100;

/** Makes the lookup of the arrays that a script sets once; what it adds to them later is taken to be in them. */
export function collectArrays(root: Syntax, text: string, budget: Budget): LookupElements {
  const arrays = new Map<string, readonly Syntax[] | undefined>();
  for (const { children } of assignmentsOf(root)) {
    const [target, operator, value] = children;
    const name = target === undefined ? '' : text.slice(target.start, target.end);
    const before = arrays.has(name) ? arrays.get(name) : [];
    const isKnown = before !== undefined && value?.type === 'array' && arrays.has(name) === (operator?.type === '+=');
    const elements = isKnown ? [...before, ...value.children.filter(child => child.type !== '(' && child.type !== ')')] : undefined;
    arrays.set(name, elements === undefined || elements.length > MOST_ELEMENTS ? undefined : elements);
  }
  return name => {
    const elements = arrays.get(name) ?? [];
    budget.characters -= elements.reduce((sum, { start, end }) => sum + end - start, 0);
    return elements.length === 0 || budget.characters < 0 ? undefined : elements;
  };
}

/** All assignments, in the order of the script. */
function assignmentsOf(root: Syntax): readonly Syntax[] {
  const found: Syntax[] = [];
  const stack: Syntax[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of node.children) if (child.children.length > 0) stack.push(child);
    if (node.type === 'variable_assignment') found.push(node);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `A=b command` sets A for that command alone; the grammar also takes the next line's command for one. */
function lastingAssignments(node: Syntax, text: string): readonly Syntax[] {
  const assignments = node.children.filter(child => child.type === 'variable_assignment');
  if (node.type !== 'command' || assignments.length === 0) return assignments;
  const name = node.children.find(child => child.type === 'command_name');
  const last = assignments.at(-1);
  return name !== undefined && last !== undefined && text.slice(last.end, name.start).includes('\n') ? assignments : [];
}

function namesRead(command: Syntax, slice: (node: Syntax | undefined) => string): string[] {
  const [name, ...rest] = command.children;
  if (name?.type !== 'command_name' || !DECLARING.has(slice(name))) return [];
  return rest.map(slice).filter(word => /^[A-Za-z_]\w*$/.test(word));
}
