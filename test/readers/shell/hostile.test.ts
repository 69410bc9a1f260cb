// Texts that are broken, or meant to break the reader.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dockerTexts, lines, read } from './reading.ts';

describe('around what the grammar does not take', () => {
  test.each([
    ['a test with two operands', 'f() {\n  [ "$a" "$b" ] || c\n}\n\ng() {\n  docker ps\n}\n'],
    ['signs in a default', 'E="${E:-a<1,b<2}"\ndocker ps'],
    ['a separator in an expansion', 'a="${a:+${a};}${b}"\necho "it\'s"\ndocker ps'],
    ['quotes in a replacement', "x \"${u//'a'/'b'}\"\ndocker ps"],
    ['a stray bracket', 'foo )\ndocker ps'],
    ['an unfinished statement', 'docker ps\nif foo; then'],
    ['prose', 'This is (not a script.\n\n  docker ps\n'],
  ])('commands are found: %s', (_, script) => {
    expect(dockerTexts(script)).toContain('docker ps');
  });

  test('a pipe of many lines does not swallow what follows', () => {
    const script = 'a | ${B} c | d "${e[@]}"\n  # it\'s\n  docker x\n  docker ps\nf || g\n';
    expect(lines(script).filter(line => line.startsWith('docker'))).toEqual(['docker x', 'docker ps']);
  });
});

describe('size and depth', () => {
  test.each([
    ['brackets', '('.repeat(50_000)],
    ['substitutions', '$('.repeat(50_000)],
    ['backticks', '`'.repeat(20_000)],
    ['conditions', 'if '.repeat(20_000)],
    ['pipes', 'a | '.repeat(20_000)],
    ['lists', 'which docker && '.repeat(10_000)],
    ['here-documents', 'cat <<A '.repeat(5000)],
    ['wrappers', 'sudo '.repeat(20_000)],
    ['scripts in scripts', 'bash -c "'.repeat(5000)],
    ['open templates', '{{"'.repeat(50_000)],
    ['defaults', '${a:-'.repeat(10_000)],
    ['words', 'a '.repeat(150_000)],
    ['doubling', `A0=xxxxxxxx\n${Array.from({ length: 60 }, (_, i) => `A${i + 1}=$A${i}$A${i}`).join('\n')}\nb $A60 $A9`],
  ])('%s', (_, script) => {
    const start = performance.now();
    read(script);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('a command before the depths is still found', () => {
    expect(dockerTexts(`docker ps\n${'('.repeat(10_000)}`)).toContain('docker ps');
  });
});

const PARTS = [
  'docker ps',
  'docker',
  ' ',
  '\n',
  '\t',
  ';',
  '|',
  '&&',
  '||',
  '&',
  '(',
  ')',
  '{',
  '}',
  '$(',
  '`',
  '"',
  "'",
  '\\',
  '\\\n',
  '$X',
  '${X:-d}',
  '${',
  '$',
  '<<EOF\n',
  'EOF',
  '\nEOF\n',
  '<<-A',
  '> f',
  '<<<',
  'if ',
  'then ',
  'else ',
  'fi',
  'case x in ',
  'esac',
  ';;',
  'for i in ',
  'do ',
  'done',
  'X=1',
  'export ',
  'sudo ',
  'bash -c ',
  'sh -c "',
  'ssh h ',
  'find -exec ',
  'eval ',
  '{{ x }}',
  '{{ if eq a "docker" }}',
  '{{ end }}',
  '{% if x %}',
  '{% endif %}',
  '#',
  '[ ',
  ' ]',
  '[[ ',
  ' ]]',
  '=',
  '!',
  'echo ',
  'tee f',
  '\r\n',
  '\u0000',
  'é',
  '\u{1F433}',
  '\uD800',
];

const scripts = fc.oneof(
  { arbitrary: fc.array(fc.constantFrom(...PARTS), { maxLength: 40 }).map(parts => parts.join('')), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 200 }), weight: 1 },
);

test('no text makes the reader throw, and every place lies inside the text', () => {
  fc.assert(
    fc.property(scripts, text => {
      const within = ({ start, end }: { start: number; end: number }): boolean => start >= 0 && start <= end && end <= text.length;
      for (const command of read(text)) {
        const settings = command.assignments.flatMap(({ name, value }) => [name, value]);
        const bodies = command.heredocs.map(heredoc => heredoc.body);
        for (const span of [command, ...command.words, ...settings, ...bodies]) if (!within(span)) return false;
      }
      return true;
    }),
    { numRuns: 1500 },
  );
});

test('commands come in the order of the text', () => {
  fc.assert(
    fc.property(scripts, text => {
      const starts = read(text).map(command => command.start);
      return starts.every((start, index) => index === 0 || start >= (starts[index - 1] ?? 0));
    }),
    { numRuns: 300 },
  );
});
