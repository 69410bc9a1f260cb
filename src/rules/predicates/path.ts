// Predicates with path sense: a value that is a named path, or a text that mentions one.
import { isNamedPath, mentionsOf, namedPaths, namesPath, pathNeeds, type NamedPath } from '../../model/paths.ts';
import { listOf, textsOf, type Predicate } from './predicate.ts';

const schema = { anyOf: [{ enum: namedPaths }, { type: 'array', items: { enum: namedPaths }, minItems: 1 }] };

function names(options: unknown): readonly NamedPath[] {
  return listOf(options).filter(isNamedPath);
}

function needs(options: unknown): readonly string[] | undefined {
  const found: string[] = [];
  for (const name of names(options)) {
    const literals = pathNeeds(name);
    if (literals === undefined) return undefined;
    found.push(...literals);
  }
  return found;
}

export const path: Predicate = {
  word: 'path',
  summary: 'The value is this named path (or lies below it), however it is spelt.',
  schema,
  compile: options => {
    const wanted = names(options);
    return value => textsOf(value).some(text => wanted.some(name => namesPath(name, text)));
  },
  needs,
};

export const mentions: Predicate = {
  word: 'mentions',
  summary: 'The value is a text in which this named path occurs.',
  schema,
  compile: options => {
    const wanted = names(options);
    return value => textsOf(value).some(text => wanted.some(name => mentionsOf(name, text).length > 0));
  },
  needs,
};
