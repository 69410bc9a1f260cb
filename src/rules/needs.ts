// The literals without which a rule cannot match, worked out from its tests.
import type { PredicateSource, TriggerSource, WhereSource } from '../model/rule.ts';
import { predicates } from './predicates/index.ts';
import { RuleError } from './rule-error.ts';

/** Whether a condition is a list of alternatives. */
export function isList(condition: unknown): condition is readonly WhereSource[] {
  return Array.isArray(condition);
}

/** The literals of the first test of each trigger that has some; `RuleError` where a trigger has none. */
export function derivedNeeds(triggers: readonly TriggerSource[]): readonly string[] {
  return triggers.flatMap((trigger, index) => {
    const needs = whereNeeds(trigger.where);
    if (needs === undefined) {
      throw new RuleError(
        'no literal can be derived that every matching text holds: say `needs: [...]`',
        trigger.where === undefined ? [] : ['matches', index],
      );
    }
    return needs;
  });
}

function whereNeeds(where: WhereSource | undefined): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  for (const [field, condition] of Object.entries(where ?? {})) {
    const found = conditionNeeds(field, condition);
    if (found !== undefined && (best === undefined || found.join('').length / found.length > best.join('').length / best.length)) best = found;
  }
  return best;
}

function conditionNeeds(field: string, condition: PredicateSource | WhereSource | readonly WhereSource[]): readonly string[] | undefined {
  if (field === 'not' || field === 'guarded') return undefined;
  // The filter asks for the names of all known agents anyway, see `aboutAgents`.
  if (field === 'agent' || field === 'agentSupport') return [];
  if (field === 'any' && isList(condition)) {
    const each = condition.map(whereNeeds);
    return each.some(needs => needs === undefined) ? undefined : each.flatMap(needs => needs ?? []);
  }
  if (field === 'all' && isList(condition)) return condition.map(whereNeeds).find(needs => needs !== undefined);
  if (typeof condition !== 'object') {
    return NOT_WRITTEN.has(field) ? undefined : telling([String(condition).toLowerCase()]);
  }
  if (NOT_WRITTEN.has(field)) return undefined;
  for (const [word, options] of Object.entries(condition)) {
    const needs = word === 'not' ? undefined : predicates.get(word)?.needs(options);
    if (needs !== undefined) return telling(needs);
  }
  return undefined;
}

/** The longest word of each literal; nothing where one has none long enough to tell anything. */
export function telling(literals: readonly string[]): readonly string[] | undefined {
  const words = literals.map(longestWord);
  return words.some(word => word.length < 3) ? undefined : words;
}

/** Blanks of a command line may be anything in the text, and so may the bytes of other characters, so only one word of ASCII counts. */
function longestWord(literal: string): string {
  return literal.split(/[^!-~]+/).reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

const AGENT_FIELDS = ['agent', 'agentSupport', 'agentLevel', 'agentTitle', 'agentSince', 'agentUses', 'agentChange'];

export function asksForAgent(where: WhereSource | undefined): boolean {
  return Object.keys(where ?? {}).some(field => field === 'agent' || field === 'agentSupport');
}

/** Fields that extractors compute, so that their values need not stand in the text. */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'reaches',
  'source',
  'role',
  'state',
  'use',
  'term',
  'policy',
  'dialect',
  'backing',
  'key',
  'action',
  'kind',
  ...AGENT_FIELDS,
  'manager',
  'apiVersion',
  'part',
  'format',
  'plugin',
  'templated',
  'managedBy',
]);
