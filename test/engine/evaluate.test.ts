// What rules make of facts: which match, which case decides, what caps a level, and what is said only once.
import { describe, expect, it, test } from 'vitest';
import { evaluate, looksAtScan } from '../../src/engine/evaluate.ts';
import { Places } from '../../src/engine/places.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Finding, Runtime } from '../../src/model/finding.ts';
import { ruleOf, type RuleParts } from '../rules/rule-text.ts';
import { factOf, mount, type Setting } from './fact.ts';

function findings(facts: readonly Fact[], parts: RuleParts = {}, to: Runtime = 'containerd', kubernetes = '1.30'): readonly Finding[] {
  return evaluate(facts, [ruleOf(parts)], { to, kubernetes }, new Places()).map(hit => hit.finding);
}

/** Level and effect of the only finding. */
function outcome(...asked: Parameters<typeof findings>): string {
  const found = findings(...asked);
  expect(found.length).toBeLessThanOrEqual(1);
  return found.map(({ level, effect }) => `${level} ${effect}`)[0] ?? 'none';
}

/** The lines on which there are findings. */
function lines(...asked: Parameters<typeof findings>): readonly string[] {
  return findings(...asked).map(({ location }) => `${location.physical?.uri ?? ''}:${String(location.physical?.region?.startLine ?? 0)}`);
}

const env = (name: string, setting: Setting = {}): Fact => factOf('env', { name, value: 'x' }, setting);

