// Predicates that compare texts: equals, in, contains, startsWith, endsWith and their case-blind forms.
import { listOf, TEXT, TEXTS, textsOf, type Predicate } from './predicate.ts';

function literals(options: unknown): readonly string[] | undefined {
  const list = listOf(options).map(text => text.toLowerCase());
  return list.some(text => text.length < 3) ? undefined : list;
}

function comparing(word: string, summary: string, compare: (value: string, option: string) => boolean): Predicate {
  return {
    word,
    summary,
    schema: TEXTS,
    compile: options => {
      const wanted = listOf(options);
      return value => textsOf(value).some(text => wanted.some(option => compare(text, option)));
    },
    needs: literals,
  };
}

const lower = (text: string): string => text.toLowerCase();

export const equals: Predicate = { ...comparing('equals', 'The value is exactly this.', (value, option) => value === option), schema: TEXT };
export const isIn = comparing('in', 'The value is exactly one of these.', (value, option) => value === option);
export const like = comparing('like', 'The value is one of these, whatever the case.', (value, option) => lower(value) === lower(option));
export const contains = comparing('contains', 'The value holds one of these, whatever the case.', (value, option) => lower(value).includes(lower(option)));
export const startsWith = comparing('startsWith', 'The value starts with one of these.', (value, option) => value.startsWith(option));
export const endsWith = comparing('endsWith', 'The value ends with one of these.', (value, option) => value.endsWith(option));
