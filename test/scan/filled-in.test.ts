// YAML that is whole only once something has put lines into it, and user data of several parts, are read without a complaint.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();
const folder = mkdtempSync(join(tmpdir(), 'unshim-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The rules and lines of a file's findings, and its notifications. */
async function read(name: string, text: string): Promise<{ readonly found: readonly string[]; readonly codes: readonly string[] }> {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  const report = await scan({ paths: [name], cwd: folder, rules, kubernetes: '1.37' });
  return {
    found: report.findings.map(({ ruleId, location }) => `${ruleId} ${String(location.physical?.region?.startLine ?? 0)}`),
    codes: report.notifications.map(({ code }) => code),
  };
}

it('a line that a template stands for', async () => {
  const text = 'ignore_docker_version: true\nnodes:\n${controlplane}\n${indent(2, yamlencode({ a = 1 }))}\nservices:\n  kubelet:\n    extra_args:\n';
  const { found, codes } = await read('cluster.yml.tpl', `${text}      container-runtime: docker\n`);
  expect(codes).toEqual([]);
  expect(found).toContain('kubelet-runtime-docker 8');
});

it('a file that is no YAML without its template either', async () => {
  const { codes } = await read('open.yaml.tpl', 'a: docker\n${controlplane}\n  - : {\nb: [docker\n');
  expect(codes).toEqual(['invalid-yaml']);
});

it('user data of several parts, whatever the name', async () => {
  const part = (type: string, body: string): string => `--B\nContent-Type: ${type}\n\n${body}\n\n`;
  const message = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n${part('text/x-shellscript', '#!/bin/bash\ndocker ps')}${part('text/x-shellscript', '${post_bootstrap}')}--B--\n`;
  for (const name of ['user-data.tpl', 'user-data.yaml']) {
    const { found, codes } = await read(name, message);
    expect(codes, name).toEqual([]);
    expect(found, name).toEqual(['docker-cli-call 8']);
  }
});

it('user data that is a script, whatever the name', async () => {
  const script = '#!/bin/bash\nmount -t xfs "/dev/${volume}" /mnt\nmkdir -p a\ndocker ps\nkubeadm join\n';
  for (const name of ['user-data', 'user-data.tpl', 'userdata', 'user_data.tftpl']) {
    const { found, codes } = await read(name, script);
    expect(codes, name).toEqual([]);
    expect(found, name).toEqual(['docker-cli-call 4']);
  }
  const { found, codes } = await read('user-data', '#cloud-config\nruncmd:\n  - docker ps\n  - kubeadm join\n');
  expect(codes).toEqual([]);
  expect(found).toEqual(['docker-cli-call 3']);
});

it('variables of Ansible with a condition in them', async () => {
  const text = 'docker_insecure_registries:\n  - registry.example.com:5000\ndocker_options: >-\n  {% if x %}--debug{% endif %}\n';
  const { found, codes } = await read('group_vars/all/docker.yml', text);
  expect(codes).toEqual([]);
  expect(found).toContain('daemon-insecure-registries 2');
});
