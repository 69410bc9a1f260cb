// Effects as sentences.
import { expect, test } from 'vitest';
import { effectSentence } from '../../src/report/words.ts';

test.each([
  ['pod-does-not-start', 'when the node leaves Docker', 'The pod does not start when the node leaves Docker'],
  ['pod-does-not-start', 'now: no node runs it', 'Broken now: the pod does not start, as no node runs it'],
  ['data-lost', 'now', 'Broken now: data is lost'],
  ['crashes', 'nowhere else', 'It crashes nowhere else'],
  ['none-yet', 'now: no node runs it', 'Nothing breaks yet'],
] as const)('%s %s', (effect, when, sentence) => {
  expect(effectSentence({ effect, when })).toBe(sentence);
});
