// What a scan says on standard error.
import { expect, test } from 'vitest';
import { describeGaps, describeGoal, describeRun } from '../../src/cli/progress.ts';
import { clustersReport } from '../report/sample-clusters.ts';
import { sampleReport } from '../report/sample-report.ts';

test('a run is told by what it read', () => {
  expect(describeRun(sampleReport, 1_234)).toBe('unshim: ran 7 rules over 412 files (380 only searched), 1,204 documents (96 parsed) in 1.23 s\n');
  expect(describeRun(clustersReport, 10)).toBe('unshim: ran 7 rules over 2 clusters (5 nodes), 3,208 objects (41 parsed) in 0.01 s\n');
  const both = { ...clustersReport, coverage: { ...clustersReport.coverage, files: 1 } };
  expect(describeRun(both, 10)).toContain('over 2 clusters (5 nodes), 1 file (0 only searched), 3,208 documents and objects');
});

test('gaps say which cluster they are in', () => {
  const gaps = describeGaps(clustersReport, { outputs: [], quiet: false });
  expect(gaps).toContain('unshim: prod-eu: ConfigMap logging/fluent-bit data["values.yaml"]: aliases unfold without end\n');
  expect(gaps).toContain('unshim: cluster prod-eu: secrets (v1): the server answered 403 Forbidden\n');
});

test('gaps name the exit code that the run really ends with', () => {
  expect(describeGaps(clustersReport, { outputs: [], quiet: false })).toMatch(/so the exit code is 2\n$/);
  expect(describeGaps(clustersReport, { outputs: [], quiet: false }, 130)).toMatch(/so the exit code is 130\n$/);
});

test('a version of Kubernetes that the rules cannot know is told', () => {
  expect(describeGoal('1.38', '1.37')).toBe(
    'unshim: Kubernetes 1.38 is newer than 1.37, the newest that these rules know; what changed after that is not in them\n',
  );
  expect(describeGoal('1.37', '1.37')).toBe('');
  expect(describeGoal('1.9', '1.37')).toBe('');
});
