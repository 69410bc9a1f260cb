// More findings of one kind in one object than anyone could read.
import { describe, expect, test } from 'vitest';
import { withinBounds } from '../../src/engine/bounds.ts';
import { Evaluation } from '../../src/engine/evaluation.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Finding } from '../../src/model/finding.ts';
import { finding } from '../report/sample-report.ts';
import { ruleOf } from '../rules/rule-text.ts';
import { mount } from './fact.ts';

const many = (count: number, more: Partial<Finding> = {}, uri = 'a.yaml'): readonly Finding[] =>
  Array.from({ length: count }, (_, index) => ({ ...finding('docker-socket-mount', uri, [index + 1, 1, 2]), ...more }));

const told = (findings: readonly Finding[]) => {
  const { findings: kept, notifications } = withinBounds(findings);
  return [kept.length, notifications.map(({ code, level, location }) => `${level} ${code} ${String(location?.physical?.region?.startLine ?? 0)}`)];
};

describe('the findings of one rule in one object', () => {
  test('are all told up to a thousand', () => {
    expect(told(many(1_000))).toEqual([1_000, []]);
  });

  test('beyond are counted, and the scan is incomplete', () => {
    expect(told(many(1_500))).toEqual([1_000, ['error too-complex 1001']]);
    expect(withinBounds(many(1_500)).notifications[0]?.message).toContain('docker-socket-mount makes 1500 findings of level error in one object or file');
  });

  test('crowd out nothing of another level, rule, file or object', () => {
    const others = [
      ...many(1, { level: 'warning' }),
      ...many(1, { ruleId: 'other' }),
      ...many(1, {}, 'b.yaml'),
      ...many(1, { location: { physical: { uri: 'a.yaml' }, logical: { resource: { kind: 'Pod', name: 'b' } } } }),
    ];
    expect(told([...many(1_001), ...others])).toEqual([1_004, ['error too-complex 1001']]);
  });

  test('that are suppressed leave the scan complete', () => {
    const suppressed = many(1_200, { suppression: { kind: 'inSource', justification: 'known' } });
    expect(told([...suppressed, ...many(1_000)])).toEqual([2_000, ['note too-complex 1001']]);
  });
});

test('more facts than a call can have arguments are judged', () => {
  const one = mount();
  const facts: Fact[] = Array.from({ length: 150_000 }, (_, index) => ({ ...one, span: { start: index, end: index + 1 }, group: String(index) }));
  const rule = ruleOf();
  const evaluation = new Evaluation([rule], { to: 'containerd', kubernetes: '1.30' }, false);
  evaluation.add(facts, []);
  const { findings, notifications } = evaluation.finish(new Set([rule.source.id]));
  expect(findings).toHaveLength(1_000);
  expect(notifications).toMatchObject([{ code: 'too-complex', message: expect.stringContaining('150000 findings') as string }]);
});
