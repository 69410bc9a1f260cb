import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from '../../src/sources/files.ts';
import { withUserData } from '../../src/sources/user-data.ts';
import { withoutWitness } from '../../src/sources/witness.ts';
import { makeTree } from './tree.ts';

const BACKUP = '#!/bin/sh\ndocker exec db pg_dump\n';
const POD = 'apiVersion: v1\nkind: Pod\n';
const JOIN = '#!/bin/sh\nkubeadm join\n';

/** The files of a tree that lack a witness. */
function lacking(entries: Readonly<Record<string, string>>, paths: readonly string[] = ['.'], cwd = makeTree(entries)): readonly string[] {
  const list = findFiles(paths, { cwd, exclude: [], ignore: true });
  return [
    ...withoutWitness(
      list.files.map(({ uri }) => uri),
      list,
    ),
  ];
}

test('nothing speaks of Kubernetes', () => {
  expect(lacking({ 'backup.sh': BACKUP, 'docker/daemon.json': '{"bip": "10.0.0.1/24"}' })).toEqual(['backup.sh', 'docker/daemon.json']);
});

test('a file speaks of it itself, in its text or its path', () => {
  expect(lacking({ 'a.sh': `${BACKUP}kubectl get pods\n`, 'k8s/b.sh': BACKUP, 'pod.yaml': POD, 'scripts/c.sh': BACKUP })).toEqual(['scripts/c.sh']);
});

test('what is deployed to a cluster is no witness for scripts elsewhere', () => {
  expect(lacking({ 'deploy/pod.yaml': POD, 'deploy/apply.sh': 'kubectl apply -f .', 'scripts/backup.sh': BACKUP })).toEqual(['scripts/backup.sh']);
});

test('what sets up nodes is one, wherever it lies', () => {
  expect(lacking({ 'nodes/join.sh': JOIN, 'scripts/docker/install.sh': BACKUP, 'docker/daemon.json': '{}' })).toEqual([]);
  expect(lacking({ 'systemd/kubelet.service': '[Service]\n', 'docker/daemon.json': '{}' })).toEqual([]);
  expect(lacking({ hosts: '[kube-node]\na\n', 'roles/docker/tasks/main.yml': '- apt: {name: docker-ce}\n' })).toEqual([]);
});

test('a chart sets up no nodes', () => {
  const chart = { 'approver/Chart.yaml': 'name: kubelet-approver\n', 'approver/templates/notes.yaml': 'kubelet: {}\n' };
  expect(lacking({ ...chart, 'backup.sh': BACKUP })).toEqual(['backup.sh']);
});

test('one word is enough for a whole role', () => {
  const role = { 'roles/web/tasks/main.yml': '- shell: docker ps\n', 'roles/web/files/a.sh': BACKUP };
  expect(lacking(role)).toEqual(['roles/web/files/a.sh', 'roles/web/tasks/main.yml']);
  expect(lacking({ ...role, 'roles/web/defaults/main.yml': 'web_helm: true # helm\n' })).toEqual([]);
});

test('in a folder, configuration belongs to the manifests beside it; scripts, units and daemon.json do not', () => {
  const host = { 'logging/backup.sh': BACKUP, 'logging/a.service': '[Unit]\n', 'logging/daemon.json': '{}' };
  const folder = { 'logging/agent.yaml': POD, 'logging/fluentd.conf': '<source>\n', ...host };
  expect(lacking(folder)).toEqual(['logging/a.service', 'logging/backup.sh', 'logging/daemon.json']);
  expect(lacking({ ...folder, 'logging/kustomization.yaml': 'configMapGenerator: []\n' })).toEqual([]);
});

test('a manifest that reaches its node is a witness for the scripts beside it', () => {
  const folder = { 'prune/job.yaml': POD, 'prune/prune.sh': BACKUP };
  expect(lacking(folder)).toEqual(['prune/prune.sh']);
  expect(lacking({ ...folder, 'prune/agent.yaml': 'apiVersion: apps/v1\nkind: DaemonSet\n' })).toEqual([]);
});

test('pipelines set up no nodes that last', () => {
  expect(lacking({ '.github/workflows/test.yaml': 'run: kubeadm init\n', 'backup.sh': BACKUP })).toEqual(['backup.sh']);
});

test('HCL tells by itself', () => {
  expect(lacking({ 'main.tf': 'resource "aws_instance" "workers" {}' })).toEqual([]);
});

test('files that are named are meant', () => {
  const cwd = makeTree({ 'docker/daemon.json': '{}' });
  expect(lacking({}, ['docker/daemon.json'], cwd)).toEqual([]);
  expect(lacking({}, ['.', 'docker/daemon.json'], cwd)).toEqual([]);
  expect(lacking({}, ['.'], cwd)).toEqual(['docker/daemon.json']);
});

test('so is a part of a repository; where git keeps none, the scan is all there is', () => {
  const cwd = makeTree({ 'a/docker/daemon.json': '{}', 'b/start.sh': BACKUP });
  expect(lacking({}, ['a'], cwd)).toEqual(['a/docker/daemon.json']);
  expect(lacking({}, ['.'], join(cwd, 'a'))).toEqual(['docker/daemon.json']);
  mkdirSync(join(cwd, '.git'));
  expect(lacking({}, ['a'], cwd)).toEqual([]);
  expect(lacking({}, ['.'], join(cwd, 'a'))).toEqual([]);
  expect(lacking({}, ['.'], cwd)).toEqual(['a/docker/daemon.json', 'b/start.sh']);
});

test('each repository has witnesses of its own, a submodule those of what it is in', () => {
  const cwd = makeTree({ 'nodes/.git/': '', 'nodes/join.sh': JOIN, 'nodes/docker/a.sh': BACKUP, 'web/.git/': '', 'web/a.sh': BACKUP });
  expect(lacking({}, ['.'], cwd)).toEqual(['web/a.sh']);
  expect(lacking({ '.git/': '', 'join.sh': JOIN, 'sub/.git': 'gitdir: ../.git/modules/sub\n', 'sub/a.sh': BACKUP })).toEqual([]);
  expect(lacking({ '.git/': '', 'join.sh': JOIN, 'tree/.git': 'gitdir: /a/.git/worktrees/tree\n', 'tree/a.sh': BACKUP })).toEqual(['tree/a.sh']);
});

test("a file that a cluster's Terraform gives to machines is for nodes, however it reads it", () => {
  for (const call of ['file("a.sh")', 'filebase64("${path.module}/a.sh")', 'templatefile("a.sh", {})'])
    expect(
      withUserData(findFiles(['.'], { cwd: makeTree({ 'a.tf': `# k8s\na = ${call}\n`, 'a.sh': BACKUP }), exclude: [], ignore: true }).files, 1000),
    ).toContainEqual(expect.objectContaining({ uri: 'a.sh', usage: 'cluster' }));
});

test("a repository's own name speaks", () => {
  const cwd = makeTree({ 'ansible-k8s/docker/daemon.json': '{}' });
  expect(lacking({}, ['.'], join(cwd, 'ansible-k8s'))).toEqual([]);
});
