import { describe, expect, test } from 'vitest';
import { SCAN } from '../../src/cli/scan-options.ts';
import { MERGE } from '../../src/cli/commands/merge.ts';
import { RBAC } from '../../src/cli/commands/rbac.ts';
import { explainHelp } from '../../src/cli/help/explain.ts';
import { layOut } from '../../src/cli/help/layout.ts';
import { mergeHelp } from '../../src/cli/help/merge.ts';
import { overviewHelp } from '../../src/cli/help/overview.ts';
import { rbacHelp } from '../../src/cli/help/rbac.ts';
import { rulesHelp } from '../../src/cli/help/rules.ts';
import { scanHelp } from '../../src/cli/help/scan.ts';

const pages = Object.entries({
  overview: overviewHelp,
  scan: scanHelp(['table', 'json', 'sarif'], '1.37'),
  rules: rulesHelp,
  rbac: rbacHelp,
  merge: mergeHelp(['table', 'json', 'sarif']),
  explain: explainHelp,
});

describe.for(pages)('help of %s', ([, page]) => {
  test.for([60, 80, 200])('fits %i columns, and never takes more than 80', width => {
    const widest = Math.max(
      ...layOut(page, width)
        .split('\n')
        .map(line => line.length),
    );
    expect(widest).toBeLessThanOrEqual(Math.min(width, 80));
  });
});

test('the help of scan names every option that it knows', () => {
  const help = layOut(scanHelp(['table'], '1.37'), 80);
  for (const [name, { short }] of Object.entries(SCAN.options)) {
    expect(help).toContain(`  ${short === undefined ? '' : `-${short}, `}--${name}`);
  }
});

test('the help of rbac names every option that it knows', () => {
  const help = layOut(rbacHelp, 80);
  for (const name of Object.keys(RBAC.options)) expect(help).toContain(`--${name}`);
});

test('the help of merge names every option that it knows', () => {
  const help = layOut(mergeHelp(['table']), 80);
  for (const name of Object.keys(MERGE.options)) expect(help).toContain(`--${name}`);
});
