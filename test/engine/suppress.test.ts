// Suppressions: where they apply, what they must say, and that none is forgotten.
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();

async function scanText(text: string, only: readonly string[] = []): Promise<Report> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
    await Promise.resolve();
  }
  const chosen = only.length === 0 ? rules : { ...rules, rules: rules.rules.filter(rule => only.includes(rule.source.id)) };
  return scan({ paths: ['-'], stdin: stream(), cwd: '/', rules: chosen, kubernetes: '1.37' });
}

const pod = (volume: string, annotations = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: p
${annotations}spec:
  containers: [{name: c, image: x:1, volumeMounts: [{name: s, mountPath: /s}]}]
  volumes:
    - name: s
      hostPath:
${volume}
`;

const active = (report: Report): readonly string[] => report.findings.filter(finding => finding.suppression === undefined).map(finding => finding.ruleId);
const suppressed = (report: Report): readonly string[] =>
  report.findings.flatMap(finding => (finding.suppression === undefined ? [] : [`${finding.ruleId}: ${finding.suppression.justification}`]));
const codes = (report: Report): readonly string[] => report.notifications.map(notification => notification.code);

test.each([
  ['on the line', '        path: /run/docker.sock # unshim-ignore[docker-socket-mount]: the CI pool stays on Docker'],
  ['above the line', '        # unshim-ignore[docker-socket-mount]: the CI pool stays on Docker\n        path: /run/docker.sock'],
  [
    'above it with comments between',
    '        # unshim-ignore[docker-socket-mount]: the CI pool stays on Docker\n        # more words\n\n        path: /run/docker.sock',
  ],
  ['for several rules', '        path: /run/docker.sock # unshim-ignore[docker-socket-reference, docker-socket-mount]: the CI pool stays on Docker'],
])('a comment %s suppresses, and its reason is kept', async (_, volume) => {
  const report = await scanText(pod(volume));
  expect(active(report)).toEqual([]);
  expect(suppressed(report)).toEqual(['docker-socket-mount: the CI pool stays on Docker']);
  expect(report.verdict).toBe('ready');
});

test('a comment without a reason has no effect and is told', async () => {
  const report = await scanText(pod('        path: /run/docker.sock # unshim-ignore[docker-socket-mount]'));
  expect(active(report)).toEqual(['docker-socket-mount']);
  expect(codes(report)).toEqual(['suppression-without-reason']);
});

test('a comment with nothing to suppress is told, as is one that names no rule', async () => {
  const report = await scanText(pod('        path: /var/log/docker # unshim-ignore[docker-socket-mount, no-such-rule]: why not'));
  expect([...codes(report)].sort()).toEqual(['unknown-suppression', 'unused-suppression']);
  expect(report.notifications.map(notification => notification.level)).toEqual(['note', 'note']);
});

test('a suppression of a rule that does not run is not called unused', async () => {
  const report = await scanText(pod('        path: /var/log/docker # unshim-ignore[docker-socket-mount]: why not'), ['docker-data-root-mount']);
  expect(codes(report)).toEqual([]);
});

test('a comment on another line, or for another rule, suppresses nothing', async () => {
  const report = await scanText(pod('        path: /run/docker.sock\n        type: Socket # unshim-ignore[docker-socket-mount]: wrong line'));
  expect(active(report)).toEqual(['docker-socket-mount']);
});

test('an annotation suppresses for its whole object, with a reason', async () => {
  const annotation = '  annotations: {unshim.dev/ignore.docker-socket-mount: the CI pool stays on Docker}\n';
  const report = await scanText(
    `${pod('        path: /run/docker.sock', annotation)}---\n${pod('        path: /run/docker.sock').replace('name: p', 'name: q')}`,
  );
  expect(suppressed(report)).toEqual(['docker-socket-mount: the CI pool stays on Docker']);
  expect(active(report)).toEqual(['docker-socket-mount']);
});

test("an annotation of a pod template suppresses the workload's findings", async () => {
  const template = pod('        path: /run/docker.sock', '  annotations: {unshim.dev/ignore.docker-socket-mount: known}\n')
    .replace('apiVersion: v1\nkind: Pod\n', '')
    .replace(/^/gm, '    ');
  const report = await scanText(`apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: d}\nspec:\n  template:\n${template}`);
  expect(suppressed(report)).toEqual(['docker-socket-mount: known']);
});

test('an annotation without a reason, or unused, is told', async () => {
  const empty = await scanText(pod('        path: /run/docker.sock', "  annotations: {unshim.dev/ignore.docker-socket-mount: ''}\n"));
  expect([active(empty), codes(empty)]).toEqual([['docker-socket-mount'], ['suppression-without-reason']]);
  const unused = await scanText(pod('        path: /var/log', '  annotations: {unshim.dev/ignore.docker-socket-mount: known}\n'));
  expect(codes(unused)).toEqual(['unused-suppression']);
});

test('a text that is nothing but suppressions is bounded work', async () => {
  const comments = '# unshim-ignore[docker-socket-mount]: again\n'.repeat(60_000);
  const report = await scanText(`${comments}${pod('        path: /run/docker.sock # unshim-ignore[docker-socket-mount]: the last')}`, ['docker-socket-mount']);
  expect([active(report), suppressed(report)]).toEqual([[], ['docker-socket-mount: the last']]);
  expect(codes(report).filter(code => code === 'unused-suppression')).toHaveLength(60_000);
});
