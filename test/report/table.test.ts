// The report in a terminal.
import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { FormatOptions } from '../../src/report/format.ts';
import { formatTable } from '../../src/report/table.ts';
import { textWidth } from '../../src/report/wrap.ts';
import { clustersReport, hostileClusters } from './sample-clusters.ts';
import { hostsReport } from './sample-hosts.ts';
import { cleanReport, finding, sampleReport } from './sample-report.ts';

const OPTIONS: FormatOptions = { width: 80, color: false, groupBy: 'file' };

test.each([
  [80, 'file'],
  [200, 'file'],
  [80, 'rule'],
  [120, 'owner'],
] as const)('golden at %i columns by %s', async (width, groupBy) => {
  await expect(formatTable(sampleReport, { ...OPTIONS, width, groupBy })).toMatchFileSnapshot(`../golden/table-${groupBy}-${width}.txt`);
});

test.each([80, 200])('golden of live clusters at %i columns', async width => {
  await expect(formatTable(clustersReport, { ...OPTIONS, width })).toMatchFileSnapshot(`../golden/table-clusters-${width}.txt`);
});

test.each([
  ['files', sampleReport],
  ['clusters', clustersReport],
])('colour changes nothing but colour: %s', (_, report) => {
  const painted = formatTable(report, { ...OPTIONS, color: true });
  expect(painted).toContain('\x1b[31m');
  expect(stripVTControlCharacters(painted)).toBe(formatTable(report, OPTIONS));
});

test.each([0, 40, 63, 80, 119, 120, 200, 10_000, Number.NaN, Infinity])('no line is wider than %d columns', width => {
  const limit = Number.isNaN(width) ? 80 : Math.min(240, Math.max(40, width));
  for (const groupBy of ['file', 'rule', 'owner'] as const) {
    for (const report of [sampleReport, clustersReport, hostsReport, hostileClusters('漢'.repeat(25))]) {
      const lines = formatTable(report, { ...OPTIONS, width, groupBy, verbose: true }).split('\n');
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(limit);
    }
  }
});

test('no name can steer a terminal or a runner, whatever the layout', () => {
  const unit = fc.constantFrom('::error::x', '##[group]', '##vso[a]', ' ', '\n', '\x1b[2J', '\u202e', '/', 'name', '漢', '::');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), fc.integer({ min: 40, max: 130 }), fc.constantFrom('file', 'rule', 'owner'), (text, width, groupBy) => {
      const notification = { code: 'unreadable', level: 'error', message: text, location: { physical: { uri: text } } } as const;
      const owner = { kind: 'Pod', name: text, namespace: text };
      const levels = (['error', 'note'] as const).map(level =>
        finding(text, text, [1, 1, 1], { owner, level, message: text, fix: text, when: text, path: text }),
      );
      const report = { ...sampleReport, findings: levels, notifications: [notification, { code: 'not-found', level: 'note', message: text } as const] };
      for (const [quiet, printedReport] of [report, hostileClusters(text)].flatMap(one => [[false, one] as const, [true, one] as const])) {
        const printed = formatTable(printedReport, { ...OPTIONS, width, groupBy, quiet, verbose: true });
        expect(printed).not.toMatch(/^\s*::/m);
        expect(printed).not.toMatch(/##[a-z]*\[/);
        expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
    }),
    { numRuns: 60 },
  );
});

test('copies of one object are one problem with its places', () => {
  const printed = formatTable(sampleReport, { ...OPTIONS, width: 120, groupBy: 'owner' });
  expect(printed.match(/monitoring\/node-agent mounts/g)).toHaveLength(1);
  expect(printed).toContain('and 7 more');
  const verbose = formatTable(sampleReport, { ...OPTIONS, width: 120, groupBy: 'owner', verbose: true });
  expect(verbose).toContain('clusters/eu-west-12/');
  expect(verbose).not.toContain('and 7 more');
});

test('what to do is told in one line, and as a whole with verbose', () => {
  const fix = `Use the runtime's socket; ${'and so on '.repeat(30)}to the end.`;
  const findings = sampleReport.findings.slice(0, 1).map(finding => ({ ...finding, level: 'error' as const, fix }));
  const shown = (verbose: boolean) => formatTable({ ...sampleReport, findings }, { ...OPTIONS, verbose });
  expect(shown(false)).not.toContain('to the end.');
  expect(shown(true).replace(/\s+/g, ' ')).toContain('so on to the end.');
});

