// Several reports as one, and why some cannot be.
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report, RuleCoverage } from '../../src/model/report.ts';
import { mergeReports } from '../../src/report/merge.ts';
import { clustersReport } from './sample-clusters.ts';
import { hostsReport } from './sample-hosts.ts';
import { cleanReport, sampleReport } from './sample-report.ts';

const goal = { runtime: sampleReport.runtime, kubernetes: sampleReport.kubernetes };
const named = (...reports: readonly Report[]) => reports.map((report, index) => ({ name: `${String(index + 1)}.json`, report: { ...report, ...goal } }));

test('one report is itself, its rules in order of their ids', () => {
  const [only] = named(hostsReport);
  const merged = mergeReports(named(hostsReport));
  expect({ ...merged, rules: [] }).toEqual({ ...only?.report, rules: [] });
  expect(merged.rules.map(({ id }) => id)).toEqual(hostsReport.rules.map(({ id }) => id).toSorted());
});

test('everything of all reports is in the one', () => {
  const all = [sampleReport, clustersReport, hostsReport];
  const merged = mergeReports(named(...all));
  const total = (of: (report: Report) => number): number => all.reduce((sum, report) => sum + of(report), 0);
  expect(merged.findings).toHaveLength(total(({ findings }) => findings.length));
  expect(merged.notifications).toHaveLength(total(({ notifications }) => notifications.length));
  expect(merged.coverage.files).toBe(total(({ coverage }) => coverage.files));
  expect(merged.coverage.notLookedAt).toBe(total(({ coverage }) => coverage.notLookedAt));
  expect([merged.clusters, merged.hosts]).toEqual([clustersReport.clusters, hostsReport.hosts]);
  expect(merged.targets).toEqual(all.flatMap(({ targets }) => targets));
  expect(new Set(merged.rules.map(({ id }) => id)).size).toBe(merged.rules.length);
});

test('findings come in the same order whatever the order of the reports', () => {
  const [a, b] = [mergeReports(named(sampleReport, hostsReport)), mergeReports(named(hostsReport, sampleReport))];
  expect(a.findings).toEqual(b.findings);
  expect(a.rules).toEqual(b.rules);
});

describe('what several reports have', () => {
  const [first] = sampleReport.findings;
  if (first === undefined) throw new Error('the sample has findings');
  const { suppression: _suppression, ...active } = first;
  const error: Finding = { ...active, level: 'error' };
  const warning: Finding = { ...error, level: 'warning' };
  const suppressed: Finding = { ...error, suppression: { kind: 'inSource', justification: 'known' } };
  const { category: _category, ...plain } = cleanReport;
  const holding = (findings: readonly Finding[], category?: string): Report => ({ ...plain, findings, ...(category === undefined ? {} : { category }) });
  const merged = (...reports: readonly Report[]) => mergeReports(named(...reports));

  test('is told once, and that it was', () => {
    const { findings, notifications } = merged(sampleReport, sampleReport);
    expect(findings).toEqual(mergeReports(named(sampleReport)).findings);
    expect(notifications.filter(({ code }) => code !== 'repeated-findings')).toEqual(mergeReports(named(sampleReport)).notifications);
    expect(notifications.filter(({ code }) => code === 'repeated-findings')).toMatchObject([
      { level: 'note', message: expect.stringMatching(new RegExp(`^${String(sampleReport.findings.length)} findings of one report are`)) as string },
    ]);
  });

  test.for([
    ['the worse level', error, warning],
    ['what is not suppressed', warning, suppressed],
  ] as const)('is told as the worst of it, whichever comes first: %s', ([, worst, other]) => {
    expect(merged(holding([worst]), holding([other])).findings).toEqual([worst]);
    expect(merged(holding([other]), holding([worst])).findings).toEqual([worst]);
  });

  test('is as often there as the report says that has it most', () => {
    expect(merged(holding([error, error]), holding([error])).findings).toEqual([error, error]);
    expect(merged(holding([error]), holding([error, error])).findings).toEqual([error, error]);
  });

  test('is not the same at another place, of another host or of another category', () => {
    const elsewhere: Finding = { ...error, location: { physical: { uri: 'elsewhere.yaml' } } };
    expect(merged(holding([error]), holding([elsewhere])).findings).toHaveLength(2);
    expect(merged(holding([{ ...error, host: 'a' }]), holding([{ ...error, host: 'b' }])).findings).toHaveLength(2);
    const apart = merged(holding([error], 'shop'), holding([error], 'billing'));
    expect([apart.findings, apart.notifications]).toEqual([[error, error], []]);
  });
});

describe('complete', () => {
  test('only if all are', () => {
    expect(mergeReports(named(cleanReport, cleanReport))).toMatchObject({ complete: true, verdict: 'ready' });
    expect(mergeReports(named(cleanReport, { ...cleanReport, complete: false }))).toMatchObject({ complete: false, verdict: 'unknown' });
  });

  test('never where one of them says otherwise than its notifications', () => {
    const edited = { ...hostsReport, complete: true, findings: [], verdict: 'ready' as const };
    expect(mergeReports(named(cleanReport, edited))).toMatchObject({ complete: false, verdict: 'unknown' });
  });
});

test('only as many rules looked as in the report with the fewest', () => {
  const ran = (rules?: RuleCoverage): Report => ({ ...cleanReport, coverage: { ...cleanReport.coverage, ...(rules === undefined ? {} : { rules }) } });
  const [few, more] = [
    { ran: 2, known: 9 },
    { ran: 5, known: 9 },
  ];
  expect(mergeReports(named(ran(more), ran(), ran(few))).coverage.rules).toEqual(few);
  expect(mergeReports(named(ran(few), ran(more))).coverage.rules).toEqual(few);
  expect(mergeReports(named(ran(), ran())).coverage.rules).toBeUndefined();
});

test('an error in one of them is one of all', () => {
  expect(mergeReports(named(cleanReport, { ...sampleReport, verdict: 'ready' })).verdict).toBe('not-ready');
});

test.each([
  [['a', 'a'], undefined, 'a'],
  [['a', 'b'], undefined, undefined],
  [['a', undefined], undefined, undefined],
  [['a', 'b'], 'all', 'all'],
] as const)('of the categories %j and %s comes %s', (categories, given, expected) => {
  const { category: _category, ...plain } = cleanReport;
  const reports = categories.map(category => (category === undefined ? plain : { ...plain, category }));
  expect(mergeReports(named(...reports), given).category).toBe(expected);
});

describe('reports that do not belong together', () => {
  const other = (change: Partial<Report>) => [...named(cleanReport), { name: '2.json', report: { ...cleanReport, ...goal, ...change } }];
  test.each([
    ['other versions', other({ tool: { name: 'unshim', version: '9.9.9' } }), '2.json by unshim 9.9.9'],
    ['other runtimes', other({ runtime: 'cri-dockerd' }), 'and 2.json about one to cri-dockerd on Kubernetes'],
    ['other versions of Kubernetes', other({ kubernetes: '1.24' }), 'on Kubernetes 1.24'],
    ['a host twice', named(hostsReport, hostsReport), 'the host node-1 is in 1.json and again in 2.json'],
    ['a cluster twice', named(clustersReport, clustersReport), 'the cluster prod-eu is in 1.json and again in 2.json'],
    ['none at all', [], 'there is no report to merge'],
  ])('%s', (_, reports, message) => {
    expect(() => mergeReports(reports)).toThrow(UserError);
    expect(() => mergeReports(reports)).toThrow(message);
  });
});
