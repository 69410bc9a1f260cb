// The vocabulary of tests: what each word says yes to, which literals it needs, and that no pattern can run away.
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it, test } from 'vitest';
import type { FieldValue } from '../../src/model/fact.ts';
import { predicates } from '../../src/rules/predicates/index.ts';
import { checkPattern, linearTest, repetitions } from '../../src/rules/predicates/linear.ts';
import { versionOf } from '../../src/rules/predicates/version.ts';

function holds(word: string, options: unknown, value: FieldValue): boolean {
  return predicates.get(word)!.compile(options)(value);
}

const needs = (word: string, options: unknown): readonly string[] | undefined => predicates.get(word)?.needs(options);

test('the vocabulary is closed', () => {
  expect([...predicates.keys()].sort()).toEqual(
    ['contains', 'empty', 'endsWith', 'equals', 'exists', 'in', 'like', 'matches', 'mentions', 'path', 'startsWith', 'templated', 'version'].sort(),
  );
});

describe('a word', () => {
  it.each<[string, unknown, FieldValue, boolean]>([
    ['equals', 'docker', 'docker', true],
    ['equals', 'docker', 'Docker', false],
    ['equals', true, true, true],
    ['equals', 1, '1', true],
    ['in', ['a', 'b'], 'b', true],
    ['in', ['a', 'b'], 'ab', false],
    ['in', 'a', 'a', true],
    ['like', ['Docker'], 'dOCKER', true],
    ['like', 'docker', 'dockerd', false],
    ['contains', 'DOCKER', 'my-docker-x', true],
    ['contains', ['x', 'y'], 'abc', false],
    ['startsWith', 'docker', 'docker://1', true],
    ['startsWith', 'docker', 'Docker', false],
    ['endsWith', ['.sock'], 'a.sock', true],
    ['endsWith', '.sock', 'a.sock.bak', false],
    ['matches', '^doc.er$', 'docker', true],
    ['matches', ['^x$', '(?i)DOCKER'], 'docker', true],
    ['matches', 'docker', 'containerd', false],
    ['matches', '(?iU)docker.+run', 'DOCKER RUN', true],
    ['matches', '(?smU)foo', 'foo', true],
    ['matches', '\\073docker', ';docker', true],
    ['matches', '^[]d]ocker', 'docker', true],
    ['matches', '^docke😀?$', 'docke', true],
    ['path', 'docker-socket', 'unix:///var/run/docker.sock', true],
    ['path', ['crio-socket', 'containerd-socket'], '/run/containerd/containerd.sock', true],
    ['path', 'docker-socket', 'see /var/run/docker.sock there', false],
    ['mentions', 'docker-socket', 'see /var/run/docker.sock there', true],
    ['mentions', 'docker-socket', 'see /var/run/docker.socket there', false],
    ['version', '<1.12', 'v1.11.4-eksbuild.1', true],
    ['version', '<1.12', '1.12.0', false],
    ['version', '<1.12', 'latest', false],
    ['exists', true, '', true],
    ['exists', false, undefined, true],
    ['exists', false, 'x', false],
    ['empty', true, undefined, true],
    ['empty', true, '', true],
    ['empty', true, [], true],
    ['empty', true, ['x'], false],
    ['empty', false, 'x', true],
    ['empty', false, [''], false],
    ['templated', true, '\uFFFC', true],
    ['templated', true, '{{ x | to_json }}', true],
    ['templated', true, 'http://\uFFFC', false],
    ['templated', false, 'x', true],
    ['templated', true, '', false],
  ])('%s %j says of %j: %s', (word, options, value, expected) => {
    expect(holds(word, options, value)).toBe(expected);
  });

  it.each([...predicates.keys()].filter(word => !['exists', 'empty', 'templated', 'version', 'path', 'mentions'].includes(word)))(
    '%s holds for a list where it holds for one of it',
    word => {
      expect(holds(word, 'docker', ['a', 'docker'])).toBe(true);
      expect(holds(word, 'docker', ['a', 'b'])).toBe(false);
      expect(holds(word, 'docker', undefined)).toBe(false);
    },
  );
});

