// YAML keeps its places: every style of scalar, every kind of line end, aliases, duplicates and what libyaml takes besides.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Node, ScalarNode } from '../../src/model/tree.ts';
import { readJson } from '../../src/readers/json.ts';
import { mapScalar } from '../../src/readers/scalar-map.ts';
import { readYaml } from '../../src/readers/yaml.ts';
import { expectTruePlaces, pairsOf, scalarsOf, scalarWith, type Pairs } from './tree-checks.ts';
import { formsOf, VALUES } from './yaml-forms.ts';

const whole = (text: string): { start: number; end: number } => ({ start: 0, end: text.length });

/** The only tree of a text that is read without a complaint. */
function rootOf(text: string): Node {
  const { trees, errors } = readYaml(text, whole(text));
  expect(errors).toEqual([]);
  expect(trees).toHaveLength(1);
  return trees[0]!.root;
}

const pairs = (text: string): Pairs => pairsOf({ root: rootOf(text) });
const scalar = (text: string, value: string): ScalarNode => scalarWith({ root: rootOf(text) }, value);
const written = (text: string, { start, end }: { start: number; end: number }): string => text.slice(start, end);
const errorsOf = (text: string): readonly string[] => readYaml(text, whole(text)).errors.map(({ message, offset }) => `${String(offset)} ${message}`);

describe('the place of a scalar', () => {
  it.each([
    ['plain', 'a: /run/docker.sock # why\n', '/run/docker.sock', '/run/docker.sock'],
    ['in single quotes, without them', "a: 'it''s'\n", "it's", "it''s"],
    ['in double quotes, without them', 'a: "x\\ty"\n', 'x\ty', 'x\\ty'],
    ['in flow', '{a: [b, "c"]}\n', 'c', 'c'],
    ['a literal block, with its header', 'a: |-\n  x\n  y\nb: 1\n', 'x\ny', '|-\n  x\n  y\n'],
    ['a folded block', 'a: >\n  x\n  y\n', 'x y\n', '>\n  x\n  y\n'],
    ['plain over two lines', 'a: x\n  y\n', 'x y', 'x\n  y'],
    ['behind an anchor and a tag', 'a: !!str &x y\n', 'y', 'y'],
    ['a key', '"a\\u0062": 1\n', 'ab', 'a\\u0062'],
  ])('%s', (_, text, value, expected) => {
    expect(written(text, scalar(text, value))).toBe(expected);
  });

  it('is empty where there is no value, behind the colon', () => {
    const root = rootOf('a:\nb: 1\n');
    expect(root.kind === 'map' && root.entries[0]?.value).toMatchObject({ value: null, start: 2, end: 2 });
  });
});

describe('line ends', () => {
  const lines = ['a: |', '  x', '  y', 'b: "u', '  v"', 'c: [', '  d]', ''];
  const expected = [
    ['a', 'x\ny\n'],
    ['b', 'u v'],
    ['c', ['d']],
  ];

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['lone CR', '\r'],
  ])('of %s give the same values, at their own places', (_, end) => {
    const text = lines.join(end);
    expect(pairs(text)).toEqual(expected);
    expect(written(text, scalar(text, 'd'))).toBe('d');
    expectTruePlaces(text, { root: rootOf(text) });
  });
});

describe('aliases', () => {
  it('stand for what they name, at its place', () => {
    const text = 'a: &x {b: docker}\nc: *x\n';
    expect(pairs(text)).toEqual([
      ['a', [['b', 'docker']]],
      ['c', [['b', 'docker']]],
    ]);
    const places = scalarsOf(rootOf(text)).filter(node => node.text === 'docker');
    expect(places.map(node => written(text, node))).toEqual(['docker', 'docker']);
  });

  it('of mappings are merged under `<<`, own keys going before', () => {
    expect(pairs('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n')).toContainEqual([
      'c',
      [
        ['y', '2'],
        ['x', '1'],
        ['y', '1'],
        ['z', '3'],
      ],
    ]);
  });

  it('that name nothing, or what holds them, are told or empty', () => {
    expect(errorsOf('a: *gone\n')).toEqual(['3 the alias *gone has no anchor']);
    expect(pairs('a: &x\n  b: *x\n')).toEqual([['a', [['b', null]]]]);
  });

  it('that unfold without end are told once and stay small', () => {
    const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, i) => `a${String(i + 1)}: &a${String(i + 1)} [*a${String(i)}, *a${String(i)}]`)];
    const { errors, trees } = readYaml(bomb.join('\n'), whole(bomb.join('\n')));
    expect(errors.map(error => error.message)).toEqual(['its aliases unfold to more than 200000 values']);
    expect(trees).toHaveLength(1);
  });
});

