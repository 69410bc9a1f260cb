// What the unrendered reading and rendering tell, put together.
import { expect, test } from 'vitest';
import { reconcile } from '../../../src/engine/rendered/reconcile.ts';
import type { Rendering } from '../../../src/engine/rendered/rendering.ts';
import type { Finding } from '../../../src/model/finding.ts';

interface Place {
  readonly uri: string;
  readonly line: number;
  readonly snippet?: string;
  readonly name?: string;
}

const finding = ({ uri, line, snippet = '/var/run/docker.sock', name = 'agent' }: Place, more: Partial<Finding> = {}): Finding => ({
  ruleId: 'docker-socket-mount',
  level: 'error',
  precision: 'high',
  effect: 'runs-but-fails',
  when: 'when the node leaves Docker Engine',
  message: 'it mounts the socket',
  fix: 'do not',
  location: {
    physical: { uri, region: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 } },
    logical: { path: 'spec.volumes[0].hostPath.path' },
    snippet,
  },
  related: [],
  owner: { kind: 'Pod', name },
  fingerprint: `${uri}:${line}`,
  ...more,
});

const POD = 'kind: Pod\nmetadata:\n  name: agent\nspec:\n  path: /var/run/docker.sock\n';

const chart = (sources: Readonly<Record<string, string>>, printed: Readonly<Record<string, string>>, findings: readonly Finding[]): Rendering => ({
  kind: 'chart',
  findings,
  sources: new Map(Object.entries(sources)),
  values: Object.keys(sources).filter(uri => uri.endsWith('values.yaml')),
  printed: new Map(Object.entries(printed)),
  isTelling: true,
  isPrinted: uri => uri.startsWith('templates/') && !uri.startsWith('templates/_'),
});

const overlay = (name: string, printed: string, findings: readonly Finding[]): Rendering => ({
  ...chart({ 'base/pod.yaml': POD, [name]: 'resources: [../base]\n' }, { [name]: printed }, findings),
  kind: 'kustomization',
  values: [],
  isPrinted: uri => uri.endsWith('.yaml'),
});

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, location: { physical } }) => `${level} ${physical?.uri ?? ''}:${physical?.region?.startLine ?? '-'}`);

test('nothing rendered changes nothing', () => {
  const before = [finding({ uri: 'templates/a.yaml', line: 5 })];
  expect(reconcile(before, [])).toEqual(before);
});

test('what one overlay renders is in force, whatever the others do', () => {
  const before = [finding({ uri: 'base/pod.yaml', line: 5 })];
  const without = overlay('dev/kustomization.yaml', POD.replace('docker.sock', 'other.sock'), []);
  const having = overlay('prod/kustomization.yaml', POD, [finding({ uri: 'prod/kustomization.yaml', line: 5 })]);
  expect(told(reconcile(before, [without, having]))).toEqual(['error base/pod.yaml:5']);
  expect(told(reconcile(before, [having]))).toEqual(['error base/pod.yaml:5']);
  expect(told(reconcile(before, [without]))).toEqual(['note base/pod.yaml:5']);
});

test('an overlay that has another object with the same problem says nothing of this one', () => {
  const before = [finding({ uri: 'base/pod.yaml', line: 5 })];
  const other = POD.replace('name: agent', 'name: other');
  const rendering = overlay('dev/kustomization.yaml', other, [finding({ uri: 'dev/kustomization.yaml', line: 5, name: 'other' })]);
  expect(told(reconcile(before, [rendering]))).toEqual(['note base/pod.yaml:5', 'error base/pod.yaml:5']);
});

test('what several overlays show, and reading did not, is told once', () => {
  const printed = 'kind: Pod\nmetadata:\n  name: agent\nspec:\n  path: /var/lib/docker\n';
  const shows = (uri: string): Rendering => overlay(uri, printed, [finding({ uri, line: 5, snippet: '/var/lib/docker' })]);
  const base = (rendering: Rendering): Rendering => ({ ...rendering, sources: new Map([...rendering.sources, ['base/root.env', 'ROOT=/var/lib/docker']]) });
  expect(told(reconcile([], [base(shows('dev/kustomization.yaml')), base(shows('prod/kustomization.yaml'))]))).toEqual(['error base/root.env:1']);
});

