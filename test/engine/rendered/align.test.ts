// Rendered text beside its template, line by line.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from '../../../src/engine/rendered/align.ts';

const lines = (text: string): readonly string[] => text.split('\n');

/** The template's line, from 1, of each printed line that has one. */
const printers = (template: string, printed: string): readonly (number | undefined)[] => {
  const { printedBy } = align(lines(template), lines(printed));
  return lines(printed).map((_, at) => (printedBy.has(at) ? printedBy.get(at)! + 1 : undefined));
};

test('lines follow their words; actions stand for anything', () => {
  expect(printers('kind: A\nname: {{ .Release.Name }}-x\n{{- if .Values.a }}\na: 1\n{{- end }}\nb: {{ .b }} {{ .c }}!', 'kind: A\nname: r-x\nb: 1 2!')).toEqual(
    [1, 2, 6],
  );
});

test('an arm that printed nothing is left out, even where it says the same as what did', () => {
  const template = [
    '- name: a',
    '  hostPath:',
    '    path: {{ .Values.path }}',
    '{{- if .Values.b }}',
    '- name: b',
    '  hostPath:',
    '    path: /x',
    '{{- end }}',
    '- name: c',
  ];
  const printed = ['- name: a', '  hostPath:', '    path: /x', '- name: c'];
  expect(printers(template.join('\n'), printed.join('\n'))).toEqual([1, 2, 3, 9]);
  expect([...align(template, printed).inForce].map(at => at + 1).sort((a, b) => a - b)).toEqual([1, 2, 3, 9]);
});

test('documents are laid beside the template one by one, in whatever order they were printed', () => {
  expect(printers('kind: A\nx: 1\n---\nkind: B\ny: 2', '---\nkind: B\ny: 2\n---\nkind: A\nx: 1')).toEqual([undefined, 4, 5, undefined, 1, 2]);
});

test('what an action prints whole has no line', () => {
  expect(printers('volumes:\n{{ toYaml .Values.volumes }}\nend: 1', 'volumes:\n- name: x\nend: 1')).toEqual([1, undefined, 3]);
});

test('parts of a line must not overlap', () => {
  expect(printers('a: x{{ .v }}x', 'a: x')).toEqual([undefined]);
  expect(printers('a: {{ .v }}bc{{ .w }}cd', 'a: bcd')).toEqual([undefined]);
});

test('texts too long to be laid side by side have no lines', () => {
  const long = Array.from({ length: 3000 }, (_, at) => `key${at}: 1`);
  expect(align(long, long).printedBy.size).toBe(0);
});

test('of any two texts, lines are paired in order, and only where their words agree', () => {
  const line = fc.constantFrom('a: 1', 'b: {{ .b }}', '  a: 1', 'b: 2', '{{ if .c }}', '{{ end }}', '', 'c', '{{', 'a: {{ .x }} {{ .y }}z', 'a: q z');
  const text = fc.array(line, { maxLength: 30 });
  fc.assert(
    fc.property(text, text, (template, printed) => {
      const pairs = [...align(template, printed).printedBy].sort(([a], [b]) => a - b);
      for (const [at, [to, from]] of pairs.entries()) {
        expect(from).toBeGreaterThan(pairs[at - 1]?.[1] ?? -1);
        expect(printed[to]!.trim().startsWith(template[from]!.trim().split('{{')[0]!)).toBe(true);
      }
    }),
  );
});
