// Files that other files name are read as what they are used for, and none outside of the scan.
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

async function scanFiles(files: Readonly<Record<string, string>>, ...paths: readonly string[]): Promise<Report> {
  const cwd = makeTree(files);
  return scan({ paths: paths.length === 0 ? ['.'] : paths, cwd, rules, kubernetes: '1.37' });
}

const places = (report: Report): readonly string[] =>
  report.findings.map(finding => `${finding.location.physical?.uri ?? ''}:${String(finding.location.physical?.region?.startLine ?? 0)} ${finding.ruleId}`);

const FLUENT = '[INPUT]\n    Name   tail\n    Path   /var/log/containers/*.log\n    Parser docker\n';

test('a kustomization that says nothing of Docker leads to a generator file that does', async () => {
  const report = await scanFiles({ 'kustomization.yaml': 'configMapGenerator:\n  - name: fluent\n    files: [fluent-bit.conf]\n', 'fluent-bit.conf': FLUENT });
  expect(places(report)).toEqual(['fluent-bit.conf:4 fluent-bit-docker-parser']);
  expect(report.complete).toBe(true);
});

test("a chart's templates lead to the files that they read, by name and by pattern", async () => {
  const report = await scanFiles({
    'Chart.yaml': 'name: x\nversion: 1.0.0\n',
    'templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n{{ (.Files.Glob "config/*").AsConfig | indent 2 }}\n',
    'config/fluent-bit.conf': FLUENT,
  });
  expect(places(report)).toEqual(['config/fluent-bit.conf:4 fluent-bit-docker-parser']);
});

test("a secret's generator file shows no value", async () => {
  const report = await scanFiles({
    'kustomization.yaml': 'secretGenerator:\n  - name: d\n    files: [daemon.json=node.json5]\n',
    'node.json5': '{"registry-mirrors": ["https://c4n4ry"]}',
  });
  expect(report.findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(report)).not.toContain('c4n4ry');
});

test('what lies outside of the scan is not read, and is told', async () => {
  const report = await scanFiles(
    { 'in/kustomization.yaml': 'configMapGenerator:\n  - name: x\n    files: [../../../../../../etc/hostname, missing.conf]\n' },
    'in',
  );
  expect(report.findings).toEqual([]);
  expect(report.notifications.map(notification => notification.code).sort()).toEqual(['link-outside', 'missing-file']);
});

test('a folder without a manifest is not called ready', async () => {
  const report = await scanFiles({ 'notes.txt': 'docker.sock' });
  expect(report.verdict).toBe('unknown');
  expect(report.notifications.map(notification => notification.code)).toEqual(['nothing-to-read']);
});

test('a file of a known type that a secret is made of shows no value either', async () => {
  const report = await scanFiles({
    'kustomization.yaml': 'secretGenerator:\n  - name: d\n    envs: [docker.env]\n',
    'docker.env': 'DOCKER_HOST=tcp://hunter2.example.com:2375\n',
  });
  expect(report.findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(report)).not.toContain('hunter2');
});

test('Terraform leads to the files that it gives to nodes, whatever they are called, and to none outside', async () => {
  const report = await scanFiles(
    {
      'pool/main.tf':
        'resource "aws_launch_template" "worker" {\n  user_data = filebase64("${path.module}/../ci/setup")\n  key = file("/etc/passwd")\n  pem = file("missing.pem")\n}\n',
      'ci/setup': 'systemctl restart docker\n',
      'ci/release.sh': '#!/bin/sh\ndocker push app\n',
    },
    'pool',
    'ci',
  );
  expect(places(report)).toEqual(['ci/release.sh:2 docker-build-call', 'ci/setup:1 docker-service-control']);
  expect(report.findings.map(finding => finding.level)).toEqual(['note', 'error']);
  expect(report.notifications).toEqual([]);
});

test('what Terraform gives to machines that are no nodes gives notes at most', async () => {
  const report = await scanFiles({
    'web.tf': 'resource "aws_instance" "web" {\n  user_data = templatefile("${path.module}/web.sh", {})\n}\n',
    'web.sh': 'systemctl restart docker\n',
  });
  expect(report.findings.map(finding => finding.level)).toEqual(['note']);
});
