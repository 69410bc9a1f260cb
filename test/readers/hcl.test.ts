// HCL: blocks, expressions, templates and here-documents, sound and damaged.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapSpan } from '../../src/model/segment-map.ts';
import { UNRESOLVED } from '../../src/model/tree.ts';
import { loadHcl } from '../../src/readers/hcl.ts';
import { expectTruePlaces, pairsOf, scalarWith, scalarsOf } from './tree-checks.ts';

const read = await loadHcl();

/** What a character of a scalar's text is in the source. */
function sourceOf(text: string, value: string, part: string): string {
  const scalar = scalarWith(read(text), value);
  const at = value.indexOf(part);
  const parts = scalar.tokens?.parts ?? [{ from: 0, length: value.length, to: 0, toLength: value.length, exact: true }];
  const { start, end } = mapSpan(parts, at, at + part.length);
  return text.slice(scalar.start + start, scalar.start + end);
}

describe('blocks', () => {
  test('are mappings by their type and labels', () => {
    const text = 'resource "aws_instance" "node" {\n  count = 2\n  ebs { size = 10 }\n}\n';
    expect(pairsOf(read(text))).toEqual([
      [
        'resource',
        [
          [
            'aws_instance',
            [
              [
                'node',
                [
                  ['count', '2'],
                  ['ebs', [['size', '10']]],
                ],
              ],
            ],
          ],
        ],
      ],
    ]);
    expectTruePlaces(text, read(text));
  });

  test('without labels that stand there several times are a list', () => {
    expect(pairsOf(read('a { b = 1 }\nc = 2\na { b = 3 }\na {}\n'))).toEqual([
      ['a', [[['b', '1']], [['b', '3']], []]],
      ['c', '2'],
    ]);
  });

  test('that are made dynamically are the block that they make', () => {
    expect(pairsOf(read('pod {\n  dynamic "volume" {\n    for_each = var.paths\n    content { path = "/a" }\n  }\n}\n'))).toEqual([
      ['pod', [['volume', [['path', '/a']]]]],
    ]);
  });

  test('keep what is whole where a line is broken', () => {
    const pairs = JSON.stringify(pairsOf(read('module "b" {\n  c = 1\n  d = = {\n  e = 2\n}\nmodule "g" {\n  h = 3\n}\n')));
    expect(pairs).toContain('"h","3"');
    expect(pairs).toContain('"c","1"');
  });
});

test('what the grammar makes nothing of is told', () => {
  const text = 'a = 1\n] /var/run/docker.sock [\nb = 2\n';
  const { unread } = read(text);
  expect(unread.map(({ start, end }) => text.slice(start, end)).join()).toContain('docker.sock');
  expect(read('a = 1\n').unread).toEqual([]);
});

describe('expressions', () => {
  test.each([
    ['a = base64encode("x")', 'x'],
    ['a = jsonencode({ b = [1, true, null] })', [['b', ['1', 'true', null]]]],
    ['a = yamlencode({ "k/b" : "v" })', [['k/b', 'v']]],
    [
      'a = merge({ b = 1 }, { c = 2 })',
      [
        ['b', '1'],
        ['c', '2'],
      ],
    ],
    ['a = concat(["b"], ["c"])', ['b', 'c']],
    ['a = join("\\n", ["b", "c"])', ['b', 'c']],
    ['a = var.x ? "b" : null', 'b'],
    ['a = var.x ? "b" : "c"', ['b', 'c']],
    ['a = lookup(var.x, "y", "z")', 'z'],
    ['a = [for x in var.y : { b = x }]', [[['b', UNRESOLVED]]]],
    ['a = foo.bar[0].id', UNRESOLVED],
    ['a = "${base64encode("b")}"', 'b'],
  ])('%s', (text, value) => {
    expect(pairsOf(read(text))).toEqual([['a', value]]);
  });

  test('what is not known keeps its text', () => {
    const text = 'a = templatefile("${path.module}/x.sh", { b = 1 })\n';
    expect(scalarWith(read(text), UNRESOLVED).template).toBe('templatefile("${path.module}/x.sh", { b = 1 })');
  });

  test('variables and locals stand for what they are by default', () => {
    const text = 'variable "r" { default = "docker" }\nlocals { s = "/run" }\na = var.r\nb = "${local.s}/docker.sock"\nc = var.other\n';
    expect(pairsOf(read(text))).toEqual([expect.anything(), expect.anything(), ['a', 'docker'], ['b', '/run/docker.sock'], ['c', UNRESOLVED]]);
    expect(sourceOf(text, '/run/docker.sock', '/run')).toBe('${local.s}');
    expect(sourceOf(text, '/run/docker.sock', 'docker.sock')).toBe('docker.sock');
  });
});