describe('a finding about nodes', () => {
  const node = (name: string, runtime = 'docker'): Fact =>
    factOf('node', { node: name, runtime, runtimeVersion: '', role: 'worker', conditions: [], localImages: [] }, { uri: `${name}.yaml` });
  const naming: RuleParts = { on: 'node', where: '{runtime: {exists: true}}', once: 'scan', needs: '[runtime]', message: "'{{nodes}} run {{runtime}}'" };
  const messages = (facts: readonly Fact[], parts: RuleParts = {}) => findings(facts, { ...naming, ...parts }).map(({ message }) => message);

  test.for([
    ['one by its name', ['a'], 'node a run docker'],
    ['a few by their names, each once', ['a', 'b', 'b'], 'nodes a and b run docker'],
    ['three', ['a', 'b', 'c'], 'nodes a, b and c run docker'],
    ['many by their number and three names', ['a', 'b', 'c', 'd', 'e'], '5 nodes (a, b, c and 2 more) run docker'],
  ] as const)('names %s', ([, names, message]) => {
    expect(messages(names.map(name => node(name)))).toEqual([message]);
  });

  test('has all their names where they are several', () => {
    const nodes = (names: readonly string[]) =>
      findings(
        names.map(name => node(name)),
        naming,
      )[0]?.nodes;
    expect(nodes(['a', 'b', 'c', 'd', 'e', 'a'])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(nodes(['a'])).toBeUndefined();
  });

  test('leaves out what another case decides, and other values where the rule asks that they differ', () => {
    const facts = [node('a'), node('b', 'containerd'), node('c')];
    expect(messages(facts, { cases: '[{where: {runtime: containerd}, level: none}, {level: note}]' })).toEqual(['nodes a and c run docker']);
    expect(messages(facts, { aggregate: '{distinct: runtime, atLeast: 2}' })).toEqual(['nodes a and c run docker']);
  });

  test('names those that own what it is about, and the file where there are none', () => {
    const annotated = (name: string) => factOf('annotation', { key: 'k', value: 'v' }, { owner: { kind: 'Node', name } });
    const parts = { on: 'annotation', where: '{key: k}', message: "'{{nodes}}'" };
    expect(messages([annotated('a'), annotated('b')], parts)).toEqual(['nodes a and b']);
    expect(messages([factOf('annotation', { key: 'k', value: 'v' }, { uri: 'x/a.yaml' })], parts)).toEqual(['a.yaml']);
  });
});

describe('a fact matches', () => {
  it('where its kind and all tests agree', () => {
    expect(lines([mount('/x'), mount('/run/crane.sock', { line: 2 }), factOf('text', { text: 'crane.sock', name: 'path' }, { line: 3 })])).toEqual([
      'a.yaml:2',
    ]);
  });

  it('only in the dialects that the rule names', () => {
    const facts = [mount('/run/crane.sock', { dialect: 'values' }), mount('/run/crane.sock', { line: 2 })];
    expect(lines(facts, { dialects: '[k8s]' })).toEqual(['a.yaml:2']);
  });

  it('by any of several triggers, and once', () => {
    const matches =
      '[{on: hostPath, where: {path: {endsWith: crane.sock}}}, {on: hostPath, where: {path: {contains: crane}}}, {on: env, where: {name: CRANE}}]';
    expect(lines([mount(), env('CRANE', { line: 2 }), env('OTHER', { line: 3 })], { on: undefined, where: undefined, matches })).toEqual([
      'a.yaml:1',
      'a.yaml:2',
    ]);
  });

  it.each([
    ['{path: {contains: crane, not: {endsWith: .pid}}}', '/run/crane.sock', true],
    ['{path: {contains: crane, not: {endsWith: .pid}}}', '/run/crane.pid', false],
    ['{path: {contains: crane}, not: {type: Socket}}', '/run/crane.sock', true],
    ['{any: [{path: {endsWith: crane.sock}}, {path: {endsWith: crane.pid}}]}', '/run/crane.pid', true],
    ['{any: [{path: {endsWith: crane.sock}}, {path: {endsWith: crane.pid}}]}', '/run/crane', false],
    ['{all: [{path: {contains: crane}}, {path: {contains: sock}}]}', '/run/crane.sock', true],
    ['{all: [{path: {contains: crane}}, {path: {contains: sock}}]}', '/run/crane.pid', false],
    ['{path: /run/crane.sock}', '/run/crane.sock', true],
    ['{path: {contains: crane}, mountPaths: {empty: true}, type: {exists: false}}', '/crane', true],
  ])('%s: %s is %s', (where, path, expected) => {
    expect(findings([mount(path)], { where }).length === 1).toBe(expected);
  });
});

describe('the case that decides', () => {
  const cases = (...list: readonly string[]): RuleParts => ({ cases: `[${list.map(one => `{${one}}`).join(', ')}]` });

  it('is the first that holds', () => {
    const parts = cases('where: {type: Socket}, level: error, effect: crashes', 'level: warning, effect: data-lost', 'level: note');
    expect(outcome([mount()], parts)).toBe('warning data-lost');
  });

  it('may say that there is nothing to find', () => {
    expect(outcome([mount()], cases('where: {path: {contains: run}}, level: none', 'level: error'))).toBe('none');
  });

  it('may be none', () => {
    expect(outcome([mount()], cases('where: {type: Socket}, level: error'))).toBe('none');
  });

  it.each([
    ['containerd', 'error runs-but-fails'],
    ['cri-dockerd', 'note none-yet'],
    ['cri-o', 'warning crashes'],
  ] as const)('goes by the runtime moved to: %s', (to, expected) => {
    const parts = cases('to: cri-dockerd, level: note', 'to: [cri-o], level: warning, effect: crashes', 'level: error');
    expect(outcome([mount()], parts, to)).toBe(expected);
  });

  it.each([
    ['1.26', 'none'],
    ['1.27', 'error component-refuses-to-start'],
    ['1.100', 'error component-refuses-to-start'],
  ])('goes by the version of Kubernetes moved to: %s', (kubernetes, expected) => {
    expect(outcome([mount()], cases("kubernetes: '>=1.27', level: error, effect: component-refuses-to-start"), 'containerd', kubernetes)).toBe(expected);
  });

  it('goes by what is near', () => {
    const parts = cases('with: [{fact: env, where: {name: CRANE}}], level: note', 'without: [{fact: env}], level: warning, effect: crashes', 'level: error');
    expect(outcome([mount(), env('CRANE', { line: 2 })], parts)).toBe('note none-yet');
    expect(outcome([mount()], parts)).toBe('warning crashes');
    expect(outcome([mount(), env('OTHER', { line: 2 })], parts)).toBe('error runs-but-fails');
  });

  it('has words of its own, filled from the fact, with the fix for the runtime', () => {
    const parts = {
      ...cases('level: error, message: "{{owner}} has {{path}}", when: soon, fix: {containerd: "C for {{path}}", cri-o: O}'),
      fix: 'the usual',
    };
    const owner = { kind: 'Pod', namespace: 'n', name: 'p' };
    const [finding] = findings([mount('/run/crane.sock', { owner })], parts);
    expect(finding).toMatchObject({ message: 'Pod n/p has /run/crane.sock', when: 'soon', fix: 'C for /run/crane.sock', owner });
    expect(findings([mount()], parts, 'cri-o')[0]?.fix).toBe('O');
    expect(findings([mount()], parts, 'cri-dockerd')[0]?.fix).toBe('C for /run/crane.sock');
  });
});

describe('a level is capped', () => {
  const guard = { kind: 'off-by-default', condition: 'if .Values.x.on', toggle: '.Values.x.on' } as const;
  const branch = { kind: 'runtime-branch', condition: 'RUNTIME = docker' } as const;

  it.each<[string, Setting, string, string]>([
    ['to a warning where the part is off by default', { guard }, 'warning crashes', '/run/crane.sock is used (off by default: .Values.x.on)'],
    ['to a warning in a branch for Docker', { guard: branch }, 'warning crashes', '/run/crane.sock is used (only where RUNTIME = docker)'],
    ['to a note on a CI host', { usage: 'ci' }, 'note none-yet', '/run/crane.sock is used (on a CI host, not on a node)'],
    ['to a note in Docker Compose', { usage: 'compose', guard }, 'note none-yet', '/run/crane.sock is used (Docker Compose, not Kubernetes)'],
    ['nowhere else', {}, 'error crashes', '/run/crane.sock is used'],
  ])('%s', (_, setting, expected, message) => {
    const facts = [mount('/run/crane.sock', setting)];
    expect(outcome(facts)).toBe(expected);
    expect(findings(facts)[0]?.message).toBe(message);
  });

  it('never to more than it was', () => {
    expect(outcome([mount('/run/crane.sock', { guard })], { cases: '[{level: note}]' })).toBe('note none-yet');
  });

  it('unless the rule asks for guards itself', () => {
    const where = '{path: {endsWith: crane.sock}, guarded: false}';
    expect(lines([mount('/run/crane.sock', { guard }), mount('/run/crane.sock', { line: 2 })], { where })).toEqual(['a.yaml:2']);
  });
});

describe('said once', () => {
  const at = (line: number, setting: Setting = {}, path = '/run/crane.sock'): Fact => mount(path, { line, ...setting });

  it.each([
    ['group', ['a.yaml:1', 'a.yaml:3', 'a.yaml:4', 'b.yaml:5']],
    ['scope', ['a.yaml:1', 'a.yaml:4', 'b.yaml:5']],
    ['file', ['a.yaml:1', 'b.yaml:5']],
    ['scan', ['a.yaml:1']],
  ])('in a %s', (once, expected) => {
    const facts = [
      at(1, { group: 'g', scope: 's' }),
      at(2, { group: 'g', scope: 's' }),
      at(3, { group: 'h', scope: 's' }),
      at(4, { group: 'i', scope: 't' }),
      at(5, { group: 'j', scope: 'u', uri: 'b.yaml' }),
    ];
    expect(lines(facts, { added: `1.0.0\nonce: ${once}` })).toEqual(expected);
    expect(lines(facts)).toHaveLength(5);
  });

  it('for each value of a field', () => {
    const facts = [at(1), at(2, {}, '/other/crane.sock'), at(3)];
    expect(lines(facts, { added: '1.0.0\nonce: file\nonceFor: path' })).toEqual(['a.yaml:1', 'a.yaml:2']);
  });

  it('in a file of a CI host, without being asked', () => {
    expect(lines([at(1, { usage: 'ci' }), at(2, { usage: 'ci' }), at(3)])).toEqual(['a.yaml:1', 'a.yaml:3']);
  });

  it('of those for which a case holds', () => {
    const facts = [at(1), at(2, {}, '/other/crane.sock')];
    expect(lines(facts, { added: '1.0.0\nonce: file', cases: '[{where: {path: {startsWith: /other}}, level: error}]' })).toEqual(['a.yaml:2']);
  });

  it('at one place', () => {
    expect(lines([at(1), at(1, { scope: 'other' })])).toEqual(['a.yaml:1']);
  });
});

describe('an aggregate', () => {
  const parts = (limits: string): RuleParts => ({ added: `1.0.0\naggregate: {distinct: path, ${limits}}` });
  const facts = [mount('/a/crane.sock'), mount('/a/crane.sock', { line: 2 }), mount('/b/crane.sock', { line: 3, uri: 'b.yaml' })];

  it('counts the different values of all facts that match', () => {
    expect(lines(facts, parts('atLeast: 2'))).toEqual(['a.yaml:1', 'a.yaml:2', 'b.yaml:3']);
    expect(lines(facts, parts('atLeast: 3'))).toEqual([]);
    expect(lines(facts, parts('atMost: 2'))).toHaveLength(3);
    expect(lines(facts, parts('atMost: 1'))).toEqual([]);
  });
});

describe('a companion', () => {
  const near = { scope: 's', group: 'g', bundle: 'b' };
  const distances = ['group', 'scope', 'bundle', 'scan'];

  it.each<[string, Setting, readonly string[]]>([
    ['in the same list item', near, distances],
    ['in the same pod', { ...near, group: 'h' }, ['scope', 'bundle', 'scan']],
    ['in the same chart', { ...near, group: 'h', scope: 't' }, ['bundle', 'scan']],
    ['elsewhere', { bundle: 'c', group: 'h', scope: 't' }, ['scan']],
  ])('%s is near enough for %j', (_, setting, expected) => {
    const facts = [mount('/run/crane.sock', near), env('CRANE', { line: 2, ...setting })];
    const asks = (distance: string): string => `1.0.0\nwith: [{fact: env, where: {name: CRANE}, in: ${distance}}]`;
    expect(distances.filter(distance => findings(facts, { added: asks(distance) }).length > 0)).toEqual(expected);
    const refuses = (distance: string): string => `1.0.0\nwithout: [{fact: env, where: {name: CRANE}, in: ${distance}}]`;
    expect(distances.filter(distance => findings(facts, { added: refuses(distance) }).length === 0)).toEqual(expected);
  });

  it('is never the fact itself', () => {
    const asks = { added: '1.0.0\nwith: [{fact: hostPath, where: {path: {endsWith: crane.sock}}}]' };
    expect(lines([mount()], asks)).toEqual([]);
    expect(lines([mount(), mount('/b/crane.sock', { line: 2 })], asks)).toEqual(['a.yaml:1', 'a.yaml:2']);
  });

  it('stands in a ConfigMap that the pod mounts', () => {
    const volume = factOf('volume', { volume: 'v', source: 'configMap', mounts: [], mountPaths: [], reference: 'ConfigMap/c' }, { line: 2, bundle: 'b' });
    const facts = [mount('/run/crane.sock', { bundle: 'b' }), volume, env('CRANE', { line: 3, bundle: 'b', scope: 'b|ConfigMap/c' })];
    const asks = { added: '1.0.0\nwith: [{fact: env, where: {name: CRANE}}]' };
    expect(lines(facts, asks)).toEqual(['a.yaml:1']);
    expect(lines([facts[0]!, facts[2]!], asks)).toEqual([]);
  });
});

describe('an echo is left out:', () => {
  const parts = {
    on: undefined,
    where: undefined,
    matches: '[{on: hostPath, where: {path: {contains: crane}}}, {on: text, where: {text: {contains: crane}}}]',
  };
  const text = (line: number): Fact => factOf('text', { text: 'crane', name: 'x' }, { line });

  it('plain text on a line of which another fact says more', () => {
    expect(lines([text(1), mount(), text(2)], parts)).toEqual(['a.yaml:1', 'a.yaml:2']);
    expect(lines([text(1), text(2)], parts)).toEqual(['a.yaml:1', 'a.yaml:2']);
  });

  it("a template's value whose default is found in the values", () => {
    const setting = { uri: 't.yaml', line: 2, templated: true };
    const values = factOf('env', { name: 'CRANE', value: '' }, { dialect: 'values', path: 'crane' });
    const env = { on: 'env', where: '{name: CRANE}' };
    const template = factOf('env', { name: 'CRANE', value: '' }, setting);
    expect(lines([values, template], env)).toEqual(['a.yaml:1']);
    expect(lines([template], env)).toEqual(['t.yaml:2']);
    expect(lines([factOf('env', { name: 'CRANE', value: '' }, { dialect: 'values', path: 'other' }), template], env)).toEqual(['a.yaml:1', 't.yaml:2']);
  });
});

test('rules that look at the whole scan are told from others', () => {
  const far = '1.0.0\nwith: [{fact: env, in: scan}]';
  expect([{}, { added: '1.0.0\nonce: file' }, { added: '1.0.0\nwith: [{fact: env, in: bundle}]' }].map(parts => looksAtScan(ruleOf(parts)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(
    [
      { added: far },
      { added: '1.0.0\nonce: scan' },
      { added: '1.0.0\naggregate: {distinct: path}' },
      { cases: '[{level: error, without: [{fact: env, in: scan}]}]' },
    ].map(parts => looksAtScan(ruleOf(parts))),
  ).toEqual([true, true, true, true]);
});
