// Reports that were written as JSON are read as what they were, and nothing else is taken for one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Location } from '../../src/model/location.ts';
import type { Report } from '../../src/model/report.ts';
import { formatJson } from '../../src/report/json.ts';
import { parseReports } from '../../src/report/read-json.ts';
import { formatSarif } from '../../src/report/sarif.ts';
import { clustersReport } from './sample-clusters.ts';
import { hostsReport } from './sample-hosts.ts';
import { cleanReport, sampleReport } from './sample-report.ts';

const samples = [
  ['files', sampleReport],
  ['nothing', cleanReport],
  ['clusters', clustersReport],
  ['hosts', hostsReport],
  ['some rules', { ...cleanReport, coverage: { ...cleanReport.coverage, rules: { ran: 2, known: 9 } } }],
] as const;

const write = (report: Report): string => formatJson(report, { verbose: true });
const text = fc.string({ unit: 'binary', maxLength: 20 });
const size = fc.nat(1_000);

const region = fc.record({ startLine: size, startColumn: size, endLine: size, endColumn: size }).map(({ startLine, startColumn, endLine, endColumn }) => ({
  startLine: startLine + 1,
  startColumn: startColumn + 1,
  endLine: endLine + 1,
  endColumn: endColumn + 1,
}));
const resource = fc.record({ kind: text, apiVersion: text, namespace: text, name: text }, { requiredKeys: ['kind'] });
const location: fc.Arbitrary<Location> = fc.record(
  {
    physical: fc.record({ uri: text, region }, { requiredKeys: ['uri'] }),
    logical: fc.record({ resource, path: text }, { requiredKeys: [] }),
    snippet: text,
  },
  { requiredKeys: [] },
);
const finding: fc.Arbitrary<Finding> = fc.record(
  {
    ruleId: text,
    level: fc.constantFrom('error', 'warning', 'note'),
    precision: fc.constantFrom('high', 'medium', 'low'),
    effect: fc.constantFrom('pod-does-not-start', 'data-lost', 'none-yet'),
    when: text,
    message: text,
    fix: text,
    location,
    related: fc.array(fc.record({ location, message: text }), { maxLength: 2 }),
    owner: resource,
    fingerprint: text,
    suppression: fc.record({ kind: fc.constantFrom('inSource', 'external'), justification: text }),
    cluster: text,
    host: text,
    workload: fc.record({ pods: size, nodes: fc.array(text, { maxLength: 2 }), origin: text }, { requiredKeys: ['pods', 'nodes'] }),
  },
  { requiredKeys: ['ruleId', 'level', 'precision', 'effect', 'when', 'message', 'fix', 'location', 'related', 'fingerprint'] },
);
const report: fc.Arbitrary<Report> = fc
  .record({ base: fc.constantFrom(...samples.map(([, one]) => one)), findings: fc.array(finding, { maxLength: 4 }), targets: fc.array(text, { maxLength: 2 }) })
  .map(({ base, ...rest }) => ({ ...base, ...rest }));

test('what was written is read, whatever it says', () => {
  fc.assert(
    fc.property(report, one => {
      const written = write(one);
      expect(parseReports(written, 'x').map(write)).toEqual([written]);
    }),
  );
});

test.each(samples)('a report about %s is read as it was', (_, one) => {
  expect(parseReports(write(one), 'x')).toEqual([one]);
});

describe('several in one text', () => {
  const written = samples.map(([, one]) => write(one));
  test.each([
    ['one after the other', written.join('')],
    ['with line breaks of Windows', written.join('').replaceAll('\n', '\r\n')],
    ['each on a line', written.map(one => JSON.stringify(JSON.parse(one))).join('\n')],
    ['with what the program says besides', written.map(one => one.replace('\n', '\nunshim: something\n')).join('unshim: not everything could be looked at\n')],
  ])('%s', (_, all) => {
    expect(parseReports(all, 'x').map(write)).toEqual(written);
  });
});

describe('what is no report is told with its name and a reason', () => {
  const broken = (change: (value: Record<string, unknown>) => void): string => {
    const value = JSON.parse(write(sampleReport)) as Record<string, unknown>;
    change(value);
    return JSON.stringify(value);
  };
  test.each([
    ['nothing', '', 'x is no report that can be merged: it is empty'],
    ['no JSON', 'Not ready\n', 'line "Not ready" does not begin a JSON text'],
    ['half of one', write(sampleReport).slice(0, 200), 'its JSON ends too early'],
    ['a log with prefixes', write(sampleReport).replaceAll(/^/gm, '[pod/a/scan] '), 'line "[pod/a/scan] {" does not begin a JSON text'],
    ['a list', '[]', 'it is JSON, but no object'],
    ['null', 'null', 'it is JSON, but no object'],
    ['SARIF', formatSarif(sampleReport), 'it is SARIF'],
    ['an object', '{"a": 1}', "it must have required property 'schemaVersion'"],
    ['a later shape', broken(value => (value['schemaVersion'] = 2)), 'x is a report with schemaVersion 2, and this unshim reads 1'],
    ['an unknown field', broken(value => (value['extra'] = 1)), 'must NOT have additional properties (extra)'],
    ['a wrong verdict', broken(value => (value['verdict'] = 'fine')), 'verdict must be equal to one of the allowed values (ready, not-ready, unknown)'],
    ['a wrong finding', broken(value => (value['findings'] = [{}])), "findings.0 must have required property 'ruleId'"],
  ])('%s', (_, content, message) => {
    expect(() => parseReports(content, 'x')).toThrow(UserError);
    expect(() => parseReports(content, 'x')).toThrow(message);
  });
});
