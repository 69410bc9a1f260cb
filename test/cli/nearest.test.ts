import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/cli/nearest.ts';

const RULES = ['docker-socket-mount', 'docker-root-mount', 'containerd-config'];

describe('nearest', () => {
  test.for([
    ['fromat', ['format', 'fail-on'], 'format'],
    ['scna', ['scan', 'rules'], 'scan'],
    ['SCAN', ['scan', 'rules'], 'scan'],
    ['docker-sock-mount', RULES, 'docker-socket-mount'],
    ['socket-mount', RULES, 'docker-socket-mount'],
    ['warn', ['error', 'warning'], 'warning'],
  ] as const)('%s', ([word, candidates, expected]) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  test('prefers the closest, and the first among equals', () => {
    expect(nearest('rule', ['rules', 'rule'])).toBe('rule');
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });

  test('knows when nothing is near', () => {
    expect(nearest('frobnicate', RULES)).toBeUndefined();
    expect(nearest('', RULES)).toBeUndefined();
    expect(nearest('docker', ['cri-dockerd'])).toBeUndefined();
    expect(nearest('x'.repeat(1_000_000), RULES)).toBeUndefined();
  });

  test('finds any name with one letter missing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RULES), fc.nat(12), (name, at) => {
        expect(nearest(name.slice(0, at) + name.slice(at + 1), RULES)).toBe(name);
      }),
    );
  });
});

test('a sentence says what was meant, or something else', () => {
  expect(didYouMean('fromat', ['format'], '', '--')).toBe('; did you mean --format?');
  expect(didYouMean('zzz', ['format'], '; see --help')).toBe('; see --help');
});
