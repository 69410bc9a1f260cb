// Environment files.
import { expect, test } from 'vitest';
import { readEnv } from '../../src/readers/env.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

test('reads variables with and without quotes', () => {
  const text = '# c\nKUBELET_ARGS="--cgroup-driver=cgroupfs --v=2"\nexport A=\'b c\' # d\nE=--f --g # h\nI=\nJ+=" k"\nif true; then\n';
  const result = readEnv(text);
  expect(pairsOf(result)).toEqual([
    ['KUBELET_ARGS', '--cgroup-driver=cgroupfs --v=2'],
    ['A', 'b c'],
    ['E', '--f --g'],
    ['I', ''],
    ['J', ' k'],
  ]);
  expect(scalarWith(result, 'b c')).toMatchObject({ style: 'quoted' });
  expectTruePlaces(text, result);
});

test('reads several variables on a line', () => {
  expect(pairsOf(readEnv('A="b"; export C="d"\nE=f\n'))).toEqual([
    ['A', 'b'],
    ['C', 'd'],
    ['E', 'f'],
  ]);
});

test('joins lines that end in a backslash, keeps other line breaks between quotes', () => {
  const text = 'A="--x=\\"y\\" \\\n  --container-runtime=docker"\nB=--z \\\n  --w\nC="d\ne"\n';
  const result = readEnv(text);
  expect(pairsOf(result)).toEqual([
    ['A', '--x="y" --container-runtime=docker'],
    ['B', '--z --w'],
    ['C', 'd\ne'],
  ]);
  expectTruePlaces(text, result);
});

test('goes on after a quote that is not closed', () => {
  expect(pairsOf(readEnv('A="b\nC="d"\nE=it\'s\n'))).toEqual([
    ['A', '"b'],
    ['C', 'd'],
    ['E', "it's"],
  ]);
});

test('finds the flags of a Jinja block', () => {
  const text =
    '{% set kubelet_args_base -%}\n{# c #}\n--config=x \\\n{% if y %}\n--container-runtime=docker \\\n{% endif %}\n{% endset %}\nARGS="{{ kubelet_args_base }}"\n';
  expect(pairsOf(readEnv(text))).toEqual([
    ['kubelet_args_base', '--config=x --container-runtime=docker'],
    ['ARGS', '{{ kubelet_args_base }}'],
  ]);
  expectTruePlaces(text, readEnv(text));
});

test('is not prose', () => {
  expect(readEnv('Some words\n').error).toBeDefined();
});
