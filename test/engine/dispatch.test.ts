// Facts are led to few tests, and to every one that they pass.
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { Dispatch } from '../../src/engine/dispatch.ts';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { LedTest } from '../../src/model/rule.ts';
import { BundleReader } from '../../src/read-bundle.ts';
import { loadRules } from '../../src/rules/load.ts';
import { groupFiles } from '../../src/sources/bundles.ts';
import { findFiles } from '../../src/sources/files.ts';
import { ruleOf } from '../rules/rule-text.ts';
import { factOf } from './fact.ts';

const { rules, agents } = await loadRules();
const GOAL = { to: 'containerd', kubernetes: '1.37' } as const;

/** The facts of one folder of fixtures in so many. */
async function factsOfFixtures(oneIn: number): Promise<readonly Fact[]> {
  const list = findFiles(['fixtures'], { cwd: fileURLToPath(new URL('../..', import.meta.url)), exclude: [], ignore: true });
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge(agents), interesting: () => true }, maxFileSize: 1_000_000 });
  const facts: Fact[] = [];
  for (const [index, bundle] of [...groupFiles(list.files)].entries())
    if (index % oneIn === 0) for (const fact of (await reader.read(bundle, list.territory)).facts) facts.push(fact);
  return facts;
}

test('of the rules, each is asked about every fact that passes', { timeout: 120_000 }, async () => {
  const tests = rules.flatMap(({ triggers }) => triggers.flatMap(trigger => [trigger, ...trigger.with, ...trigger.without]));
  const dispatch = new Dispatch<LedTest>(tests);
  let passed = 0;
  let asked = 0;
  const facts = await factsOfFixtures(5);
  for (const fact of facts) {
    const led = new Set<LedTest>();
    dispatch.some(fact, one => {
      led.add(one);
      return false;
    });
    asked += led.size;
    for (const one of tests) {
      if (one.on !== fact.kind || !one.test(fact, GOAL)) continue;
      passed++;
      if (!led.has(one)) expect.fail(`${JSON.stringify(fact.fields)} is not led to a test that it passes: ${String(one.literals())}`);
    }
  }
  expect(passed).toBeGreaterThan(500);
  // Each fact is led to a few of several hundred tests.
  expect(asked / facts.length).toBeLessThan(30);
});

describe('a fact', () => {
  const led = (where: string, fact: Fact): boolean => new Dispatch<LedTest>(ruleOf({ on: fact.kind, where, needs: '[xyz]' }).triggers).some(fact, () => true);
  const setting = (value: string, name = 'n'): Fact => factOf('setting', { dialect: 'k8s', key: 'a.n', name, value, file: 'x.yaml' });

  it.each([
    ['{name: Docker}', setting('', 'docker'), true],
    ['{name: Docker}', setting('docker'), false],
    ['{value: {matches: "^(?:abc|def)$"}}', setting('def'), true],
    ['{value: {matches: "^(?:abc|def)$"}}', setting('xyz'), false],
    ['{value: {matches: "(?i)DOCKER"}}', setting('a Docker'), true],
    ['{value: {contains: [abc, xyz]}}', setting('an-ABC'), true],
    ['{value: {not: {contains: abc}}}', setting('x'), true],
    ['{value: {contains: "déploiement"}}', setting('un déploiement'), true],
    ['{value: {contains: "éé"}}', setting('éé'), true],
    ['{any: [{value: {contains: abc}}, {value: {matches: "^.$"}}]}', setting('x'), true],
    ['{all: [{value: {contains: abc}}, {value: {matches: "^.$"}}]}', setting('x'), false],
    ['{mounts: {contains: main}}', factOf('hostPath', { path: '/x', source: 'pod', mounts: ['other', 'main'], mountPaths: [] }), true],
  ])('%s %#', (where, fact, expected) => {
    expect(led(where, fact)).toBe(expected);
  });

  it('is led on as long as nobody says yes', () => {
    const both = [...ruleOf({ on: 'setting', where: '{name: n}', needs: '[xyz]' }).triggers, ...ruleOf({ on: 'setting', where: '{value: abc}' }).triggers];
    let asked = 0;
    const some = new Dispatch<LedTest>(both).some(setting('abc'), () => ++asked === 2);
    expect([some, asked]).toEqual([true, 2]);
  });
});