test('a helper is where it is mended: one finding, though the template has it printed', () => {
  const before = [finding({ uri: 'templates/_helpers.tpl', line: 2 })];
  const sources = {
    'templates/_helpers.tpl': '{{ define "m" }}\npath: /var/run/docker.sock\n{{ end }}',
    'templates/a.yaml': 'kind: Pod\n{{ include "m" . }}\n',
  };
  const rendering = chart(sources, { 'templates/a.yaml': 'kind: Pod\npath: /var/run/docker.sock\n' }, [finding({ uri: 'templates/a.yaml', line: 2 })]);
  expect(reconcile(before, [rendering])).toEqual(before);
});

test('an arm that was printed is not off, even where another finding stands for it', () => {
  const template = 'kind: Pod\nspec:\n  a:\n    path: {{ .Values.a }}\n{{ if .Values.b }}\n  b:\n    path: /var/run/docker.sock\n{{ end }}\n';
  const printed = 'kind: Pod\nspec:\n  a:\n    path: /var/run/docker.sock\n  b:\n    path: /var/run/docker.sock\n';
  const before = [
    finding({ uri: 'templates/a.yaml', line: 7 }, { level: 'warning', guard: 'off-by-default', message: 'it mounts the socket (off by default: .Values.b)' }),
  ];
  const rendering = chart({ 'templates/a.yaml': template }, { 'templates/a.yaml': printed }, [finding({ uri: 'templates/a.yaml', line: 4 })]);
  expect(told(reconcile(before, [rendering]))).toEqual(['warning templates/a.yaml:7', 'error templates/a.yaml:4']);
});

test('a value that only a mount makes a problem is off with the mount', () => {
  const before = [
    finding({ uri: 'values.yaml', line: 1 }),
    finding({ uri: 'templates/a.yaml', line: 2 }),
    finding({ uri: 'values.yaml', line: 2 }, { message: 'another' }),
  ];
  const sources = {
    'values.yaml': 'socket: /var/run/docker.sock\nother: x\n',
    'templates/a.yaml': '{{ if .Values.on }}\npath: {{ .Values.socket }}\n{{ end }}',
  };
  expect(told(reconcile(before, [chart(sources, {}, [])]))).toEqual(['note values.yaml:1', 'note templates/a.yaml:2', 'error values.yaml:2']);
});

test('a condition on the runtime stays one, also where it is met', () => {
  const before = [finding({ uri: 'templates/a.yaml', line: 1, snippet: 'path: /var/run/docker.sock' }, { level: 'warning', guard: 'runtime-branch' })];
  const sources = { 'templates/a.yaml': 'path: /var/run/docker.sock\n' };
  const rendering = chart(sources, sources, [finding({ uri: 'templates/a.yaml', line: 1, snippet: 'path: /var/run/docker.sock' })]);
  expect(reconcile(before, [rendering])).toEqual(before);
});

test('without a text that could be looked for, the line of the innermost key that an action fills in, else the file', () => {
  const sources = { 'templates/a.yaml': 'kind: Secret\nhostPath: {{ .Values.x | quote }}\n', 'templates/b.yaml': 'kind: Secret\n' };
  const hidden = (uri: string): Finding => {
    const { snippet, ...location } = finding({ uri, line: 9 }).location;
    return { ...finding({ uri, line: 9 }), location };
  };
  const rendering = chart(sources, sources, [hidden('templates/a.yaml'), hidden('templates/b.yaml')]);
  expect(told(reconcile([], [rendering]))).toEqual(['error templates/a.yaml:2', 'error templates/b.yaml:-']);
});
