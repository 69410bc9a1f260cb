// A static pod lives in a file of its node; all that the API server has of it is the kubelet's mirror.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podsOf } from './objects.ts';
import { until } from './until.ts';
import { ours, scanCluster } from './unshim.ts';

/** The folder from which a node's kubelet takes static pods, where the tests may write into it. */
const folder = process.env['UNSHIM_TEST_STATIC_PODS'] ?? '';
const NAMESPACE = 'unshim-test-builds';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: {name: static, namespace: ${NAMESPACE}}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 0
  containers:
    - name: static
      image: busybox:1.35
      command: [sleep, "100000"]
      volumeMounts: [{name: socket, mountPath: /var/run/docker.sock}]
  volumes:
    - {name: socket, hostPath: {path: /var/run/docker.sock}}
`;

describe.skipIf(folder === '')('a static pod', () => {
  const file = join(folder, 'unshim-test.yaml');
  const mirrors = async () => (await podsOf(NAMESPACE)).filter(({ metadata }) => metadata?.name?.startsWith('static-'));

  beforeAll(async () => {
    writeFileSync(file, MANIFEST);
    await until('the kubelet tells of the static pod', async () => (await mirrors()).length > 0);
  });

  afterAll(async () => {
    rmSync(file);
    await until('the static pod goes away', async () => (await mirrors()).length === 0);
  });

  it('is found under its own name, with its node', async () => {
    const node = (await mirrors())[0]?.spec?.nodeName ?? '';
    const { report } = await scanCluster();
    const found = ours(report).filter(({ owner }) => owner?.kind === 'Pod' && owner.name === `static-${node}`);
    expect(found.map(({ ruleId }) => ruleId).sort()).toEqual(['docker-socket-mount', 'static-pod-needs-docker']);
    expect(found.map(({ workload }) => workload)).toEqual(found.map(() => ({ pods: 1, nodes: [node] })));
  });
});
