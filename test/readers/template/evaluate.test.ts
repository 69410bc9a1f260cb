import { describe, expect, it } from 'vitest';
import { chartOf, readGo, texts } from './reading.ts';

const U = '\uFFFC';
const VALUES = `
dockerSocketPath: /var/run/docker.sock
image: {registry: docker.io, repository: library/docker, tag: ""}
version: 1.10
on: true
off: false
paths: [/dev, /var/run/docker.sock]
first: [a, b]
map: {k: v}
tplText: "{{ .Values.dockerSocketPath }}x"
`;
const HELPERS = `
{{- define "socket" -}}
{{- if .Values.criSocket -}}
{{- .Values.criSocket -}}
{{- else -}}
/var/run/docker.sock
{{- end -}}
{{- end -}}
{{- define "image" -}}
{{- $registry := .Values.image.registry -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if .Values.global }}{{- $registry = .Values.global.registry -}}{{- end -}}
{{- printf "%s/%s:%s" $registry .Values.image.repository $tag -}}
{{- end -}}
{{- define "os" -}}
{{- if eq .Values.targetSystem "linux" -}}/var/run/docker.sock{{- end -}}
{{- if eq .Values.targetSystem "windows" -}}\\\\.\\pipe\\docker_engine{{- end -}}
{{- end -}}
{{- define "full" -}}{{ .Release.Name }}-{{ .Chart.Name }}{{- end -}}
{{- define "loop" -}}{{ include "loop" . }}{{- end -}}
{{- define "each" -}}{{ range $i, $p := .Values.paths }}{{ if $i }},{{ end }}{{ $p }}{{ end }}{{- end -}}
{{- define "arg" -}}{{ .name }}@{{ .root.Values.version }}{{- end -}}
`;

function value(expression: string, chart = chartOf(VALUES, HELPERS)): string | undefined {
  return texts(readGo(`a: ${expression}\n`, chart))['a'];
}

describe('values under the defaults', () => {
  it.each([
    ['{{ .Values.dockerSocketPath }}', '/var/run/docker.sock'],
    ['{{ $.Values.dockerSocketPath | quote }}', '/var/run/docker.sock'],
    ['"{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"', 'docker.io/library/docker:9.8'],
    ['{{ default "x" .Values.nothing }}', 'x'],
    ['{{ .Values.nothing }}', ''],
    ['{{ .Values.nothing.below }}', ''],
    ['{{ .Release.Name }}-docker', `${U}-docker`],
    ['{{ .Values.map }}', U],
    ['{{ include "socket" . }}', '/var/run/docker.sock'],
    ['{{ template "socket" . }}', '/var/run/docker.sock'],
    ['{{ dir (include "socket" .) }}', '/var/run'],
    ['unix://{{ include "socket" . | trimPrefix "/var" }}', 'unix:///run/docker.sock'],
    ['{{ include "image" . }}', 'docker.io/library/docker:9.8'],
    ['{{ include "full" . | trunc 63 | trimSuffix "-" }}', `${U}-it`],
    ['{{ include "each" . }}', '/dev,/var/run/docker.sock'],
    ['{{ include "arg" (dict "name" "n" "root" $) }}', 'n@1.1'],
    ['{{ include "loop" . }}', U],
    ['{{ include "none" . }}', U],
    ['{{ tpl .Values.tplText . }}', '/var/run/docker.sockx'],
    ['{{ ternary "a" "b" .Values.on }}', 'a'],
    ['{{ ternary "docker" "b" (.Capabilities.APIVersions.Has "v1") }}', 'docker'],
    ['{{ .Capabilities.APIVersions.Has "v1" | ternary "a" "cgroupfs" }}', 'cgroupfs'],
    ['{{ ternary "a" "b" (.Capabilities.APIVersions.Has "v1") }}', U],
    ['{{ coalesce .Values.nothing .Values.off "c" }}', 'c'],
    ['{{ index .Values.first 1 }}{{ index .Values.map "k" }}', 'bv'],
    ['{{ printf "%s-%d" "a" 3 | upper }}', 'A-3'],
    ['{{ (index .Values "image").registry }}', 'docker.io'],
    ['{{ .Values.first | join "," }}', 'a,b'],
    ['{{ if hasKey .Values "on" }}y{{ else }}n{{ end }}', 'y'],
    ['{{ if and .Values.on (not .Values.off) (eq .Values.version 1.1) }}y{{ else }}n{{ end }}', 'y'],
    ['{{ if semverCompare ">=1.21-0" "1.20.3" }}y{{ else }}n{{ end }}', 'n'],
    ['{{ lookup "v1" "Secret" "a" "b" }}', U],
    ['{{ noSuchFunction .Values.on }}', U],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it('are unknown without a values file, but for what the template itself gives', () => {
    expect(value('{{ .Values.path }}', chartOf(undefined))).toBe(U);
    expect(value('{{ .Values.path | default "/var/run/docker.sock" }}', chartOf(undefined))).toBe('/var/run/docker.sock');
  });

  it('follow variables, with and range', () => {
    expect(
      texts(readGo('{{ $p := .Values.dockerSocketPath }}\na: {{ $p }}\n{{ with .Values.image }}\nb: {{ .registry }}\n{{ end }}\n', chartOf(VALUES))),
    ).toEqual({ a: '/var/run/docker.sock', b: 'docker.io' });
    expect(texts(readGo('{{ range $k, $v := .Values.map }}\na: {{ $k }}{{ $v }}\n{{ end }}\n', chartOf(VALUES)))).toEqual({ a: 'kv' });
  });

  it('take of a list the item that could matter, else the first', () => {
    expect(texts(readGo('{{ range .Values.paths }}\na: {{ . }}\n{{ end }}\n', chartOf(VALUES)))).toEqual({ a: '/var/run/docker.sock' });
    expect(texts(readGo('{{ range .Values.first }}\na: {{ . }}\n{{ end }}\n', chartOf(VALUES)))).toEqual({ a: 'a' });
  });

  it('are unknown after an assignment that may or may not happen', () => {
    expect(texts(readGo('{{ $x := "a" }}{{ if .Release.Name }}{{ $x = "b" }}{{ end }}\nk: {{ $x }}\n'))).toEqual({ k: U });
    expect(texts(readGo('{{ $x := "a" }}{{ if .Values.no }}{{ $x = "b" }}{{ end }}\nk: {{ $x }}\n', chartOf('a: 1')))).toEqual({ k: 'a' });
  });

  it('agree with the conditions around them', () => {
    const text =
      '{{ if eq .Values.targetSystem "linux" }}\na: {{ include "os" . }}\n{{ end }}\n{{ if eq .Values.targetSystem "windows" }}\nb: {{ include "os" . }}\n{{ end }}\n';
    for (const values of [undefined, 'targetSystem: linux']) {
      expect(texts(readGo(text, chartOf(values, HELPERS)))).toEqual({ a: '/var/run/docker.sock', b: '\\\\.\\pipe\\docker_engine' });
    }
  });
});
