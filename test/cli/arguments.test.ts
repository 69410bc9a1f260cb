import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandSpec, HELP, listOf, oneOf, readArguments } from '../../src/cli/arguments.ts';
import { UserError } from '../../src/model/errors.ts';

const SPEC: CommandSpec = {
  command: 'test',
  options: { loud: { takes: 'flag', short: 'l' }, name: { takes: 'value', short: 'n' }, tag: { takes: 'list' }, help: HELP },
};

describe('arguments', () => {
  test('options and positionals may be mixed', () => {
    const args = readArguments(['a', '--name', 'x', 'b', '-l', '--tag=1', '--tag', '2'], SPEC);
    expect(args.positionals).toEqual(['a', 'b']);
    expect(args.has('loud')).toBe(true);
    expect(args.value('name')).toBe('x');
    expect(args.values('tag')).toEqual(['1', '2']);
  });

  test('a value may begin with a dash after =', () => {
    expect(readArguments(['--name=-x'], SPEC).value('name')).toBe('-x');
    expect(() => readArguments(['--name', '-x'], SPEC)).toThrow('option --name needs a value');
  });

  test('a lone dash is a value or a positional', () => {
    expect(readArguments(['--name', '-', '-'], SPEC)).toMatchObject({ positionals: ['-'] });
  });

  test('any words give arguments or a message of one line', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('--name', '-l', '-ln', '--', '-', '--tag=', '--help', '--no-loud'))), words => {
        try {
          readArguments(words, SPEC);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error)).not.toContain('\n');
        }
      }),
    );
  });
});

test('a choice is one of its words or the fallback', () => {
  expect(oneOf(readArguments(['--name', 'b'], SPEC), 'name', ['a', 'b'], 'a')).toBe('b');
  expect(oneOf(readArguments([], SPEC), 'name', ['a', 'b'], 'a')).toBe('a');
  expect(() => oneOf(readArguments(['--name', 'c'], SPEC), 'name', ['a', 'b'], 'a')).toThrow('--name takes a or b, not c');
});

test('lists read as sentences', () => {
  expect(listOf(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  expect(listOf(['a'], 'and')).toBe('a');
});
