// Salt's files are read as states, but for those that a program writes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();
const folder = mkdtempSync(join(tmpdir(), 'unshim-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it.each([
  ['#!jinja|yaml', '{% if true %}\nlook:\n  cmd.run:\n    - name: docker ps\n{% endif %}\n', ['docker-cli-call 5']],
  ['#!py', 'def run():\n    return {"look": {"cmd.run": [{"name": "docker ps"}]}}\n', []],
])('%s', async (first, text, found) => {
  mkdirSync(join(folder, 'look'), { recursive: true });
  writeFileSync(join(folder, 'look/init.sls'), `${first}\n${text}`);
  const report = await scan({ paths: ['look/init.sls'], cwd: folder, rules, kubernetes: '1.37' });
  expect(report.notifications).toEqual([]);
  expect(report.findings.map(({ ruleId, location }) => `${ruleId} ${String(location.physical?.region?.startLine ?? 0)}`)).toEqual(found);
});
