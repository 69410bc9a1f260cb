import { describe, expect, it } from 'vitest';
import { chartOf, guardOf, readGo } from './reading.ts';

const values = 'dind: {enabled: true}\nsocket: {enabled: false, path: ""}\nruntime: containerd\nlist: []\nkey: ""\n';
const guard = (text: string, path: string, chart = chartOf(values)): unknown => guardOf(readGo(text, chart), path);

describe('guards', () => {
  it('tell the value that switches an arm on', () => {
    expect(guard('{{ if .Values.socket.enabled }}\na: 1\n{{ end }}\n', 'a')).toEqual({
      kind: 'off-by-default',
      condition: 'if .Values.socket.enabled',
      toggle: '.Values.socket.enabled',
    });
    expect(guard('{{- if not $.Values.dind.enabled -}}\na: 1\n{{ end }}\n', 'a')).toMatchObject({
      condition: 'if not $.Values.dind.enabled',
      toggle: '.Values.dind.enabled',
    });
    expect(guard('{{ with .Values.dind }}{{ if not .enabled }}\na: 1\n{{ end }}{{ end }}\n', 'a')).toMatchObject({ toggle: '.Values.dind.enabled' });
  });

  it('name no toggle where there is not one', () => {
    expect(guard('{{ if and .Values.dind.enabled .Values.socket.enabled }}\na: 1\n{{ end }}\n', 'a')).toEqual({
      kind: 'off-by-default',
      condition: 'if and .Values.dind.enabled .Values.socket.enabled',
    });
  });

  it('stand on the else of what is on', () => {
    const text = '{{ if .Values.dind.enabled }}\na: 1\n{{ else if .Values.x }}\nb: 2\n{{ else }}\nc: 3\n{{ end }}\n';
    expect(guard(text, 'a')).toBeUndefined();
    expect(guard(text, 'b')).toMatchObject({ kind: 'off-by-default', condition: 'else of: if .Values.dind.enabled', toggle: '.Values.dind.enabled' });
    expect(guard(text, 'c')).toMatchObject({ kind: 'off-by-default' });
  });

  it('stand on missing keys, empty texts and empty lists', () => {
    expect(guard('{{ if .Values.none.such }}\na: 1\n{{ end }}\n', 'a')).toMatchObject({ toggle: '.Values.none.such' });
    expect(guard('{{ with .Values.socket.path }}\na: {{ . }}\n{{ end }}\n', 'a')).toMatchObject({ condition: 'with .Values.socket.path' });
    expect(guard('{{ range .Values.list }}\na: {{ . }}\n{{ end }}\n', 'a')).toMatchObject({ condition: 'range .Values.list' });
  });

  it('do not stand where nothing is known', () => {
    expect(guard('{{ if .Values.x }}\na: 1\n{{ end }}\n', 'a', chartOf(undefined))).toBeUndefined();
    expect(guard('{{ if .Capabilities.APIVersions.Has "v1" }}\na: 1\n{{ else }}\nb: 2\n{{ end }}\n', 'b')).toBeUndefined();
  });

  it('hold for what is inside, the innermost first', () => {
    const text = '{{ if .Values.socket.enabled }}\na:\n{{ if .Values.dind.enabled }}\n  b: 1\n{{ else }}\n  c: 1\n{{ end }}\n{{ end }}\nd: 1\n';
    expect(guard(text, 'a.b')).toMatchObject({ toggle: '.Values.socket.enabled' });
    expect(guard(text, 'a.c')).toMatchObject({ toggle: '.Values.dind.enabled' });
    expect(guard(text, 'd')).toBeUndefined();
  });

  it('stand on a value that is Docker only where the runtime is', () => {
    const open = chartOf(undefined);
    const condition = (text: string): unknown => (guard(`a: ${text}\n`, 'a', open) as { condition: string } | undefined)?.condition;
    expect(guard('a: {{ ternary "docker.sock" "containerd.sock" (eq .Values.runtime "docker") }}\n', 'a', open)).toEqual({
      kind: 'runtime-branch',
      condition: 'eq .Values.runtime "docker"',
    });
    expect(condition('{{ eq .Values.runtime "docker" | ternary "docker.sock" "containerd.sock" }}')).toBe('eq .Values.runtime "docker"');
    expect(condition('{{ ternary "containerd.sock" "docker.sock" (ne .Values.runtime "docker") }}')).toBe('ne .Values.runtime "docker"');
    expect(condition('{{ ternary "containerd.sock" "docker.sock" (eq .Values.runtime "docker") }}')).toBeUndefined();
    expect(condition('{{ ternary "docker.sock" "docker.pid" (eq .Values.runtime "docker") }}')).toBeUndefined();
    expect(condition('{{ ternary "docker.sock" "containerd.sock" .Values.old }}')).toBeUndefined();
  });

  it('stand on a value that the defaults do not choose, where that is Docker', () => {
    expect(guard('a: {{ ternary "docker.sock" "x" .Values.socket.enabled }}\n', 'a')).toEqual({
      kind: 'off-by-default',
      condition: '.Values.socket.enabled',
      toggle: '.Values.socket.enabled',
    });
    expect(guard('a: {{ .Values.dind.enabled | ternary "x" "docker.sock" }}\n', 'a')).toMatchObject({ condition: 'else of: .Values.dind.enabled' });
    expect(guard('a: {{ ternary "docker.sock" "x" (eq .Values.runtime "docker") }}\n', 'a')).toMatchObject({ kind: 'off-by-default' });
    expect(guard('a: {{ ternary "docker.sock" "x" .Values.dind.enabled }}\n', 'a')).toBeUndefined();
    expect(guard('a: {{ ternary "y" "x" .Values.socket.enabled }}\n', 'a')).toBeUndefined();
    expect(guard('a: {{ ternary "docker.sock" "docker.pid" .Values.socket.enabled }}\n', 'a')).toBeUndefined();
  });

  it('do not stand on an object that only waits for a text that everyone must give', () => {
    const object = (condition: string): string => `{{ if ${condition} }}\napiVersion: v1\nkind: Pod\n{{ end }}\n`;
    expect(guard(object('.Values.key'), 'kind')).toBeUndefined();
    expect(guard(object('and .Values.key (ne .Values.runtime "<yours>")'), 'kind')).toBeUndefined();
    expect(guard(object('.Values.socket.enabled'), 'kind')).toBeDefined();
    expect(guard(object('.Values.psp.create'), 'kind')).toBeDefined();
  });

  it('survive a range of unclosed and superfluous blocks', () => {
    expect(guard('{{ end }}{{ else }}\n{{ if .Values.socket.enabled }}\na: 1\n', 'a')).toMatchObject({ toggle: '.Values.socket.enabled' });
  });
});

