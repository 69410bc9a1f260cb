// Fitting text into columns.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shorten, textWidth, wrap } from '../../src/report/wrap.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '-', ':', ' ', 'é', '漢', '🙂'), maxLength: 120 });
const width = fc.integer({ min: 8, max: 60 });

test('lines break between words', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
});

test('a path that fits on a line is not broken', () => {
  expect(wrap('mounts /var/run/docker.sock here', 22)).toEqual(['mounts', '/var/run/docker.sock', 'here']);
});

test('a path that does not fit breaks after a slash, then at a joint, then anywhere', () => {
  expect(wrap('clusters/eu-west/production/agent.yaml', 20)).toEqual(['clusters/eu-west/', 'production/', 'agent.yaml']);
  expect(wrap('kubelet-removed-runtime-flag', 16)).toEqual(['kubelet-removed-', 'runtime-flag']);
  expect(wrap('aaaaaaaaaaaa', 8)).toEqual(['aaaaaaaa', 'aaaa']);
});

test('wide characters count twice', () => {
  expect(textWidth('漢字')).toBe(4);
  expect(wrap('漢字漢字漢字', 8)).toEqual(['漢字漢字', '漢字']);
});

test('no line is wider than asked, and none starts a workflow command', () => {
  fc.assert(
    fc.property(words, width, (text, columns) => {
      for (const line of wrap(text, columns)) {
        expect(textWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/^\s*::/);
      }
    }),
  );
});

test('nothing is lost but spaces', () => {
  fc.assert(
    fc.property(words, width, (text, columns) => {
      const bare = wrap(text, columns).join('').replaceAll('\\x3a', ':').replaceAll(' ', '');
      expect(bare).toBe(text.replaceAll(' ', ''));
    }),
  );
});

test('shortened text is whole, or ends with a sentence, or with an ellipsis', () => {
  expect(shorten('Use the cri parser.', 40)).toBe('Use the cri parser.');
  expect(shorten('Use the cri parser. It reads both formats.', 30)).toBe('Use the cri parser.');
  expect(shorten('Restart the runtime; then ask the node.', 30)).toBe('Restart the runtime…');
  expect(shorten('Ask the runtime over /run/containerd/containerd.sock', 36)).toBe('Ask the runtime over /run/…');
  fc.assert(fc.property(words, width, (text, columns) => textWidth(shorten(text, columns)) <= Math.max(columns, 1)));
});
