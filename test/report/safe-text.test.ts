// Text from strangers: everything invisible is shown, nothing commands a terminal or a runner.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defuseLineStart, safeJson, visible, visibleProse } from '../../src/report/safe-text.ts';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const nasty = fc.string({
  unit: fc.constantFrom('a', '#', '[', ':', ' ', '\x1b', '\n', '\u202e', '\u2066', '\u200b', '\x9b', '\u{e0041}', '\ud800', '\u00a0', 'é', '漢'),
});

test('controls, bidi overrides and zero-width characters are written out', () => {
  expect(visible('a\x1b[31mb')).toBe('a\\x1b[31mb');
  expect(visible('\x9b2J')).toBe('\\x9b2J');
  expect(visible('\u202eevil\u2066')).toBe('\\u202eevil\\u2066');
  expect(visible('a\u200bb\u{e0041}')).toBe('a\\u200bb\\u{e0041}');
  expect(visible('one\r\n\ttwo\u00a0')).toBe('one\\r\\n\\ttwo\\xa0');
  expect(visible('lone \ud800')).toBe('lone \\ud800');
});

test('text that people can read stays as it is', () => {
  const text = 'DaemonSet kube-system/агент mounts C:\\docker\\é 漢字 🙂 {{ .Values.x }}';
  expect(visible(text)).toBe(text);
});

test('commands in brackets are broken wherever they stand', () => {
  expect(visible('x ##[error]y ##vso[task.setvariable]z ##teamcity[a]')).toBe('x #\\x23[error]y #\\x23vso[task.setvariable]z #\\x23teamcity[a]');
  expect(visible('## heading')).toBe('## heading');
});

test('a command at the start of a line is broken, a double colon elsewhere is not', () => {
  expect(defuseLineStart('::error::x')).toBe('\\x3a:error::x');
  expect(defuseLineStart('AWS::EC2::Instance')).toBe('AWS::EC2::Instance');
});

test('prose loses its line breaks and nothing else', () => {
  expect(visibleProse('one\n  two\n')).toBe('one two');
});

test('nothing invisible is left of any text', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), nasty), text => !INVISIBLE.test(visible(text))));
});

test('JSON keeps every value and holds no invisible character', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nasty), text => {
      const json = safeJson({ [text]: [text] });
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ [text]: [text] })));
      expect(json.replaceAll('\n', '')).not.toMatch(INVISIBLE);
    }),
  );
});

test('long runs take no more than linear time', () => {
  const started = performance.now();
  for (const unit of ['#', '##a', ' ', '\x1b']) visibleProse(unit.repeat(200_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
