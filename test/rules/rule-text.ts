// A rule that is right, as text, for tests to change part by part.
import type { Rule } from '../../src/model/rule.ts';
import { compileRule } from '../../src/rules/compile.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';

export type RuleParts = Readonly<Record<string, string | undefined>>;

const RIGHT: RuleParts = {
  id: 'crane-socket',
  title: 'A crane',
  category: 'test',
  precision: 'high',
  on: 'hostPath',
  where: '{path: {endsWith: crane.sock}}',
  cases: '[{level: error, effect: crashes}]',
  message: "'{{path}} is used'",
  why: 'Cranes are gone.',
  fix: 'Do without it.',
  references: '[https://example.com/]',
  added: '1.0.0',
};

/** The text of a rule file: one line a key, in this order; `undefined` leaves a key out. */
export function ruleText(parts: RuleParts = {}): string {
  const lines = Object.entries({ ...RIGHT, ...parts }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`]));
  return lines.join('');
}

/** The rule itself. */
export function ruleOf(parts: RuleParts = {}): Rule {
  return compileRule(parseRuleFile(ruleText(parts), 'test.yaml'), 'test.yaml');
}
