// Rule files as text: parsed with places and checked against their schema, so that a mistake is shown where it stands.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Agent } from '../model/agent.ts';
import { UserError } from '../model/errors.ts';
import type { RuleSource } from '../model/rule.ts';
import { checkRule, compileRule } from './compile.ts';
import { RuleError } from './rule-error.ts';
import { agentSchema } from './agent-schema.ts';
import { ruleSchema } from './schema.ts';

type Path = readonly (string | number)[];

let validators: { rule: ValidateFunction; agents: ValidateFunction } | undefined;

function schemas(): { rule: ValidateFunction; agents: ValidateFunction } {
  if (validators !== undefined) return validators;
  const ajv = new Ajv2020({ allErrors: true, verbose: false, allowUnionTypes: true, strictTypes: false });
  validators = { rule: ajv.compile(ruleSchema()), agents: ajv.compile({ type: 'array', items: agentSchema }) };
  return validators;
}

/** Reads one rule file. Throws `UserError` naming file, line and column. */
export function parseRuleFile(text: string, file: string): RuleSource {
  const read = readFile(text, file);
  validate(schemas().rule, read);
  const source = read.value as RuleSource;
  try {
    checkRule(source);
    compileRule(source, file);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw read.problem(error.message, error.path);
  }
  return source;
}

/** Reads one file of agents, a list. Throws `UserError` naming file, line and column. */
export function parseAgentFile(text: string, file: string): readonly Agent[] {
  const read = readFile(text, file);
  validate(schemas().agents, read);
  return read.value as readonly Agent[];
}

interface ReadFile {
  readonly value: unknown;
  problem(message: string, path: Path): UserError;
}

function readFile(text: string, file: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error', version: '1.2' });
  const [error] = document.errors;
  if (error !== undefined) {
    const at = lines.linePos(error.pos[0]);
    throw new UserError(`${file}:${String(at.line)}:${String(at.col)}: ${error.message.split('\n')[0] ?? ''}`, { hint: 'mend the YAML of the rule file' });
  }
  const problem = (message: string, path: Path): UserError => {
    const at = lines.linePos(offsetOf(document, path));
    return new UserError(`${file}:${String(at.line)}:${String(at.col)}: ${message}`, { hint: 'docs/rule-format.md describes rule files' });
  };
  return { value: plainValue(document, problem), problem };
}

/** Aliases that unfold without end have no plain value. */
function plainValue(document: Document, problem: ReadFile['problem']): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw problem(error instanceof Error ? error.message : String(error), []);
  }
}

/** The place of the deepest part of a path that exists; of a mapping's value, its key. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(item => isScalar(item.key) && String(item.key.value) === String(step)) : undefined;
    const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair !== undefined && isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
    else if (item !== undefined) offset = (item as { range?: [number, number, number] }).range?.[0] ?? offset;
    else break;
    node = pair === undefined ? item : pair.value;
  }
  return offset;
}

function validate(check: ValidateFunction, file: ReadFile): void {
  if (check(file.value)) return;
  const error = worst(check.errors ?? []);
  if (error === undefined) throw file.problem('is not what the schema asks for', []);
  throw file.problem(`${pathText(error.instancePath)}${describe(error)}`, placeOf(error));
}

/** A key that should not be there is its own place. */
function placeOf({ instancePath, params }: ErrorObject): Path {
  const path = instancePath.split('/').slice(1);
  const extra: unknown = params['additionalProperty'];
  return typeof extra === 'string' ? [...path, extra] : path;
}

/** The deepest complaint says most; alternatives that failed as a whole say least. */
function worst(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const telling = errors.filter(error => !['if', 'oneOf', 'anyOf', 'const'].includes(error.keyword));
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length + (error.keyword === 'additionalProperties' ? 0.5 : 0);
  return (telling.length > 0 ? telling : errors).toSorted((a, b) => depth(b) - depth(a))[0];
}

function pathText(pointer: string): string {
  return pointer === '' ? '' : `${pointer.slice(1).replaceAll('/', '.')}: `;
}

function describe(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'additionalProperties') return `unknown key ${String(params['additionalProperty'])}`;
  if (error.keyword === 'required') return `${String(params['missingProperty'])} is missing`;
  if (error.keyword === 'enum') return `must be one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}`;
  return error.message ?? 'is not what the schema asks for';
}
