// Variables of roles, plays and tasks stand for their values.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules({ only: ['docker-package-install', 'docker-service-control', 'docker-cli-call', 'daemon-data-root'] });

async function findings(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'unshim-variables-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const report = await scan({ paths: ['.'], cwd: folder, rules, to: 'containerd', kubernetes: '1.37' });
    return report.findings.map(({ ruleId, location }) => `${ruleId} ${location.physical?.uri ?? ''}:${String(location.physical?.region?.startLine)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it.each([
  ['the task itself', '- apt:\n    name: "{{ packages }}"\n  vars:\n    packages: [curl, docker-ce]\n', 4],
  ['a block', '- vars: {pkg: docker-ce}\n  block:\n    - apt: {name: "{{ pkg }}"}\n', 3],
  ['a loop over a variable', '- apt: name={{ item }}\n  loop: "{{ packages }}"\n  vars:\n    packages:\n      - docker-ce\n', 5],
  ['a sum of lists', '- apt:\n    name: "{{ a + b }}"\n  vars:\n    a: [curl]\n    b: [docker-ce]\n', 5],
  ['a version behind the name', '- apt:\n    name: docker-ce={{ v }}*\n', 2],
  ['a version in quotes', '- yum:\n    name:\n      - docker-ce-"{{ v }}"\n', 3],
  ['a version that may be left out', "- package: name=docker{{ '-' + v if v is defined else '' }} state=present\n", 1],
  ['an item with a version', '- yum:\n    name: "{{ item }}-{{ v }}"\n  with_items:\n    - docker-ce\n', 4],
  ['a default', '- yum:\n    name: "{{ docker_edition | default(\'docker-ce\') }}"\n', 2],
])('packages by %s', async (_, text, line) => {
  expect(await findings({ 'tasks/main.yml': text })).toEqual([`docker-package-install tasks/main.yml:${String(line)}`]);
});

it('packages that a task takes off are none', async () => {
  expect(
    await findings({ 'tasks/main.yml': '- apt:\n    name: "{{ packages }}"\n    state: absent\n  vars:\n    packages: [docker.io, docker-ce]\n' }),
  ).toEqual([]);
});

it('the defaults of a role reach its tasks, which need not name Docker', async () => {
  const files = {
    'roles/r/defaults/main.yml': 'engine: docker-ce\nunit: docker\nprerequisites: [curl, moby-engine]\n',
    'roles/r/tasks/main.yml': '- apt: name={{ engine }}\n- service: {name: "{{ unit }}", state: started}\n- apt:\n    name: "{{ prerequisites }}"\n',
    'roles/other/tasks/main.yml': '- apt: name={{ engine }}\n',
  };
  expect(await findings(files)).toEqual([
    'docker-package-install roles/r/tasks/main.yml:1',
    'docker-service-control roles/r/tasks/main.yml:2',
    'docker-package-install roles/r/tasks/main.yml:4',
  ]);
});

it('its variables win over its defaults', async () => {
  const files = {
    'roles/r/defaults/main.yml': 'engine: docker-ce\n',
    'roles/r/vars/main.yml': 'engine: containerd.io\n',
    'roles/r/tasks/main.yml': '- apt: name={{ engine }}\n',
  };
  expect(await findings(files)).toEqual([]);
});

it('templates of the role know them', async () => {
  const files = {
    'roles/r/defaults/main.yml': 'STORAGE_DIR: /var/lib/docker\n',
    'roles/r/templates/daemon.json.j2': '{"data-root": "{{ STORAGE_DIR }}"}\n',
  };
  expect(await findings(files)).toEqual([]);
});

it('a command in a long script keeps its line', async () => {
  expect(await findings({ 'tasks/main.yml': '- vars: {tool: docker}\n  shell: |\n    set -e\n    echo\n    {{ tool }} ps\n' })).toEqual([
    'docker-cli-call tasks/main.yml:5',
  ]);
});
