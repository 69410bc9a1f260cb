import { expect, test } from 'vitest';
import { advice, outcomes, worstLevel } from '../../src/cli/rule-summary.ts';
import type { CaseSource, RuleSource } from '../../src/model/rule.ts';

function rule(cases: readonly CaseSource[], fix: RuleSource['fix'] = 'Mend it'): RuleSource {
  return { id: 'a', title: 't', category: 'c', precision: 'high', cases, message: 'm', why: 'w', fix, references: [], added: '0.1.0' };
}

test('the worst level is that of the worst case, whatever their order', () => {
  expect(worstLevel(rule([{ level: 'none' }, { level: 'note' }, { level: 'error' }, { level: 'warning' }]))).toBe('error');
  expect(worstLevel(rule([{ level: 'none' }]))).toBe('note');
});

test('outcomes are told once each, worst first, with their conditions', () => {
  const found = outcomes(
    rule([
      { level: 'none', to: 'cri-dockerd' },
      { level: 'note' },
      { level: 'error', effect: 'crashes', when: 'on the switch', to: ['containerd', 'cri-o'], kubernetes: '>=1.27' },
      { level: 'note' },
      { level: 'warning' },
    ]),
  );
  expect(found.map(({ level, sentence }) => `${level}: ${sentence}`)).toEqual([
    'error: It crashes on the switch (containerd or CRI-O, Kubernetes >=1.27)',
    'warning: It runs but silently fails when the node leaves Docker Engine',
    'note: Nothing breaks yet',
  ]);
});

test('runtimes with the same advice are named together, and those without any get that for containerd', () => {
  expect(advice(rule([]))).toEqual([{ runtimes: 'any runtime', text: 'Mend it' }]);
  expect(advice(rule([], { containerd: 'A', 'cri-dockerd': 'B' }))).toEqual([
    { runtimes: 'containerd, CRI-O', text: 'A' },
    { runtimes: 'cri-dockerd', text: 'B' },
  ]);
});
