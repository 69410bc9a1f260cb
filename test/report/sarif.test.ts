// The report for code scanning, checked with the official schema and with Microsoft's validator and its GitHub rules.
import multitool from '@microsoft/sarif-multitool';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log, Run } from 'sarif';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { formatSarif } from '../../src/report/sarif.ts';
import { clustersReport, hostileClusters, live } from './sample-clusters.ts';
import { hostsReport } from './sample-hosts.ts';
import { cleanReport, finding, sampleReport } from './sample-report.ts';

const schemaFile = join(dirname(multitool), 'sarif-2.1.0.json');

test.each([
  ['report', sampleReport],
  ['clusters', clustersReport],
  ['hosts', hostsReport],
])('golden: %s', async (name, report) => {
  await expect(formatSarif(report)).toMatchFileSnapshot(`../golden/${name}.sarif`);
});

test.each([
  ['rich', sampleReport],
  ['clean', cleanReport],
  ['live', clustersReport],
  ['hosts', hostsReport],
])('a %s report keeps to the official schema', (_, report) => {
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  validate(JSON.parse(formatSarif(report)));
  expect(validate.errors).toBeNull();
});

test('the validator has no error and no warning, by the rules of SARIF and of GitHub', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sarif-'));
  try {
    for (const [name, report] of [
      ['rich', sampleReport],
      ['clean', cleanReport],
      ['live', clustersReport],
      ['hosts', hostsReport],
    ] as const)
      expect(complaints(folder, name, report)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('results are placed in files, also those of objects without one', () => {
  const uris = runOf(sampleReport).results?.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri) ?? [];
  expect(uris).toContain('nasty/%1B%5D0;owned%07%20a%23b%3Fc%25%5Bx%5D.yaml');
  expect(uris).toContain('objects/default/Pod/live');
  for (const uri of uris) expect(uri).toMatch(/^[\w.~%!$&'()*+,;=@/-]+$/);
});

test('places on nodes are files below their roots, and name the node', () => {
  const run = runOf(hostsReport);
  const places = run.results?.map(({ locations, properties }) => {
    const [place] = locations ?? [];
    const host: unknown = properties?.['host'];
    return [place?.physicalLocation?.artifactLocation?.uri, place?.logicalLocations?.[0]?.fullyQualifiedName, host];
  });
  expect(places).toEqual([
    ['objects/Process/kubelet', 'node-1/Process kubelet', 'node-1'],
    ['etc/docker/daemon.json', 'node-1 registry-mirrors', 'node-1'],
    ['etc/docker/daemon.json', 'node-2 registry-mirrors', 'node-2'],
    ['var/lib/docker', 'node-2', 'node-2'],
  ]);
  expect(run.properties?.['hosts']).toMatchObject([{ name: 'node-1', endpoint: 'dockershim' }, { name: 'node-2' }]);
});

test('live objects without a file are placed by name alone, with their cluster', () => {
  const locations = runOf(clustersReport).results?.map(result => result.locations?.[0]) ?? [];
  const [inFile, ...others] = [...locations].sort((a, b) => Number(b?.physicalLocation !== undefined) - Number(a?.physicalLocation !== undefined));
  expect(inFile?.physicalLocation?.artifactLocation?.uri).toBe('snapshot/prod-eu/build/deployment.ci.yaml');
  expect(others).toHaveLength(clustersReport.findings.length - 1);
  for (const location of others) expect(Object.keys(location ?? {})).toEqual(['logicalLocations']);
  const names = locations.map(location => location?.logicalLocations?.map(({ fullyQualifiedName }) => fullyQualifiedName));
  expect(names).toContainEqual(['prod-eu/DaemonSet logging/fluent-bit', 'prod-eu/DaemonSet logging/fluent-bit spec.template.spec.volumes[0].hostPath.path']);
  expect(names).toContainEqual(['prod-eu']);
});

test('the same object of two clusters is two places', () => {
  const deployment = { kind: 'Deployment', namespace: 'build', name: 'runner' };
  const findings = ['a', 'b'].map(cluster => live(cluster, deployment, 'spec'));
  const results = runOf({ ...clustersReport, findings }).results ?? [];
  expect(new Set(results.map(({ locations }) => JSON.stringify(locations))).size).toBe(2);
  expect(new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size).toBe(2);
});

test('results say what the cluster knows of their objects', () => {
  const result = runOf(clustersReport).results?.find(({ properties }) => properties?.['origin'] === 'Helm release logging/fluent-bit');
  expect(result?.properties).toMatchObject({ cluster: 'prod-eu', pods: 40, nodes: ['node-1', 'node-2', 'node-3'] });
});

test('nodes and lists are among the properties of the run', () => {
  const clusters: unknown = runOf(clustersReport).properties?.['clusters'];
  expect(clusters).toMatchObject([
    { context: 'prod-eu', version: 'v1.20.2', moved: false, nodes: [{ state: 'mixed-signals' }, { state: 'on-docker' }, { name: 'node-1' }] },
    { moved: true, complete: false },
  ]);
  expect(runOf(sampleReport).properties).toBeUndefined();
});

test('no name of a cluster, node, list or origin hides in what people see', () => {
  const evil = 'a\u202e\x1b[31m\n##[error]b';
  const text = JSON.stringify(runOf(hostileClusters(evil)));
  expect(text).toContain('a\\\\u202e\\\\x1b[31m\\\\n#\\\\x23[error]b');
  for (const part of ['\u202e', '\\u001b', '##[']) expect(text).not.toContain(part);
});

test('equal fingerprints are numbered', () => {
  const twice = runOf(sampleReport)
    .results?.flatMap(({ partialFingerprints }) => Object.values(partialFingerprints ?? {}))
    .filter(hash => hash.startsWith('twice'));
  expect(twice).toEqual(['twice:1', 'twice:2']);
});

test('suppressions are on all results or on none', () => {
  const suppressions = runOf(sampleReport).results?.map(result => result.suppressions);
  expect(suppressions?.every(list => list !== undefined)).toBe(true);
  expect(suppressions?.flat()).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'leaves with the old cluster in May' }]);
  const active = sampleReport.findings.filter(({ suppression }) => suppression === undefined);
  expect(runOf({ ...sampleReport, findings: active }).results?.some(result => result.suppressions !== undefined)).toBe(false);
});

test('an incomplete scan is an unsuccessful execution that says why', () => {
  const [invocation] = runOf(sampleReport).invocations ?? [];
  expect(invocation?.executionSuccessful).toBe(false);
  expect(invocation?.toolExecutionNotifications?.map(({ descriptor }) => descriptor?.id)).toEqual([
    'invalid-yaml',
    'too-large',
    'unused-suppression',
    'not-found',
  ]);
  expect(runOf(cleanReport).invocations?.[0]?.executionSuccessful).toBe(true);
  expect(runOf(cleanReport).results).toEqual([]);
});

test('the category ends where GitHub looks for its end', () => {
  expect(runOf({ ...sampleReport, category: 'prod/eu' }).automationDetails?.id).toBe('unshim/prod/eu/');
  expect(runOf({ ...sampleReport, category: '' }).automationDetails?.id).toBe('unshim/');
});

test('no name makes a link or hides in a message', () => {
  const texts =
    runOf(sampleReport)
      .results?.map(({ message }) => message.text ?? '')
      .join('\n') ?? '';
  expect(texts).toContain('[here] (https://evil.example)');
  expect(texts.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('more results than GitHub takes: the worst are kept and the others counted', () => {
  const notes = Array.from({ length: 25_001 }, (_, i) => finding('ci-docker-build', 'a.yaml', [i + 1, 1, 2], { level: 'note', effect: 'none-yet' }));
  const run = runOf({ ...cleanReport, findings: [...notes, finding('docker-socket-mount', 'z.yaml', [1, 1, 2])] });
  expect(run.results).toHaveLength(25_000);
  expect(run.results?.at(-1)?.ruleId).toBe('docker-socket-mount');
  expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^2 findings are left out/);
});

test('a finding without a snippet gets none from elsewhere', () => {
  const secret = runOf(sampleReport).results?.find(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri === 'secrets/settings.yaml');
  expect(JSON.stringify(secret)).not.toContain('snippet');
});

function runOf(report: Report): Run {
  const log = JSON.parse(formatSarif(report)) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

/** The validator's complaints; it is told not to try whether links can be reached. */
function complaints(folder: string, name: string, report: Report): readonly string[] {
  const file = join(folder, `${name}.sarif`);
  const config = join(folder, 'config.xml');
  writeFileSync(file, formatSarif(report));
  writeFileSync(
    config,
    '<Properties><Properties Key="SARIF2006.UrisShouldBeReachable.Options"><Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" /></Properties></Properties>',
  );
  chmodSync(multitool, 0o755);
  const options = [
    '--rule-kind',
    'Sarif;Ghas',
    '--level',
    'Error;Warning',
    '--json-schema',
    schemaFile,
    '--config',
    config,
    '--output',
    join(folder, 'out.sarif'),
    '--log',
    'ForceOverwrite',
  ];
  const printed = execFileSync(multitool, ['validate', file, ...options], {
    encoding: 'utf8',
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  expect(printed).toContain('Analysis completed successfully');
  return printed.split('\n').filter(line => line.includes(`${name}.sarif`) && /: (?:error|warning) /.test(line));
}
