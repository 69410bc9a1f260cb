// The answer in plain words.
import { expect, test } from 'vitest';
import { coverageLine, effectLines, headline, summaryLine, topProblems } from '../../src/report/verdict.ts';
import { cleanReport, finding, sampleReport } from './sample-report.ts';

const pod = { kind: 'Pod', namespace: 'default', name: 'web' };

test('the headline names runtime and version', () => {
  expect(headline(cleanReport)).toEqual({ verdict: 'Ready', rest: 'to move to containerd on Kubernetes 1.31' });
  expect(headline({ ...cleanReport, runtime: 'cri-o', verdict: 'unknown', complete: false }).rest).toBe(
    'whether you are ready to move to CRI-O on Kubernetes 1.31: could not look at everything',
  );
});

test('a workload with two findings counts once', () => {
  const findings = [finding('a', 'pod.yaml', [1, 1, 2], { owner: pod }), finding('b', 'pod.yaml', [9, 1, 2], { owner: pod })];
  expect(effectLines({ ...cleanReport, findings })).toEqual(['1 workload will not start']);
});

test('a finding about several nodes counts each of them, once', () => {
  const node = (name: string, nodes?: readonly string[]) => ({
    ...finding('a', 'nodes.yaml', [1, 1, 2], { owner: { kind: 'Node', name } }),
    effect: 'node-not-ready' as const,
    cluster: 'prod',
    ...(nodes === undefined ? {} : { nodes }),
  });
  expect(effectLines({ ...cleanReport, findings: [node('a', ['a', 'b', 'c'])] })).toEqual(['3 nodes will not become ready']);
  expect(effectLines({ ...cleanReport, findings: [node('a', ['a', 'b', 'c']), node('b'), node('d')] })).toEqual(['4 nodes will not become ready']);
});

test('errors will, warnings may, and notes are not told', () => {
  const owner = { ...pod, name: 'other' };
  const error = finding('a', 'pod.yaml', [1, 1, 2], { owner: pod });
  const warning = finding('a', 'pod.yaml', [2, 1, 2], { owner, level: 'warning' });
  const note = finding('a', 'pod.yaml', [3, 1, 2], { level: 'note' });
  expect(effectLines({ ...cleanReport, findings: [error, warning, note] })).toEqual(['1 workload will not start, and perhaps 1 more']);
  expect(effectLines({ ...cleanReport, findings: [warning, note] })).toEqual(['1 workload may not start']);
  expect(effectLines({ ...cleanReport, findings: [note] })).toEqual([]);
});

test('suppressed findings make no verdict', () => {
  const suppressed = finding('a', 'pod.yaml', [1, 1, 2], { suppression: { kind: 'external', justification: 'known' } });
  expect(effectLines({ ...cleanReport, findings: [suppressed] })).toEqual([]);
  expect(topProblems({ ...cleanReport, findings: [suppressed] }, 3)).toEqual([]);
});

test('the worst problems come first, then the most frequent', () => {
  const order = topProblems(sampleReport, 3).map(({ ruleId, places }) => [ruleId, places]);
  expect(order).toEqual([
    ['kubelet-removed-runtime-flag', 2],
    ['docker-data-root', 1],
    ['docker-socket-mount', 17],
  ]);
});

test('summary and coverage are sentences', () => {
  expect(summaryLine(sampleReport)).toBe('21 errors, 3 warnings, 2 notes, 1 suppressed');
  expect(coverageLine(sampleReport)).toBe('Looked at 412 files (380 held nothing of interest), 1,204 documents; skipped 32 (.gitignore 30, vendor folder 2)');
});