describe('what libyaml takes', () => {
  it('are keys that stand twice: both are kept', () => {
    expect(pairs('a: 1\na: 2\n')).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });

  it.each([
    ['in flow', 'run: {\n  text: "one\n two",\n  docker: x }\n'],
    ['in a block', 'run:\n  text: "one\ntwo"\n  docker: x\n'],
    ['in single quotes', "run:\n  text: 'one\ntwo'\n  docker: x\n"],
    ['more than once', 'run:\n  - "a\n b"\n  - "one\ntwo"\n  - docker: x\n'],
  ])('are quoted texts whose lines stand too far left, %s; what follows keeps its place', (_, text) => {
    expect(written(text, scalar(text, 'docker'))).toBe('docker');
    expect(written(text, scalar(text, 'one two'))).toMatch(/^one\n ?two$/);
  });

  it('is not a quoted text that never ends', () => {
    expect(errorsOf('a: "x\nb: docker\n')[0]).toMatch(/^\d+ Missing closing "quote/);
  });
});

describe('a part of a text', () => {
  it('is read with places of the whole', () => {
    const text = 'junk: [\n---\n  - a: docker\n    b: 1\n';
    const start = text.indexOf('- a');
    const { trees, errors } = readYaml(text, { start, end: text.length }, undefined, 2);
    expect(errors).toEqual([]);
    expect(written(text, scalarWith({ root: trees[0]!.root }, 'docker'))).toBe('docker');
  });

  it('may hold several documents', () => {
    const text = '--- # one\na: 1\n...\n---\n- b\n';
    const { trees } = readYaml(text, whole(text));
    expect(trees.map(({ root }) => written(text, root))).toEqual(['a: 1', '- b']);
  });
});

test('deep nesting is told before a parser sees it', () => {
  expect(errorsOf('['.repeat(100_000))).toEqual(['200 nests more than 200 levels deep']);
});

test('what could be read is there beside the error', () => {
  const { trees, errors } = readYaml('a: docker\nb: [\n', whole('a: docker\nb: [\n'));
  expect(errors.length).toBeGreaterThan(0);
  expect(scalarsOf(trees[0]?.root).map(node => node.text)).toContain('docker');
});

/** How a part of a scalar may be written that is not simply the characters of its value. */
const ESCAPE = /^(?:\\(?:x..|u.{4}|U.{8}|\r?\n[ \t]*|[^\r\n])|''|[ \t\r\n]*)$/s;

test('every form of a value is the same tree, and every scalar maps onto its characters', () => {
  const property = fc.property(VALUES, value => {
    const json = JSON.stringify(value);
    const expected = pairsOf({ root: readJson(json, whole(json)).root! });
    for (const [name, text] of formsOf(value)) {
      const root = rootOf(text);
      expect([name, pairsOf({ root })]).toEqual([name, expected]);
      expectTruePlaces(text, { root });
      for (const node of scalarsOf(root)) expectAligned(text, node);
    }
  });
  fc.assert(property, { numRuns: 150 });
});

/** The map covers the value without gaps, and no part of it stands for more than one escape, fold or line break. */
function expectAligned(text: string, node: ScalarNode): void {
  let at = 0;
  for (const segment of mapScalar(text, node, node.text, node.spelling ?? 'plain')) {
    expect(segment.from).toBe(at);
    at += segment.length;
    const source = text.slice(segment.to, segment.to + segment.toLength);
    if (segment.exact) expect(source).toBe(node.text.slice(segment.from, at));
    else expect(source).toMatch(ESCAPE);
  }
  expect(at).toBe(node.text.length);
}
