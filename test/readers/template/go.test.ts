import { describe, expect, it } from 'vitest';
import { mapSpan } from '../../../src/model/segment-map.ts';
import { readGoText } from '../../../src/readers/template/go.ts';
import { artifactOf, chartOf, readGo, scalars, texts } from './reading.ts';

const U = '\uFFFC';

describe('the text of a Go template', () => {
  it.each<[string, string, Record<string, string>]>([
    ['lines of control vanish', 'a: 1\n{{- if .x }}\nb: 2\n{{- else }}\nc: 3\n{{- end }}\n', { a: '1', b: '2', c: '3' }],
    ['a value becomes part of a scalar', 'a: {{ .x }}-b\n"k{{ .y }}": c\n', { a: `${U}-b`, [`k${U}`]: 'c' }],
    ['lines of values vanish', 'a:\n{{ toYaml .x | indent 2 }}\n  b: 1\n', { 'a.b': '1' }],
    ['a comment behind a value does not keep the line', 'a:\n{{ toYaml .x | indent 2 }} # more\n  b: 1\n', { 'a.b': '1' }],
    ['comments vanish, whatever is in them', '{{- /* {{ a: [ */ -}}\n{{/*\nb: c\n*/}}\na: 1\n', { a: '1' }],
    ['a YAML comment may hold actions', '# {{ if .x }}\na: 1\n# {{ end }}\n', { a: '1' }],
    ['actions may hold braces in strings', 'a: {{ "}}" }}x{{ `{{ b }}` }}\n', { a: '}}x{{ b }}' }],
    ['an action may span lines', 'a: {{ include "b"\n   . }}\nc: 1\n', { a: U, c: '1' }],
    ['nindent leaves its line to what follows', 'a: {{ toYaml .x | nindent 2 }}\n  b: 1\nc: {{- include "d" . | nindent 2 }}\n', { 'a.b': '1', c: '' }],
    ['values in a block scalar stay', 'a: |\n  {{ .x }}\n  y {{ .z }}\nb: 1\n', { a: `${U}\ny ${U}\n`, b: '1' }],
    ['values that are indented into a block scalar stay', 'a: |-\n{{ .x | indent 2 }}\n  y\nb: 1\n', { a: `${U}\ny`, b: '1' }],
    ['under-indented values in a block scalar vanish', 'a:\n  b: |-\n{{ .x | indent 2 }}\n    y\nc: 1\n', { 'a.b': '\ny', c: '1' }],
    ['lists may be made by range', 'a: [{{ range .x }}"{{ . }}",{{ end }}]\n', { 'a[0]': U }],
    ['lines may end in CRLF', 'a: 1\r\n{{ if .x }}\r\nb: 2\r\n{{ end }}\r\n', { a: '1', b: '2' }],
    ['what is never closed stays text', 'a: "{{ b"\nc: {{ .d }}\n', { a: '{{ b', c: U }],
  ])('%s', (_, text, expected) => {
    const parsed = readGo(text);
    expect(parsed.errors).toEqual([]);
    expect(texts(parsed)).toEqual(expected);
  });

  it('keeps the places of all scalars', () => {
    const text = '{{- if .a }}\nspec:\n  {{- with .b }}\n  path: /var/run/docker.sock\n  {{- end }}\n  x: {{ .c }}\n{{- end }}\nlist: [a, {{ .d }}, "b c"]\r\n';
    for (const { node, source } of scalars(readGo(text))) if (node.template === undefined) expect(source).toBe(node.text);
  });

  it('gives a value its own action as its place and its raw text', () => {
    const [found] = scalars(readGo('path: "{{ .Values.root }}/docker.sock"\n'));
    expect(found?.source).toBe('{{ .Values.root }}/docker.sock');
    expect(found?.node.template).toBe('{{ .Values.root }}/docker.sock');
  });

  it('does not take private-use characters of the text for its own', () => {
    expect(texts(readGo('a: \uE000{{ .b }}\n'))).toEqual({ a: `\uFFFD${U}` });
  });

  it('says where a text stops being readable', () => {
    const text = 'a: {{ .x }}\n---\nb: [1\nc: {{ .y }}\n---\nd: 2\n';
    const { documents, errors } = readGo(text);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ offset }) => offset > text.indexOf('[') && offset <= text.indexOf('d:'))).toBe(true);
    expect(texts({ documents, errors })).toMatchObject({ a: U, d: '2' });
  });

  it('has room for more values than there are tokens', () => {
    const text = Array.from({ length: 6_500 }, (_, i) => `k${String(i)}: {{ .Values.a }}\n`).join('');
    const all = texts(readGo(text, chartOf('a: b\n')));
    expect([all['k0'], all['k5999'], all['k6400']]).toEqual(['b', 'b', U]);
  });
});

