import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Finding, Level } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';

function report(levels: readonly Level[], changes: { complete?: boolean; suppressed?: boolean } = {}): Report {
  const suppression = changes.suppressed === true ? { suppression: { kind: 'inSource' as const, justification: 'known' } } : {};
  const findings = levels.map((level): Finding => ({
    ruleId: 'a',
    level,
    precision: 'high',
    effect: 'none-yet',
    when: '',
    message: '',
    fix: '',
    location: {},
    related: [],
    fingerprint: '',
    ...suppression,
  }));
  return {
    tool: { name: 'unshim', version: '0' },
    targets: [],
    runtime: 'containerd',
    kubernetes: '1.37',
    rules: [],
    findings,
    notifications: [],
    clusters: [],
    hosts: [],
    coverage: { files: 0, searched: 0, documents: 0, parsed: 0, skipped: {}, notLookedAt: 0 },
    verdict: 'ready',
    complete: changes.complete ?? true,
  };
}

test('findings count from the level that was named', () => {
  expect(exitCode(report([]), 'note')).toBe(0);
  expect(exitCode(report(['warning', 'note']), 'error')).toBe(0);
  expect(exitCode(report(['warning', 'note']), 'warning')).toBe(1);
  expect(exitCode(report(['note']), 'note')).toBe(1);
  expect(exitCode(report(['error']), 'never')).toBe(0);
});

test('suppressed findings do not count', () => {
  expect(exitCode(report(['error'], { suppressed: true }), 'note')).toBe(0);
});

test('what was not looked at wins over everything', () => {
  expect(exitCode(report(['error'], { complete: false }), 'error')).toBe(2);
  expect(exitCode(report([], { complete: false }), 'never')).toBe(2);
});