describe('the runtime branch', () => {
  const branch = (condition: string, defaults?: string): unknown => {
    const text = `{{ if ${condition} }}\na: 1\n{{ else }}\nb: 2\n{{ end }}\n`;
    const kind = (path: string): string | undefined => guardOf(readGo(text, chartOf(defaults)), path)?.kind;
    return [kind('a'), kind('b')];
  };

  it.each([
    ['eq .Values.runtime "docker"', ['runtime-branch', undefined]],
    ['eq "dockershim" (lower .Values.runtime)', ['runtime-branch', undefined]],
    ['and .Values.on (eq .Values.runtime "docker")', ['runtime-branch', undefined]],
    ['ne .Values.runtime "docker"', [undefined, 'runtime-branch']],
    ['not (eq .Values.runtime "docker")', [undefined, 'runtime-branch']],
    ['has .Values.runtime (list "docker")', ['runtime-branch', undefined]],
    ['has .Values.runtime (list "docker" "crio")', [undefined, undefined]],
    ['eq .Values.runtime "containerd"', [undefined, undefined]],
    ['eq .Values.image "docker.io"', [undefined, undefined]],
  ])('%s', (condition, expected) => {
    expect(branch(condition)).toEqual(expected);
  });

  it('is on or off where the defaults say so', () => {
    expect(branch('eq .Values.runtime "docker"', 'runtime: docker')).toEqual([undefined, 'off-by-default']);
    expect(branch('eq .Values.runtime "docker"', 'runtime: containerd')).toEqual(['off-by-default', undefined]);
    expect(branch('eq .Values.runtime "docker"', 'other: 1')).toEqual(['off-by-default', undefined]);
  });
});
