// The report for programs.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NOTIFICATION_CODES } from '../../src/model/finding.ts';
import { formatJson } from '../../src/report/json.ts';
import { clustersReport } from './sample-clusters.ts';
import { hostsReport } from './sample-hosts.ts';
import { cleanReport, sampleReport } from './sample-report.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true }).compile(schema as object);

test.each([
  ['report', sampleReport],
  ['clusters', clustersReport],
  ['hosts', hostsReport],
])('golden: %s', async (name, report) => {
  await expect(formatJson(report, {})).toMatchFileSnapshot(`../golden/${name}.json`);
});

test.each([
  ['rich', sampleReport],
  ['clean', cleanReport],
  ['live', clustersReport],
  ['hosts', hostsReport],
  ['partial', { ...cleanReport, coverage: { ...cleanReport.coverage, rules: { ran: 2, known: 9 } } }],
])('a %s report has the promised shape', (_, report) => {
  for (const verbose of [false, true]) {
    validate(JSON.parse(formatJson(report, { verbose })));
    expect(validate.errors).toBeNull();
  }
});

test('the schema promises every property and describes it', () => {
  const undescribed: string[] = [];
  visit(schema, '#', (node, path) => {
    if ('properties' in node && (!('additionalProperties' in node) || node['additionalProperties'] !== false)) undescribed.push(path);
    if (/properties\/[^/]+$/.test(path) && !('description' in node)) undescribed.push(path);
  });
  expect(undescribed).toEqual([]);
});

test.each([
  ['files', sampleReport],
  ['clusters', clustersReport],
  ['hosts', hostsReport],
])('every finding and notification about %s is told with its values unharmed', (_, report) => {
  const told: unknown = JSON.parse(formatJson(report, {}));
  expect(told).toMatchObject({ findings: report.findings, notifications: report.notifications });
});

test('clusters are told as they are, and only where there are any', () => {
  const hostile = { ...clustersReport.clusters[0], context: 'a\x1b[31m\n::error::b' } as (typeof clustersReport.clusters)[0];
  const clusters = [hostile, ...clustersReport.clusters.slice(1)];
  const told: unknown = JSON.parse(formatJson({ ...clustersReport, clusters }, {}));
  expect(told).toMatchObject({ clusters });
  expect(JSON.parse(formatJson(sampleReport, {}))).not.toHaveProperty('clusters');
});

test('the schema knows the codes that notifications can have', () => {
  const known: string[] = [];
  visit(schema, '#', (node, path) => {
    if (path === '#/$defs/notification/properties/code') known.push(...(node['enum'] as string[]));
  });
  expect(known).toEqual(NOTIFICATION_CODES);
});

test('all rules are told only when asked for', () => {
  const rules = [...sampleReport.rules, { ...sampleReport.rules[0], id: 'idle' }] as typeof sampleReport.rules;
  expect(formatJson({ ...sampleReport, rules }, {})).not.toContain('"id": "idle"');
  expect(formatJson({ ...sampleReport, rules }, { verbose: true })).toContain('"id": "idle"');
});

function visit(node: unknown, path: string, look: (node: Record<string, unknown>, path: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) look(node as Record<string, unknown>, path);
  for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`, look);
}
