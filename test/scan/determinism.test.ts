// The same input gives the same bytes, whatever the order in which it is named.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { formats } from '../../src/report/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();
const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['examples', 'test/lab', 'fixtures/docker-socket-mount', 'fixtures/docker-cli-call'];

const scanOf = (paths: readonly string[], cwd = root): Promise<Report> => scan({ paths, cwd, rules, kubernetes: '1.37' });

it('twice the same scan gives twice the same bytes, in every format', async () => {
  const [first, second] = [await scanOf(FOLDERS), await scanOf(FOLDERS)];
  expect(first.findings.length).toBeGreaterThan(20);
  for (const [name, format] of Object.entries(formats)) {
    const print = (report: Report): string => format(report, { width: 100, color: false, groupBy: 'file', verbose: true });
    expect([name, print(second) === print(first)]).toEqual([name, true]);
  }
});

it('the order in which paths are named changes no finding and no notification', async () => {
  const [forth, back] = [await scanOf(FOLDERS), await scanOf(FOLDERS.toReversed())];
  expect(back.findings).toEqual(forth.findings);
  expect(back.notifications).toEqual(forth.notifications);
  expect(back.coverage).toEqual(forth.coverage);
});

it('what is named twice is found once', async () => {
  const [once, twice] = [await scanOf(['examples']), await scanOf(['examples', 'examples/legacy-cluster', './examples/'])];
  expect(twice.findings).toEqual(once.findings);
  expect(twice.coverage.files).toBe(once.coverage.files);
});

it('what else is scanned beside a folder changes nothing in it', async () => {
  const inside = (report: Report): unknown => report.findings.filter(({ location }) => location.physical?.uri.startsWith('test/lab/') === true);
  expect(inside(await scanOf(FOLDERS))).toEqual(inside(await scanOf(['test/lab'])));
});

it('no finding says where the folder lies on the disk', async () => {
  expect(JSON.stringify(await scanOf([`${root}examples`]))).not.toContain(root);
});