describe('templates', () => {
  test('escapes are decoded', () => {
    const text = 'a = "b\\n\\"c\\"\\u0041$${d}%%{e}"\n';
    expect(pairsOf(read(text))).toEqual([['a', 'b\n"c"A${d}%{e}']]);
    expect(sourceOf(text, 'b\n"c"A${d}%{e}', '${')).toBe('$${');
  });

  test('a here-document stands where its lines stand', () => {
    const text = 'a = <<EOF\n#!/bin/sh\n  docker ps\nEOF\nb = 1\n';
    expect(pairsOf(read(text))).toEqual([
      ['a', '#!/bin/sh\n  docker ps\n'],
      ['b', '1'],
    ]);
    expect(sourceOf(text, '#!/bin/sh\n  docker ps\n', 'docker ps')).toBe('docker ps');
  });

  test('the indentation that all lines share is taken off', () => {
    const text = 'a = <<-EOF\n    b ${c}\r\n\n      d $${e}\n    EOF\n';
    const value = `b ${UNRESOLVED}\r\n\n  d \${e}\n`;
    expect(pairsOf(read(text))).toEqual([['a', value]]);
    expect(sourceOf(text, value, '  d')).toBe('  d');
    expect(sourceOf(text, value, UNRESOLVED)).toBe('${c}');
  });

  test('directives are left out, and what they enclose is kept', () => {
    expect(pairsOf(read('a = <<EOF\n%{ if var.x ~}\nb\n%{ else }\nc\n%{ endif }\nEOF\n'))).toEqual([['a', '\nb\n\nc\n\n']]);
  });

  test.each(['date +%{x}', 'curl -w "%{http_code}"', 'echo ${', 'a } b { c', "awk '{print $1}'"])(
    'a line of a script such as %s hides nothing behind it',
    line => {
      expect(pairsOf(read(`a = <<EOF\n${line}\nEOF\nb = "%{http_code}"\n`))).toEqual([
        ['a', `${line}\n`],
        ['b', '%{http_code}'],
      ]);
    },
  );
});

const SAMPLE = `# c
resource "aws_instance" "node" {
  user_data = base64encode(<<-EOF
    #!/bin/bash
    docker run \${var.image} $\${HOME} %{ if a }x%{ endif }
  EOF
  )
  tags = { Name = "a-\${local.x}", "k/b" : [1, -2.5, true, null] }
  dynamic "volume" {
    content { path = "/var\\u0041\\"" }
  }
}
locals { x = "\${y["z"]}" } /* d */
`;
const PIECE = fc.constantFrom(
  '"',
  '${',
  '}',
  '{',
  '%{',
  '%{ if',
  '<<EOF\n',
  '<<-A\n',
  'EOF\n',
  '\n',
  '\r\n',
  '=',
  '[',
  ']',
  '(',
  ')',
  '\\',
  '\\u',
  '#',
  '/*',
  '*/',
  'a',
  '1',
  '$',
  '😀',
  '\ud83d',
  '\0',
  UNRESOLVED,
);
const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(PIECE, { maxLength: 60 }).map(pieces => pieces.join('')),
  fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.option(PIECE, { nil: '' })), { maxLength: 6 }).map(edits =>
    edits.reduce((text, [where, length, piece]) => {
      const at = where % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + length);
    }, SAMPLE),
  ),
);

describe('any text', () => {
  test('is read without throwing, with true places', () => {
    const property = fc.property(ANY_TEXT, text => {
      const result = read(text);
      expectTruePlaces(text, result);
      for (const { start, end, tokens, text: value } of scalarsOf(result.root)) {
        if (tokens === undefined) continue;
        expect(tokens.raw).toBe(text.slice(start, end));
        for (const part of tokens.parts.filter(one => one.exact))
          expect(tokens.raw.slice(part.to, part.to + part.length)).toBe(value.slice(part.from, part.from + part.length));
      }
    });
    fc.assert(property, { numRuns: 600 });
  });

  test.each([
    '[',
    '{',
    '(',
    'a {\n',
    'a = {\n',
    '"${',
    '${',
    'a = <<A\n',
    '<<A\n',
    '%{ if x }',
    '"',
    '\\',
    '/*',
    'a = b ? ',
    '-',
    '!',
    'f(',
    'a.',
    'a "b" ',
    '$${',
    '# a\n',
  ])('takes time in proportion to %j repeated', piece => {
    const text = `a = 1\nx = ${piece.repeat(Math.ceil(60_000 / piece.length))}`;
    const started = performance.now();
    expectTruePlaces(text, read(text));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
