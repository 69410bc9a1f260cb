// The predicate for regular expressions, in RE2 syntax: matching takes linear time whatever the input.
import { checkPattern, linearTest } from './linear.ts';
import { listOf, TEXTS, textsOf, type Predicate } from './predicate.ts';

export const matches: Predicate = {
  word: 'matches',
  summary: 'The value holds a match of one of these regular expressions (RE2 syntax, linear time).',
  schema: TEXTS,
  compile: options => {
    const tests = listOf(options).map(linearTest);
    return value => textsOf(value).some(text => tests.some(test => test(text)));
  },
  check: options => {
    listOf(options).forEach(checkPattern);
  },
  needs: () => undefined,
};