describe('values of several lines in a block scalar', () => {
  const helpers = '{{ define "d" }}\nx:\n  y: 1\n{{ end }}';
  it.each<[string, string, string]>([
    ['indent from the first column', 'a: |\n{{ include "d" . | indent 2 }}\nb: 1\n', 'x:\n  y: 1\n'],
    ['indent below other lines', 'a: |\n  k:\n{{ include "d" . | indent 4 }}\n  z: 1\nb: 1\n', 'k:\n  x:\n    y: 1\nz: 1\n'],
    ['indent behind blanks', 'a: |\n  k:\n  {{ include "d" . | indent 2 }}\nb: 1\n', 'k:\n  x:\n    y: 1\n'],
    ['nindent', 'a: |\n  k:\n    {{- include "d" . | nindent 4 }}\n  z: 1\nb: 1\n', 'k:\n  \n  x:\n    y: 1\nz: 1\n'],
  ])('%s', (_, text, expected) => {
    expect(texts(readGo(text, chartOf('{}', helpers)))).toEqual({ a: expected, b: '1' });
  });
});

describe('defines', () => {
  it.each([
    ['a configuration in another language', '[INPUT]\n    Name tail\n    Parser docker\n', 0],
    ['YAML with a mistake', 'a: 1\nb: [1\nc: 2\n', 1],
  ])('%s', (_, body, mistakes) => {
    expect(readGo(`{{ define "d" }}\n${body}{{ end }}\n`).errors.length).toBe(mistakes);
  });

  it('are parts of their own, wherever they stand', () => {
    const parsed = readGo('a: 1\n{{- define "vols" }}\n- name: s\n  hostPath: {path: /var/run/docker.sock}\n{{- end }}\nb: 2\n');
    expect(parsed.documents).toHaveLength(2);
    expect(texts(parsed)).toEqual({ a: '1', b: '2', '[0].name': 's', '[0].hostPath.path': '/var/run/docker.sock' });
  });

  it('that are a value are no documents', () => {
    expect(readGo('{{ define "name" }}it-{{ .Release.Name }}{{ end }}').documents).toEqual([]);
  });
});

describe('arms that do not fit into one document', () => {
  const text = `
spec:
  containers:
  - name: agent
{{- if .Values.socket }}
  volumes:
  - hostPath:
      path: /var/run/docker.sock
{{- else }}
  - name: dind
{{- end }}
`;

  it('are read one by one, each from the place where its block begins', () => {
    const parsed = readGo(text);
    expect(parsed.errors).toEqual([]);
    expect(texts(parsed)).toEqual({
      'spec.containers[0].name': 'agent',
      'spec.volumes[0].hostPath.path': '/var/run/docker.sock',
      'spec.containers[1].name': 'dind',
    });
  });

  it('are read one by one where they are no YAML together', () => {
    const parsed = readGo('a:\n{{- if .x }}\n  b: 1\n{{- else }}\n  - c\n{{- end }}\nd: 2\n');
    expect(parsed.errors).toEqual([]);
    expect(texts(parsed)).toEqual({ 'a.b': '1', 'a[0]': 'c', d: '2' });
  });

  it('leave an error for the one that cannot be read, and the rest readable', () => {
    const broken = 'a: 1\n{{ if .x }}\nb: [\n{{ else }}\nc: /run\n{{ end }}\n';
    const { documents, errors } = readGo(broken);
    expect(errors.map(({ offset }) => broken.slice(offset, offset + 8))).toEqual(['{{ if .x']);
    expect(texts({ documents, errors })).toEqual({ a: '1', c: '/run' });
  });

  it('are read apart where one hides the value of another that could matter', () => {
    const parsed = readGo('path:\n{{- if .x }}\n  socket: /var/run/docker.sock\n{{- else }}\n  socket: /run/containerd/containerd.sock\n{{- end }}\n');
    expect(parsed.documents).toHaveLength(2);
    expect(texts(parsed)).toEqual({ 'path.socket': '/var/run/docker.sock|/run/containerd/containerd.sock' });
    expect(readGo('{{ if .x }}\napiVersion: v1\n{{ else }}\napiVersion: v2\n{{ end }}\n').documents).toHaveLength(1);
  });

  it('stay together in the text of a block scalar, where depth means nothing', () => {
    expect(readGo('conf: |-\n  {{- if .x }}\n    [A]\n  x\n  {{- else }}\n    [B]\n  {{- end }}\n').documents).toHaveLength(1);
  });

  it('on one line are chosen between', () => {
    const line = 'a: {{ if .Values.on }}x{{ else }}y{{ end }}z\n';
    expect(texts(readGo(line, chartOf('on: true')))).toEqual({ a: 'xz' });
    expect(texts(readGo(line, chartOf('on: false')))).toEqual({ a: 'yz' });
    expect(texts(readGo('a: {{ if .x }}containerd{{ else }}docker{{ end }}\n'))).toEqual({ a: 'docker' });
  });
});

describe('a template that is not YAML', () => {
  it('becomes plain text with its values in place and its places kept', () => {
    const text = '[Service]\n{{- if .Values.x }}\nExecStart={{ .Values.bin }}/dockerd -H fd://\n{{- end }}\n';
    const plain = readGoText(artifactOf(text), chartOf('bin: /usr/bin\nx: 1\n'));
    expect(plain.text).toBe('[Service]\n\nExecStart=/usr/bin/dockerd -H fd://\n\n');
    const at = plain.text.indexOf('dockerd');
    const { start, end } = mapSpan(plain.origin?.map ?? [], at, at + 7);
    expect(text.slice(start, end)).toBe('dockerd');
  });
});
