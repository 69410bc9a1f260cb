// The answer for one cluster in plain words.
import { expect, test } from 'vitest';
import type { ClusterReport } from '../../src/model/cluster.ts';
import { clusterLines, clusterTitle, nodesLine } from '../../src/report/cluster-verdict.ts';
import { headline } from '../../src/report/verdict.ts';
import { clustersReport, live, prod, staging } from './sample-clusters.ts';

const ready: ClusterReport = { ...prod, lists: [], verdict: 'ready', complete: true };
const [first, ...others] = prod.nodes;
const onDocker = others.filter(({ state }) => state === 'on-docker');

test.each([
  ['not-ready', false, 'not ready'],
  ['ready', false, 'ready'],
  ['unknown', false, 'unknown'],
  ['not-ready', true, 'already broken'],
  ['ready', true, 'moved'],
  ['unknown', true, 'unknown'],
] as const)('%s, moved %s: %s', (verdict, moved, words) => {
  expect(clusterTitle({ ...prod, verdict, moved })).toBe(`Cluster prod-eu (Kubernetes v1.20.2): ${words}`);
});

test('nodes are counted by state', () => {
  expect(nodesLine({ ...prod, nodes: onDocker })).toBe('2 of 2 nodes still run Docker Engine');
  expect(nodesLine({ ...prod, nodes: onDocker.slice(0, 1) })).toBe('1 of 1 node still runs Docker Engine');
  expect(nodesLine({ ...prod, nodes: first === undefined ? [] : [first, first] })).toBe('0 of 2 nodes still run Docker Engine, 2 give mixed signals');
  expect(nodesLine(staging)).toBe('no node runs Docker Engine any more (2 nodes)');
  expect(nodesLine({ ...prod, nodes: [] })).toBe('no node was seen, so it is not known whether any runs Docker Engine');
});

test('a cluster that was not reached is not said to depend on nothing', () => {
  const unreached: ClusterReport = { context: 'prod-eu', nodes: [], lists: [], moved: false, verdict: 'unknown', complete: false };
  expect(clusterTitle(unreached)).toBe('Cluster prod-eu: unknown');
  expect(clusterLines({ ...clustersReport, findings: [] }, unreached)).toEqual(['It could not be reached']);
});

test('findings of other clusters are not counted', () => {
  const findings = [live(staging.context, { kind: 'Pod', name: 'a' }, 'spec')];
  expect(clusterLines({ ...clustersReport, findings }, ready)).toContain('Nothing depends on dockershim or Docker Engine');
  expect(clusterLines({ ...clustersReport, findings }, { ...ready, complete: false })).toContain(
    'Nothing that could be looked at depends on dockershim or Docker Engine',
  );
});

test('notes alone are no reason to wait', () => {
  const findings = [live('prod-eu', { kind: 'Pod', name: 'a' }, 'spec', { level: 'note', effect: 'none-yet' })];
  expect(clusterLines({ ...clustersReport, findings }, ready).at(-1)).toBe('Nothing has to be mended before the move; see the notes');
  expect(clusterLines({ ...clustersReport, findings }, { ...ready, moved: true }).at(-1)).toBe('Nothing is known to be broken; see the notes');
});

test('where all clusters have moved, nobody is told whether to move', () => {
  const moved = { ...clustersReport, clusters: [staging], findings: [] };
  expect(Object.values(headline(moved)).join(' ')).toBe('Already broken: no node runs Docker Engine any more');
  expect(headline({ ...moved, verdict: 'ready' }).verdict).toBe('Moved:');
  expect(headline({ ...moved, verdict: 'unknown' }).rest).toMatch(/^whether all is well without Docker Engine/);
  expect(headline(clustersReport).rest).toBe('to move to containerd on Kubernetes 1.31');
});
