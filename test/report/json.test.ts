// The report for programs.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatJson } from '../../src/report/json.ts';
import { cleanReport, sampleReport } from './sample-report.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true }).compile(schema as object);

test('golden', async () => {
  await expect(formatJson(sampleReport, {})).toMatchFileSnapshot('../golden/report.json');
});

test.each([
  ['rich', sampleReport],
  ['clean', cleanReport],
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

test('every finding and notification is told with its values unharmed', () => {
  const told: unknown = JSON.parse(formatJson(sampleReport, {}));
  expect(told).toMatchObject({ findings: sampleReport.findings, notifications: sampleReport.notifications });
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
