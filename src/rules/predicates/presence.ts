// Predicates on whether a field has a value at all.
import { textsOf, type Predicate } from './predicate.ts';

export const exists: Predicate = {
  word: 'exists',
  summary: 'The fact has the field (true) or lacks it (false).',
  schema: { type: 'boolean' },
  compile: options => value => (value !== undefined) === options,
  needs: () => undefined,
};

export const empty: Predicate = {
  word: 'empty',
  summary: 'The value is absent, an empty text or an empty list (true), or is not (false).',
  schema: { type: 'boolean' },
  compile: options => value => textsOf(value).every(text => text === '') === options,
  needs: () => undefined,
};
