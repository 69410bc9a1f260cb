// Sections of settings.
import { expect, test } from 'vitest';
import { readIni } from '../../src/readers/ini.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

test('takes a section name as it stands', () => {
  const text = 'top = 1\n[monitor:///var/lib/docker/containers/*/*.log] ; why\nindex = main\nsourcetype: docker\ndisabled\n';
  expect(pairsOf(readIni(text))).toEqual([
    ['top', '1'],
    [
      'monitor:///var/lib/docker/containers/*/*.log',
      [
        ['index', 'main'],
        ['sourcetype', 'docker'],
        ['disabled', null],
      ],
    ],
  ]);
  expectTruePlaces(text, readIni(text));
});

test('takes off quotes and comments, but not comment signs between quotes', () => {
  const text = 'a = "x # y" # z\nb = \'c\'\nd = e ; f\ng = "h" "i"\nj = #\n';
  const result = readIni(text);
  expect(pairsOf(result)).toEqual([
    ['a', 'x # y'],
    ['b', 'c'],
    ['d', 'e'],
    ['g', '"h" "i"'],
    ['j', '#'],
  ]);
  expect(scalarWith(result, 'x # y')).toMatchObject({ start: 5, end: 10, style: 'quoted' });
  expectTruePlaces(text, result);
});

test('is not prose', () => {
  expect(readIni('Some words\nand more\n').error).toBeDefined();
});
