// The predicate for regular expressions, in RE2 syntax: matching takes linear time whatever the input.
import { patternLiterals } from './pattern-literals.ts';
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
  // A pattern's text can be written otherwise, with blanks or quotes within, so that only a field's value is sure to hold it.
  needs: () => undefined,
  literals: options => inEach(listOf(options).map(patternLiterals)),
};

function inEach(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.some(list => list === undefined) ? undefined : lists.flatMap(list => list ?? []);
}
