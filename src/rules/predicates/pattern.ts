// The predicate for regular expressions, in RE2 syntax: matching takes linear time whatever the input.
import { RE2JS } from 're2js';
import { listOf, TEXTS, textsOf, type Predicate } from './predicate.ts';

export const matches: Predicate = {
  word: 'matches',
  summary: 'The value holds a match of one of these regular expressions (RE2 syntax, linear time).',
  schema: TEXTS,
  compile: options => {
    const patterns = listOf(options).map(pattern => RE2JS.compile(pattern));
    return value => textsOf(value).some(text => patterns.some(pattern => pattern.matcher(text).find()));
  },
  needs: () => undefined,
};
