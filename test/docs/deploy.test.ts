// The shipped manifest: it does what docs/host.md says of it, with options that exist, and unshim finds nothing in it.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readArguments } from '../../src/cli/arguments.ts';
import { readScanOptions, SCAN } from '../../src/cli/scan-options.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const file = fileURLToPath(new URL('../../deploy/host-scan.yaml', import.meta.url));
const objects = parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS() as unknown);
const workload = objects[1];

test('the command is one that the program knows', () => {
  const [, line = ''] = /- (unshim scan .*)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  const words = line
    .replace(/ \|\| .*$/, '')
    .replaceAll('"', '')
    .split(' ')
    .slice(2);
  const options = readScanOptions(readArguments(words, SCAN), { formats: ['table', 'json', 'sarif'], newest: '1.37' });
  expect(options).toMatchObject({ hosts: [{ root: '/host', name: '$NODE_NAME' }], outputs: [{ format: 'json' }], failOn: 'never', paths: [] });
});

test('the pod has no token and may write nothing', () => {
  expect(workload).toMatchObject({
    kind: 'DaemonSet',
    spec: {
      template: {
        spec: {
          automountServiceAccountToken: false,
          tolerations: [{ operator: 'Exists' }],
          initContainers: [
            {
              volumeMounts: [{ name: 'root', mountPath: '/host', readOnly: true }],
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] } },
            },
          ],
          containers: [{ securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }],
          volumes: [{ name: 'root', hostPath: { path: '/', type: 'Directory' } }],
        },
      },
    },
  });
  expect(readFileSync(file, 'utf8')).not.toMatch(/privileged: true|hostPID|hostNetwork|hostIPC/);
});

test('unshim finds nothing in it', async () => {
  const report = await scan({ paths: ['host-scan.yaml'], cwd: dirname(file), rules: await loadRules(), kubernetes: '1.37' });
  expect([report.findings, report.complete]).toEqual([[], true]);
});
