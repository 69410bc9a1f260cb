import { expect, test } from 'vitest';
import { describeFailure } from '../../src/cli/failure.ts';
import { UserError } from '../../src/model/errors.ts';

test("a user's mistake is told in a line, with a hint where there is one", () => {
  expect(describeFailure(new UserError('no such file'), true)).toBe('unshim: no such file\n');
  expect(describeFailure(new UserError('a', { hint: 'b' }), false)).toBe('unshim: a\n  b\n');
});

test('a bug is told with where to report it, and with its stack only when asked', () => {
  const bug = new TypeError('x is not a function');
  expect(describeFailure(bug, false)).toMatch(/^unshim failed: TypeError: x is not a function\nThis is a bug.*issues\nRun it again with --verbose/);
  expect(describeFailure(bug, true)).toContain('failure.test.ts');
  expect(describeFailure('thrown text', false)).toContain('unshim failed: thrown text');
});

test('nothing in a message steers the terminal', () => {
  expect(describeFailure(new UserError('file \u001b]0;x\u0007'), false)).toBe('unshim: file \\x1b]0;x\\x07\n');
});
