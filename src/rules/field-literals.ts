// The literals that tell early whether a fact can pass a test: every fact that does holds one of them in some field.
import type { PredicateSource, WhereSource } from '../model/rule.ts';
import { isList, telling } from './needs.ts';
import { predicates } from './predicates/index.ts';

type Literals = readonly string[] | undefined;

/** Literals, one of which stands in a field of every fact that passes; nothing where there are none. */
export function fieldLiterals(where: WhereSource | undefined): Literals {
  return mostTelling(Object.entries(where ?? {}).map(([field, condition]) => ofCondition(field, condition)));
}

function ofCondition(field: string, condition: PredicateSource | WhereSource | readonly WhereSource[]): Literals {
  if (field === 'not' || field === 'guarded') return undefined;
  if (field === 'any' && isList(condition)) return oneOfEach(condition.map(fieldLiterals));
  if (field === 'all' && isList(condition)) return mostTelling(condition.map(fieldLiterals));
  if (typeof condition !== 'object') return telling([String(condition)]);
  return mostTelling(Object.entries(condition).map(([word, options]) => (word === 'not' ? undefined : ofWord(word, options))));
}

function ofWord(word: string, options: unknown): Literals {
  const predicate = predicates.get(word);
  const literals = predicate?.literals?.(options) ?? predicate?.needs(options);
  return literals === undefined ? undefined : telling(literals);
}

function oneOfEach(each: readonly Literals[]): Literals {
  return each.some(literals => literals === undefined) ? undefined : each.flatMap(literals => literals ?? []);
}

/** Long literals tell more than short ones. */
function mostTelling(each: readonly Literals[]): Literals {
  return each.reduce((best, literals) => (literals !== undefined && (best === undefined || shortest(literals) > shortest(best)) ? literals : best), undefined);
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map(literal => literal.length));
}
