// Scripts that are templates.
import { describe, expect, test } from 'vitest';
import { UNRESOLVED } from '../../../src/model/tree.ts';
import { maskTemplate } from '../../../src/readers/shell/template.ts';
import { dockerTexts, lines } from './reading.ts';

describe('template values', () => {
  test.each([
    ['Jinja', '{{ docker_bin_dir }}/docker ps {{ id }}'],
    ['Go', '{{ .Values.bin | default "/usr/bin" | quote }}/docker ps {{ .x }}'],
    ['Argo', '{{inputs.parameters.bin}}/docker ps {{workflow.name}}'],
    ['Terraform', '${var.bin}/docker ps ${join(",", var.x)}'],
    ['GitHub', '${{ env.BIN }}/docker ps ${{ matrix.x }}'],
  ])('%s leaves the words', (_, script) => {
    expect(lines(script)).toEqual([`${UNRESOLVED}/docker ps ${UNRESOLVED}`]);
  });

  test("Docker's own format strings are kept", () => {
    expect(lines(`docker inspect -f '{{.State.Pid}}' x; docker ps --format='{{json .}}'`)).toEqual([
      'docker inspect -f {{.State.Pid}} x',
      'docker ps --format={{json .}}',
    ]);
    expect(lines('docker ps --format "{{ .Values.format }}"')).toEqual([`docker ps --format ${UNRESOLVED}`]);
  });
});

describe('template actions', () => {
  test('do not end a command that goes on', () => {
    expect(lines('docker run \\\n  {{- if .Values.x }}\n  -v a \\\n  {{- end }}\n  image')).toEqual(['docker run -v a image']);
    expect(lines('{% for x in y %}\ndocker rm {{ x }}\n{% endfor %}')).toEqual([`docker rm ${UNRESOLVED}`]);
  });

  test('comments are no commands', () => {
    expect(dockerTexts('{# docker a #}\n{{/* docker b */}}\ndocker c')).toEqual(['docker c']);
  });
});

test('what only looks like a template stays', () => {
  const script = 'echo ${#list[@]} ${x%%:*} "${a[0]}" %{http_code} {{a,b} {%';
  expect(maskTemplate(script).text).toBe(script);
});

test('masking keeps every offset', () => {
  const script = 'a {{ "}}" }} {% if x %}b{% endif %} ${aws.x} c {{`{{.ID}}`}}\n';
  const { text } = maskTemplate(script);
  expect([text.length, text.indexOf('c'), text.endsWith('\n')]).toEqual([script.length, script.indexOf(' c ') + 1, true]);
});
