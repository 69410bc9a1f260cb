import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrap } from '../../src/cli/wrap.ts';

describe('wrap', () => {
  test('breaks between words and indents every line', () => {
    expect(wrap('one two three four', 10, '  ')).toBe('  one two\n  three\n  four');
  });

  test('keeps paragraphs apart and joins their lines', () => {
    expect(wrap('a\nb\n\nc', 80)).toBe('a b\n\nc');
  });

  test('leaves a word whole that is wider than a line', () => {
    expect(wrap('see https://kubernetes.io/docs', 10)).toBe('see\nhttps://kubernetes.io/docs');
  });

  test('loses no word and keeps to the width wherever words allow it', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 20, max: 100 }), (words, width) => {
        const wrapped = wrap(words.join(' '), width, '    ');
        expect(wrapped.split(/\s+/).filter(word => word !== '')).toEqual(words);
        for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
