// Predicates on whether a field has a value at all, and one that is known.
import { UNRESOLVED } from '../../model/tree.ts';
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

export const templated: Predicate = {
  word: 'templated',
  summary: 'The whole value is a template expression that nothing resolves (true), or is not (false).',
  schema: { type: 'boolean' },
  compile: options => value => textsOf(value).some(isOpen) === options,
  needs: () => undefined,
};

function isOpen(text: string): boolean {
  const bare = text.trim();
  return bare !== '' && (bare.replaceAll(UNRESOLVED, '') === '' || /^\{\{[^{}]+\}\}$/.test(bare));
}
