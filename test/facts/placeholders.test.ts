// Placeholders of templates are parts of the words that they stand in.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitWords } from '../../src/facts/flags.ts';
import { placeholderEnd } from '../../src/facts/placeholders.ts';

it.each([
  ['{{ bin_dir }}/kubelet --a=b', ['{{ bin_dir }}/kubelet', '--a=b']],
  ['name={{ item }} state=restarted', ['name={{ item }}', 'state=restarted']],
  ["--container-runtime={{ x | default('docker') }} --v=2", ['--container-runtime=docker', '--v=2']],
  ['"{{ a b }}/x y" z', ['{{ a b }}/x y', 'z']],
  ['${BIN DIR}/kubelet x', ['${BIN DIR}/kubelet', 'x']],
  ['a{% if b %} --c', ['a{% if b %}', '--c']],
  ['{{ open --a', ['{{', 'open', '--a']],
])('the words of %s', (line, words) => {
  expect(splitWords(line).map(word => word.text)).toEqual(words);
});

it('words keep their places', () => {
  const line = "x --r={{ y | default('docker') }} z";
  expect(splitWords(line).map(({ start, end }) => line.slice(start, end))).toEqual(['x', "--r={{ y | default('docker') }}", 'z']);
});

it('a placeholder ends behind its beginning and inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', '%', '$', '<', '>', 'a', ' ') }), fc.nat(20), (text, at) => {
      const end = placeholderEnd(text, at);
      expect(end === undefined || (end > at && end <= text.length)).toBe(true);
    }),
  );
});
