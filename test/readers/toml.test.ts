// TOML, sound and damaged.
import { describe, expect, test } from 'vitest';
import { UNRESOLVED } from '../../src/model/tree.ts';
import { readToml } from '../../src/readers/toml.ts';
import { expectTruePlaces, pairsOf, scalarWith } from './tree-checks.ts';

describe('TOML', () => {
  test('nests tables, quoted keys and dotted keys', () => {
    const text = '[plugins."io.containerd.grpc.v1.cri".containerd]\nrunc.options.SystemdCgroup = true\n[plugins.x]\ny = 1\n';
    expect(pairsOf(readToml(text))).toEqual([
      [
        'plugins',
        [
          ['io.containerd.grpc.v1.cri', [['containerd', [['runc', [['options', [['SystemdCgroup', 'true']]]]]]]]],
          ['x', [['y', '1']]],
        ],
      ],
    ]);
  });

  test('makes lists of arrays of tables, and tables below them', () => {
    const text = '[[runners]]\nname = "a"\n[[runners.kubernetes.volumes.host_path]]\nhost_path = "/var/run/docker.sock"\n[[runners]]\nname = "b"\n';
    expect(pairsOf(readToml(text))).toEqual([
      [
        'runners',
        [
          [
            ['name', 'a'],
            ['kubernetes', [['volumes', [['host_path', [[['host_path', '/var/run/docker.sock']]]]]]]],
          ],
          [['name', 'b']],
        ],
      ],
    ]);
    expectTruePlaces(text, readToml(text));
  });

  test('gives a string the place between its quotes', () => {
    const text = 'a = "x" # y\r\nb = \'C:\\z\'\r\n';
    const result = readToml(text);
    expect(scalarWith(result, 'x')).toMatchObject({ start: 5, end: 6, style: 'quoted' });
    expect(scalarWith(result, 'C:\\z')).toMatchObject({ style: 'quoted' });
    expectTruePlaces(text, result);
  });

  test('gives a multi-line string its real value', () => {
    const text = 's = """\none \\\n   two\nthree"""\n';
    const scalar = scalarWith(readToml(text), 'one two\nthree');
    expect(scalar).toMatchObject({ style: 'block', spelling: 'double' });
    expect(text.slice(scalar.start, scalar.end)).toBe('one \\\n   two\nthree');
    expectTruePlaces(text, readToml(text));
  });

  test('keeps a zero at the end, numbers, booleans and dates', () => {
    expect(pairsOf(readToml('a = 1_000\nb = false\nc = 1979-05-27\nd = 0'))).toEqual([
      ['a', '1_000'],
      ['b', 'false'],
      ['c', '1979-05-27'],
      ['d', '0'],
    ]);
  });

  test('starts after a byte order mark', () => {
    expect(scalarWith(readToml('\uFEFFa = "x"'), 'x')).toMatchObject({ start: 6, end: 7 });
  });
});

describe('TOML with mistakes and templates in it', () => {
  test('keeps keys and tables that are written twice', () => {
    expect(pairsOf(readToml('a = 1\na = 2\n[t]\nb = 3\n[t]\nc = 4\n'))).toEqual([
      ['a', '1'],
      ['a', '2'],
      [
        't',
        [
          ['b', '3'],
          ['c', '4'],
        ],
      ],
    ]);
  });

  test('passes over template control and knows values that templates give', () => {
    const text =
      '{% if x %}\n[grpc]\n{% endif %}\n  address = "{{ a | default("b") }}"\n  size = {{ size }}\n  {{ extra }}\nlist = [\n  {{ range .x }}\n  "a",\n  {{ end }}\n]\n';
    const result = readToml(text);
    expect(pairsOf(result)).toEqual([
      [
        'grpc',
        [
          ['address', '{{ a | default("b") }}'],
          ['size', UNRESOLVED],
          ['list', ['a']],
        ],
      ],
    ]);
    expect(scalarWith(result, UNRESOLVED)).toMatchObject({ template: '{{ size }}', tokens: { raw: '{{ size }}' } });
    expectTruePlaces(text, result);
  });

  test('takes the characters that stand for template values', () => {
    expect(pairsOf(readToml(`a = ${UNRESOLVED}\n${UNRESOLVED}\nb = 1\n`))).toEqual([
      ['a', UNRESOLVED],
      ['b', '1'],
    ]);
  });

  test('keeps what does not parse as it is written', () => {
    const text = 'version = $VERSION # hi\n[plugins.$X]\nlist = [\n  $Y,\n  "z",\n]\nb = "c"\nnot a setting\n';
    const result = readToml(text);
    expect(pairsOf(result)).toEqual([
      ['version', '$VERSION'],
      [
        'plugins.$X',
        [
          ['list', '[\n  $Y,\n  "z",\n]'],
          ['b', 'c'],
        ],
      ],
    ]);
    expectTruePlaces(text, result);
  });

  test('goes on after a bracket that is never closed', () => {
    expect(pairsOf(readToml('a = [1,\n[t]\nb = "c"\n'))).toEqual([
      ['a', '[1,'],
      ['t', [['b', 'c']]],
    ]);
  });

  test('says so where nothing is TOML', () => {
    expect(readToml('apiVersion: v1\nkind: Pod\n').error).toBeDefined();
    expect(readToml('').root).toBeDefined();
  });

  test('bears nesting that no configuration has', () => {
    const text = `a = ${'['.repeat(100_000)}\nb = "c"\n${'d.'.repeat(100_000)}e = 1\n`;
    expect(scalarWith(readToml(text), 'c').style).toBe('quoted');
  });
});
