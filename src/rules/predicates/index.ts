// The closed vocabulary of predicates; the rule schema and the rule-format page list exactly these words.
import { mentions, path } from './path.ts';
import { matches } from './pattern.ts';
import type { Predicate } from './predicate.ts';
import { empty, exists, templated } from './presence.ts';
import { contains, endsWith, equals, isIn, like, startsWith } from './text.ts';
import { version } from './version.ts';

export const predicates: ReadonlyMap<string, Predicate> = new Map(
  [equals, isIn, like, contains, startsWith, endsWith, matches, path, mentions, version, exists, empty, templated].map(predicate => [
    predicate.word,
    predicate,
  ]),
);
