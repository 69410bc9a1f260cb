// Fluent Bit's classic configuration.
import { expect, test } from 'vitest';
import { readFluentBit } from '../../src/readers/fluent-bit.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

test('reads sections with lower-cased names and values as written', () => {
  const text =
    '@SET a=b\n[SERVICE]\n    Flush  1\n[INPUT]\n    Name   tail\n    Path   /var/log/containers/*.log\n    # no\n    Parser Docker\n    ${EXTRA}\n[INPUT]\n    Name systemd\n@INCLUDE x.conf\n';
  const result = readFluentBit(text);
  expect(pairsOf(result)).toEqual([
    ['@set', 'a=b'],
    ['service', [['flush', '1']]],
    [
      'input',
      [
        ['name', 'tail'],
        ['path', '/var/log/containers/*.log'],
        ['parser', 'Docker'],
        ['${extra}', null],
      ],
    ],
    ['input', [['name', 'systemd']]],
    ['@include', 'x.conf'],
  ]);
  expectTruePlaces(text, result);
  const { start, end } = scalarWith(result, 'Docker');
  expect(text.slice(start, end)).toBe('Docker');
});

test('passes over lines of template actions', () => {
  expect(pairsOf(readFluentBit('[INPUT]\n{{- if .x }}\n  Name tail\n{{- end }}\n{{ .Values.extra | indent 8 }}\n  Tag {{ .y }}\n'))).toEqual([
    [
      'input',
      [
        ['name', 'tail'],
        ['tag', '{{ .y }}'],
      ],
    ],
  ]);
});

test('is not a text without sections', () => {
  expect(readFluentBit('name: tail\n').error).toBeDefined();
});
