// Fluentd's configuration.
import { expect, test } from 'vitest';
import { readFluentd } from '../../src/readers/fluentd.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

test('nests directives, with their arguments', () => {
  const text =
    '@include a.conf\n<source>\n  @type tail # c\n  path /var/log/containers/*.log\n  <parse>\n    @type json\n  </parse>\n</source>\n<label @X>\n<match a.** b>\n</match>\n</label>\n';
  expect(pairsOf(readFluentd(text))).toEqual([
    ['@include', 'a.conf'],
    [
      'source',
      [
        ['@type', 'tail'],
        ['path', '/var/log/containers/*.log'],
        ['parse', [['@type', 'json']]],
      ],
    ],
    [
      'label',
      [
        ['#arg', '@X'],
        ['match', [['#arg', 'a.** b']]],
      ],
    ],
  ]);
  expectTruePlaces(text, readFluentd(text));
});

test('keeps code in strings as it is written', () => {
  const text = '<parse>\n  @type "#{ENV[\'X\'] || "json"}"\n  path "C:\\\\ProgramData\\\\docker"\n  expression /a #{b} c/\n</parse>\n';
  const result = readFluentd(text);
  expect(pairsOf(result)).toEqual([
    [
      'parse',
      [
        ['@type', '#{ENV[\'X\'] || "json"}'],
        ['path', 'C:\\ProgramData\\docker'],
        ['expression', '/a #{b} c/'],
      ],
    ],
  ]);
  expect(scalarWith(result, '#{ENV[\'X\'] || "json"}').style).toBe('quoted');
  expectTruePlaces(text, result);
});

test('takes lists over several lines as one value', () => {
  const text = '<source>\n  matches [\n    {"_SYSTEMD_UNIT": "docker.service"}\n  ]\n  tag x\n</source>\n';
  expect(pairsOf(readFluentd(text))).toEqual([
    [
      'source',
      [
        ['matches', '[\n    {"_SYSTEMD_UNIT": "docker.service"}\n  ]'],
        ['tag', 'x'],
      ],
    ],
  ]);
  expect(pairsOf(readFluentd('<a>\n  b [\n</a>\n<c>\n</c>\n'))).toEqual([
    ['a', [['b', '[']]],
    ['c', []],
  ]);
});

test('bears directives that are not closed or closed out of order', () => {
  const text = '<a>\n  <b>\n    c d\n</a>\n</b>\n<e>\n  f g\n';
  expect(pairsOf(readFluentd(text))).toEqual([
    ['a', [['b', [['c', 'd']]]]],
    ['e', [['f', 'g']]],
  ]);
  expectTruePlaces(text, readFluentd(text));
});

test('passes over lines of template actions', () => {
  expect(pairsOf(readFluentd('<source>\n  {{- if .x }}\n  @type tail\n  {{- end }}\n</source>\n'))).toEqual([['source', [['@type', 'tail']]]]);
});

test('says so where nothing is Fluentd, or it nests too deep', () => {
  expect(readFluentd('kind: Pod\n').error).toBeDefined();
  expect(readFluentd('<a>\n'.repeat(100_000)).error?.message).toContain('200 levels');
});
