// Reads Jinja templates (Ansible): as YAML with places, their values taken from the defaults of roles and inventories.
import type { Artifact } from '../../model/artifact.ts';
import type { Guard } from '../../model/document.ts';
import { UNRESOLVED } from '../../model/tree.ts';
import { scopeOf, type Interpreter } from './branch.ts';
import { guardOfChoice } from './choice.ts';
import { Environment } from './environment.ts';
import { newBudget, type Budget } from './evaluate.ts';
import { callJinja } from './jinja-functions.ts';
import { parseJinja } from './jinja-expression.ts';
import { jinjaPieces } from './jinja-pieces.ts';
import { plainArtifact, type Parsed, type ParsePart, type Resolved, type Surveyed } from './part.ts';
import { oneLine, type Branch, type Piece } from './pieces.ts';
import { readParts } from './read-parts.ts';
import { render } from './render.ts';
import { survey } from './survey.ts';
import { templateOf } from './structure.ts';
import { EMPTY_DICT, MAX_TEXT, UNKNOWN, type Value } from './value.ts';

/** Variables by name; a variable's text may hold expressions itself. */
export type JinjaVariables = Pick<ReadonlyMap<string, string>, 'get'>;

const NO_VARIABLES: JinjaVariables = new Map();

/** Variables that name others are followed this deep. */
const MAX_VARIABLES = 8;

/** The documents of a Jinja template, and what could not be read; the offsets of errors lie in the artifact's own text. */
export function readJinja(artifact: Artifact, variables: JinjaVariables, parse: ParsePart): Parsed {
  return readParts(surveyed(artifact, variables), parse);
}

/** The template as plain text, for files that are not YAML: control gone, values in place, mapped to the template. */
export function readJinjaText(artifact: Artifact, variables: JinjaVariables): Artifact {
  return plainArtifact(surveyed(artifact, variables));
}

/** A text with inline expressions, such as a scalar of a playbook, as it comes out under the defaults; and as written. */
export function resolveInline(text: string, variables: JinjaVariables): Resolved {
  if (!/\{[{%#]/.test(text)) return { text, template: text };
  return { text: new JinjaInterpreter(variables).print(text), template: text };
}

/** A text with those of its inline expressions replaced that the variables and their own defaults make known; the others stay as written. */
export function knownInline(text: string, variables: JinjaVariables = NO_VARIABLES, budget: Budget = newBudget()): string {
  if (!text.includes('{{') || text.length > MAX_TEXT) return text;
  const interpreter = new JinjaInterpreter(variables, budget);
  let out = '';
  for (const piece of jinjaPieces(text)) {
    const written = text.slice(piece.start, piece.end);
    const shown = piece.kind === 'action' && piece.statement.role === 'value' ? interpreter.print(written) : UNRESOLVED;
    out += shown.includes(UNRESOLVED) ? written : shown;
  }
  return out;
}

/** The guard on what the expressions of a text choose: the value that names Docker is taken only where the runtime is Docker. */
export function guardOfInline(text: string, variables: JinjaVariables, budget: Budget): Guard | undefined {
  if (text.length > MAX_TEXT || !text.includes('{{') || !/\sif\s|\bternary\b/.test(text)) return undefined;
  const interpreter = new JinjaInterpreter(variables, budget);
  const scope = scopeOf(new Environment(interpreter.root), interpreter);
  for (const piece of jinjaPieces(text)) {
    const guard =
      piece.kind === 'action' && piece.statement.role === 'value' ? guardOfChoice(piece.statement.expr, text.slice(piece.start, piece.end), scope) : undefined;
    if (guard !== undefined) return guard;
  }
  return undefined;
}

/** The guard that a bare condition makes of what it stands beside, such as `when: container_manager == 'docker'`. */
export function guardOfCondition(condition: string, variables: JinjaVariables): Guard | undefined {
  const branch: Branch = { kind: 'if', expr: parseJinja(condition), binds: [], source: oneLine(condition) };
  const piece: Piece = { kind: 'action', start: 0, end: 0, trimsLeft: false, trimsRight: false, statement: { role: 'open', branch } };
  return survey(templateOf('', [piece]), new JinjaInterpreter(variables)).guards[0];
}

function surveyed(artifact: Artifact, variables: JinjaVariables): Surveyed {
  const template = templateOf(artifact.text, jinjaPieces(artifact.text));
  return { artifact, template, survey: survey(template, new JinjaInterpreter(variables)) };
}

class JinjaInterpreter implements Interpreter {
  readonly root: Value = EMPTY_DICT;
  readonly budget: Budget;
  readonly assumed = new Map<string, Value>();
  readonly #variables: JinjaVariables;
  #depth = 0;

  constructor(variables: JinjaVariables, budget: Budget = newBudget()) {
    this.#variables = variables;
    this.budget = budget;
  }

  variable(name: string): Value {
    const text = this.#variables.get(name);
    if (text === undefined) return UNKNOWN;
    if (/^(?:true|yes)$/i.test(text)) return true;
    if (/^(?:false|no)$/i.test(text)) return false;
    return /\{[{%#]/.test(text) ? this.print(text) : text;
  }

  call(name: string, args: readonly Value[]): Value {
    return callJinja(name, args);
  }

  print(text: string): string {
    if (this.#depth >= MAX_VARIABLES || text.length > MAX_TEXT) return UNRESOLVED;
    const template = templateOf(text, jinjaPieces(text));
    this.budget.steps -= template.pieces.length + (text.length >> 4);
    this.#depth++;
    const out = render(template, 0, template.pieces.length, this);
    this.#depth--;
    return out;
  }
}