test('objects named by a template are copies only within one folder', () => {
  const owner = { kind: 'Deployment', name: '{{ .Release.Name }}' };
  const findings = ['charts/a/templates/x.yaml', 'charts/b/templates/x.yaml'].map(uri => finding('r', uri, [1, 1, 2], { owner }));
  const printed = formatTable({ ...sampleReport, findings }, { ...OPTIONS, groupBy: 'owner' });
  expect(printed).toContain('in charts/a/templates/');
  expect(printed).toContain('in charts/b/templates/');
});

test('quiet prints verdict and summary, and still says what was not looked at', () => {
  expect(formatTable(sampleReport, { ...OPTIONS, quiet: true })).toBe(
    'Not ready to move to containerd on Kubernetes 1.31\n  2 things could not be looked at\n21 errors, 3 warnings, 2 notes, 1 suppressed\n',
  );
});

test('a clean report is calm, and one that looked at nothing is not called clean', () => {
  expect(formatTable(cleanReport, OPTIONS)).toContain('Nothing depends on dockershim or Docker Engine');
  const nothing = { ...cleanReport, coverage: { ...cleanReport.coverage, files: 0 } };
  expect(formatTable(nothing, OPTIONS)).toContain('There was nothing to look at');
  const unknown = { ...cleanReport, verdict: 'unknown', complete: false, notifications: sampleReport.notifications } as const;
  expect(formatTable(unknown, OPTIONS)).toMatch(/^Unknown whether/);
  expect(formatTable(unknown, OPTIONS)).toContain('Nothing that could be looked at depends on');
});

describe('where rules were left out', () => {
  const coverage = { ...cleanReport.coverage, rules: { ran: 3, known: 1_204 } };

  test('the verdict is about no more than those that looked', () => {
    const printed = formatTable({ ...cleanReport, coverage }, OPTIONS);
    expect(printed).toMatch(/^Ready to move to containerd on Kubernetes 1\.31, as far as 3 of 1,204 rules tell\n/);
    expect(printed).toContain('Nothing depends on dockershim or Docker Engine, as far as these rules know\n');
  });

  test.for(['not-ready', 'unknown'] as const)('the verdict %s stands, and how many looked is told', verdict => {
    for (const quiet of [false, true]) {
      const printed = formatTable({ ...cleanReport, coverage, verdict }, { ...OPTIONS, quiet });
      expect(printed).not.toContain('rules tell');
      expect(printed).toContain('\n  Only 3 of 1,204 rules looked\n');
    }
  });
});

test('many notes are cut short and counted', () => {
  const notes = Array.from({ length: 90 }, (_, i) => finding(`rule-${i % 6}`, `f${i}.yaml`, [1, 1, 2], { level: 'note', message: 'a note' }));
  const shown = (verbose: boolean) => formatTable({ ...cleanReport, findings: notes }, { ...OPTIONS, verbose });
  expect(shown(false).match(/a note/g)).toHaveLength(20);
  expect(shown(false)).toContain('70 more notes hidden; --verbose shows them');
  expect(shown(true).match(/a note/g)).toHaveLength(90);
});

test('every notification of level error is listed', () => {
  const notifications = Array.from({ length: 50 }, (_, i) => ({ code: 'unreadable', level: 'error', message: `gap ${i}` }) as const);
  expect(formatTable({ ...cleanReport, notifications }, OPTIONS).match(/gap \d+ \(unreadable\)/g)).toHaveLength(50);
});

test('drawing takes time in proportion to the findings', () => {
  const draw = (count: number): number => {
    const findings = Array.from({ length: count }, (_, i) => finding('r', `f${i % 10}.yaml`, [i + 1, 1, 2]));
    const started = performance.now();
    formatTable({ ...cleanReport, findings }, OPTIONS);
    return performance.now() - started;
  };
  draw(200);
  expect(draw(2_000) / draw(250)).toBeLessThan(40);
});
