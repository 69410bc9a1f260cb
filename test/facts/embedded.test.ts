// Texts in other languages than their file's name says are read as what they are.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

async function linesOf(name: string, text: string): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'unshim-embedded-'));
  writeFileSync(join(cwd, name), text);
  const { findings } = await scan({ paths: ['.'], cwd, rules: await loadRules(), to: 'containerd', kubernetes: '1.37' });
  return findings.map(({ ruleId, location }) => `${String(location.physical?.region?.startLine)} ${ruleId}`);
}

it('Fluentd configuration in a file called .yaml, which YAML takes for one plain text', async () => {
  const source = (format: string): string => `<source>\n  @type tail\n  path /var/log/containers/*.log\n  tag kubernetes.*\n  format ${format}\n</source>\n`;
  expect(await linesOf('fluentd.yaml', source('json'))).toEqual(['5 fluentd-docker-json-parser']);
  expect(await linesOf('fluentd.yaml', source('cri'))).toEqual([]);
});

it('what stands behind the first action of a template inside a ConfigMap', async () => {
  const config = (path: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  agent.tmpl: |\n    agent:\n      inputs:\n      {{ range . }}\n        - files: ['${path}']\n      {{ end }}\n`;
  expect(await linesOf('a.yaml', config('/var/lib/docker/containers/{{ .ID }}/{{ .ID }}-json.log'))).toEqual(['9 log-path-docker-containers']);
  expect(await linesOf('a.yaml', config('/var/log/pods/{{ .ID }}.log'))).toEqual([]);
});
