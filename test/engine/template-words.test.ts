// Messages show what a template leaves open as its author wrote it, and guards in the words of their condition.
import { mkdtempSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

async function messages(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'unshim-words-'));
  mkdirSync(join(cwd, 'templates'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const { findings } = await scan({ paths: ['.'], cwd, rules: await loadRules(), to: 'containerd', kubernetes: '1.37' });
  return findings.map(({ message }) => message);
}

it('a template stands in the message as it is written', async () => {
  const found = await messages({ 'daemon.json.j2': '{\n  "registry-mirrors": ["{{ mirror }}"],\n  "log-opts": {{ options | to_json }}\n}\n' });
  expect(found.join('\n')).toMatch(/mirror \{\{ mirror \}\};[^]*\(\{\{ options \| to_json \}\}\)/);
});

it('a guard is told without the keyword of its arm', async () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a, volumeMounts: [{name: s, mountPath: /s}]}]\n  volumes:\n';
  const arm = '{{- if eq .Values.runtime "docker" }}\n    - {name: s, hostPath: {path: /var/run/docker.sock}}\n{{- end }}\n';
  const found = await messages({ 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n', 'templates/pod.yaml': pod + arm });
  expect(found.join('\n')).toContain('(only where eq .Values.runtime "docker")');
});

it('a flag is not told twice where a template gives its value', async () => {
  const found = await messages({ 'kubelet.service.j2': '[Service]\nExecStart=/usr/bin/kubelet --pod-infra-container-image={{ pause_image }} --v=2\n' });
  expect(found.join('\n')).toContain('with --pod-infra-container-image={{ pause_image }};');
});
