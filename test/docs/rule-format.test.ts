// docs/rule-format.md: its worked example works, and its tables have every key there is.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { agentSchema } from '../../src/rules/agent-schema.ts';
import { loadRules } from '../../src/rules/load.ts';
import { predicates } from '../../src/rules/predicates/index.ts';
import { factFields, ruleSchema } from '../../src/rules/schema.ts';
import { scan } from '../../src/scan.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/rule-format.md', import.meta.url)), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(match => match[1] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'unshim-rule-format-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

writeFileSync(join(folder, 'old-node-sentry.yaml'), blocks.find(block => block.startsWith('id: ')) ?? '');
const rules = await loadRules({ dirs: [folder], only: ['old-node-sentry'] });

async function scanWith(manifest: string): Promise<Report> {
  writeFileSync(join(folder, 'sentry.yaml'), manifest);
  return scan({ paths: ['sentry.yaml'], cwd: folder, rules, kubernetes: '1.30' });
}

describe('the worked example', () => {
  const manifest = blocks.find(block => block.startsWith('apiVersion: ')) ?? '';

  it('finds the old version', async () => {
    const { findings } = await scanWith(manifest);
    expect(findings.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'Pod sentry runs registry.example.com/platform/node-sentry:2.8.1, which asks Docker for containers'],
    ]);
  });

  it('is content with the new one', async () => {
    expect((await scanWith(manifest.replace('2.8.1', '3.0.0'))).findings).toEqual([]);
  });

  it('says that it cannot tell without a version', async () => {
    expect((await scanWith(manifest.replace('2.8.1', 'stable'))).findings.map(({ level }) => level)).toEqual(['note']);
  });
});

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly $defs: { readonly case: { readonly properties: Readonly<Record<string, unknown>> } };
}

describe('the tables', () => {
  const schema = ruleSchema() as Schema;
  const lacking = (names: readonly string[]): readonly string[] => names.filter(name => !page.includes(`\`${name}\``));

  it('have each key of rules, cases and agents', () => {
    expect(lacking([...Object.keys(schema.properties), ...Object.keys(schema.$defs.case.properties), ...Object.keys(agentSchema.properties)])).toEqual([]);
  });

  it('have each kind of fact with each of its fields, and each predicate', () => {
    expect(lacking([...Object.keys(factFields), ...Object.values(factFields).flat(), ...predicates.keys()])).toEqual([]);
  });
});
