// From a rule's YAML form to tests that the engine can run.
import semver from 'semver';
import { fieldOf, type FactKind, type FieldValue } from '../model/fact.ts';
import type {
  CaseSource,
  CompiledCase,
  CompiledCompanion,
  CompiledTrigger,
  CompanionSource,
  HandleField,
  LedTest,
  PredicateSource,
  Rule,
  RuleSource,
  Test,
  TriggerSource,
  WhereSource,
} from '../model/rule.ts';
import { fieldLiterals } from './field-literals.ts';
import { asksForAgent, derivedNeeds, isList } from './needs.ts';
import { predicates } from './predicates/index.ts';
import { RuleError } from './rule-error.ts';

/** Compiles a rule whose source has passed the schema. Throws `RuleError`. */
export function compileRule(source: RuleSource, file: string): Rule {
  const triggerSources = source.matches ?? (source.on === undefined ? [] : [triggerOf(source, source.on)]);
  if (triggerSources.length === 0) throw new RuleError('the rule says neither `on` nor `matches`', []);
  const triggers = triggerSources.map(compileTrigger);
  const needs = source.needs?.map(literal => literal.toLowerCase()) ?? derivedNeeds(triggerSources);
  return { source, triggers, cases: source.cases.map(compileCase), needs, aboutAgents: triggerSources.some(trigger => asksForAgent(trigger.where)), file };
}

function triggerOf(source: RuleSource, on: FactKind): TriggerSource {
  return {
    on,
    ...(source.dialects === undefined ? {} : { dialects: source.dialects }),
    ...(source.where === undefined ? {} : { where: source.where }),
    ...(source.with === undefined ? {} : { with: source.with }),
    ...(source.without === undefined ? {} : { without: source.without }),
  };
}

function compileTrigger(source: TriggerSource): CompiledTrigger {
  return {
    ...ledTest(source.on, source.where),
    ...(source.dialects === undefined ? {} : { dialects: new Set(source.dialects) }),
    with: (source.with ?? []).map(compileCompanion),
    without: (source.without ?? []).map(compileCompanion),
  };
}

function ledTest(on: FactKind, where: WhereSource | undefined): LedTest {
  return { on, ...handleOf(where), literals: () => fieldLiterals(where), test: compileWhere(where) };
}

/** Fields by whose exact value facts are looked up, the most telling first. */
const HANDLES: readonly HandleField[] = ['name', 'key', 'program', 'package', 'service', 'term', 'agent', 'value', 'dialect'];

/** The values that one of the fields must have, where the trigger says so plainly. */
function handleOf(where: WhereSource | undefined): Pick<CompiledTrigger, 'handle'> | undefined {
  for (const field of HANDLES) {
    const condition = where?.[field];
    const written = typeof condition === 'object' && !isList(condition) ? (condition['equals'] ?? condition['in'] ?? condition['like']) : condition;
    if (written === undefined || (typeof written === 'object' && !Array.isArray(written))) continue;
    const values = (Array.isArray(written) ? written : [written]).map(value => String(value).toLowerCase());
    return { handle: { field, values: [...new Set(values)] } };
  }
  return undefined;
}

function compileCompanion(source: CompanionSource): CompiledCompanion {
  return { ...ledTest(source.fact, source.where), distance: source.in ?? 'scope' };
}

function compileCase(source: CaseSource): CompiledCase {
  const to = source.to === undefined ? undefined : new Set(typeof source.to === 'string' ? [source.to] : source.to);
  const range = source.kubernetes === undefined ? undefined : semver.validRange(source.kubernetes);
  if (range === null) throw new RuleError(`"${source.kubernetes ?? ''}" is not a range of versions`, ['cases']);
  const test = compileWhere(source.where);
  const companions = (source.with ?? []).map(compileCompanion);
  const absent = (source.without ?? []).map(compileCompanion);
  return {
    source,
    holds: (fact, goal, around) =>
      (to === undefined || to.has(goal.to)) &&
      (range === undefined || semver.satisfies(`${goal.kubernetes}.0`, range)) &&
      test(fact, goal) &&
      companions.every(companion => around.has(fact, companion, goal)) &&
      !absent.some(companion => around.has(fact, companion, goal)),
  };
}

const always: Test = () => true;

function compileWhere(where: WhereSource | undefined): Test {
  if (where === undefined) return always;
  const tests = Object.entries(where)
    .toSorted(([, a], [, b]) => cost(a) - cost(b))
    .map(([field, condition]) => compileCondition(field, condition));
  return (fact, goal) => tests.every(test => test(fact, goal));
}

const COSTS: Readonly<Record<string, number>> = { mentions: 4, matches: 3, path: 2, version: 2 };

/** Cheap tests go first: most facts fail them. */
function cost(condition: unknown): number {
  if (typeof condition !== 'object' || condition === null) return 0;
  return Math.max(1, ...Object.entries(condition).map(([word, options]) => COSTS[word] ?? cost(options)));
}

function compileCondition(field: string, condition: PredicateSource | WhereSource | readonly WhereSource[]): Test {
  if (field === 'any' || field === 'all') {
    const tests = (isList(condition) ? condition : [condition as WhereSource]).map(compileWhere);
    return field === 'any' ? (fact, goal) => tests.some(test => test(fact, goal)) : (fact, goal) => tests.every(test => test(fact, goal));
  }
  if (field === 'not') {
    const test = compileWhere(condition as WhereSource);
    return (fact, goal) => !test(fact, goal);
  }
  if (field === 'guarded') return fact => (fact.guard !== undefined) === condition;
  const test = compileField(condition as PredicateSource, field);
  return fact => test(fieldOf(fact, field));
}

function compileField(condition: PredicateSource, field: string): (value: FieldValue) => boolean {
  if (typeof condition !== 'object') return value => value !== undefined && String(value) === String(condition);
  const tests = Object.entries(condition).map(([word, options]) => {
    if (word === 'not') {
      const test = compileField(options as PredicateSource, field);
      return (value: FieldValue) => !test(value);
    }
    return compileWord(word, options, field);
  });
  return value => tests.every(test => test(value));
}

function compileWord(word: string, options: unknown, field: string): (value: FieldValue) => boolean {
  const predicate = predicates.get(word);
  if (predicate === undefined) throw new RuleError(`"${word}" is not a predicate`, [field]);
  // Regular expressions are dear to compile and most rules never meet a fact, so the first use compiles; `checkRule` does it early.
  let test: ((value: FieldValue) => boolean) | undefined;
  return value => (test ??= predicate.compile(options))(value);
}

/** Compiles every predicate of a rule now, to find what the schema cannot: bad regular expressions and ranges. Throws `RuleError`. */
export function checkRule(source: RuleSource): void {
  const visit = (node: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(node))
      node.forEach((item, index) => {
        visit(item, [...path, index]);
      });
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        // `version` is a predicate, and a field of packages.
        if (predicates.has(key) && (typeof value !== 'object' || Array.isArray(value)) && path.some(part => part === 'where'))
          checkWord(key, value, [...path, key]);
        visit(value, [...path, key]);
      }
    }
  };
  visit(source, []);
}

function checkWord(word: string, options: unknown, path: readonly (string | number)[]): void {
  try {
    const predicate = predicates.get(word);
    if (predicate?.check === undefined) predicate?.compile(options);
    else predicate.check(options);
  } catch (error) {
    throw new RuleError(`${word}: ${error instanceof Error ? error.message : String(error)}`, path);
  }
}