describe('the literals without which a word cannot hold', () => {
  it.each<[string, unknown, readonly string[] | undefined]>([
    ['equals', 'Docker', ['docker']],
    ['in', ['docker', 'DOCKERD'], ['docker', 'dockerd']],
    ['in', ['docker', 'ce'], undefined],
    ['contains', 'docker', ['docker']],
    ['matches', 'docker', undefined],
    ['path', 'docker-socket', ['docker']],
    ['path', 'runtime-parent', undefined],
    ['mentions', ['dockershim-socket', 'crio-socket'], ['dockershim', 'crio.sock']],
    ['version', '<1', undefined],
    ['exists', true, undefined],
  ])('%s %j: %j', (word, options, expected) => {
    expect(needs(word, options)).toEqual(expected);
  });
});

describe('a version', () => {
  it.each([
    ['v1.11.4-eksbuild.1', '1.11.4'],
    ['7.20.2-jmx', '7.20.2'],
    ['2.6', '2.6.0'],
    ['V3', '3.0.0'],
    ['01.02.03', '1.2.3'],
    ['latest', undefined],
    ['', undefined],
    ['sha-1234567', undefined],
    ['1a2b3c4deadbeef', undefined],
    ['7f3a2b1', undefined],
    ['20200131', '20200131.0.0'],
  ])('%j is %j', (tag, expected) => {
    expect(versionOf(tag)?.version).toBe(expected);
  });

  it('range that is none is refused', () => {
    expect(() => predicates.get('version')!.compile('older than 2')).toThrow('"older than 2" is not a range of versions');
  });
});

describe('repetitions', () => {
  it.each([
    ['docker', 0],
    ['a*b+c{2,}', 3],
    ['[*+]\\*\\+', 0],
    ['(?:a|b)c?', 0],
    ['(?:ab)+', 1],
    ['(?:a+)+', Infinity],
    ['((a*)b)*', Infinity],
    ['(?:a|aa)*', Infinity],
    ['(?:a?b?)+', Infinity],
    ['(?:a?){30}', Infinity],
    ['(?:a{1,3}){2,9}', Infinity],
    ['(?:\\(?a)*', Infinity],
    ['(?:\\\\?/){2}', 0],
  ])('of %s: %d', (pattern, expected) => {
    expect(repetitions(pattern)).toBe(expected);
  });
});

describe('a pattern', () => {
  it.each(['(?:a+)+$', '(?:a|a)*$', '(?:a|aa)+$', '(?:a?){40}a{40}$', '(?:a*)*b', '^(?:(?:a+)?)+$', '(?:x?a)*a*a*a*$', '(a{1,9}){1,9}$', '.*.*.*.*=$'])(
    '%s stays fast',
    pattern => {
      const test = linearTest(pattern);
      const started = performance.now();
      for (const length of [30, 399, 50_000]) test(`${'a'.repeat(length)}!`);
      expect(performance.now() - started).toBeLessThan(3000);
    },
  );

  it('is read as RE2 reads it, whichever engine runs it', () => {
    const atom = fc.constantFrom(
      'abb',
      'a\\.b',
      'bab?',
      '(?i:abb)',
      '[b]ab',
      '\\x61bb',
      '\\x{61}bb',
      '(?i)',
      '|',
      'a',
      'b',
      '.',
      '\\w',
      '\\.',
      '[ab]',
      '[^a]',
      '(?:a|b)',
      '(a)',
      'a?',
      'b*',
      'a+',
      '(?:ab)*',
      '(?:a+b)*',
      '^',
      '$',
      '\\b',
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '.', ' '), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(atom, { minLength: 1, maxLength: 5 }), text, (atoms, subject) => {
        const pattern = atoms.join('');
        expect(linearTest(pattern)(subject)).toBe(RE2JS.compile(pattern).matcher(subject).find());
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['(?=a)b', '(a', 'a**', '[b-a]', '\\1'])('%s is refused', pattern => {
    expect(() => {
      checkPattern(pattern);
    }).toThrow();
  });

  it.each([
    ['(?i)docker', 'DOCKER'],
    ['(?s)a.b', 'a\nb'],
    ['(?i:D)ocker', 'docker'],
    ['[[:alpha:]]+', 'x'],
    ['\\Adocker\\z', 'docker'],
    ['\\x{64}ocker', 'docker'],
    ['\\Qa.b\\E', 'a.b'],
    ['\\p{L}', 'é'],
  ])('%s, in RE2 syntax, finds %j', (pattern, text) => {
    expect(linearTest(pattern)(text)).toBe(true);
  });
});
