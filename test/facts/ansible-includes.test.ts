// A file of tasks that is included on a condition holds only where the condition does.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules({ only: ['docker-cli-call'] });

async function levels(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'unshim-includes-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const report = await scan({ paths: ['.'], cwd: folder, rules, to: 'containerd', kubernetes: '1.37' });
    return report.findings.map(finding => `${finding.location.physical?.uri ?? ''} ${finding.level}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const DOCKER = '- command: docker ps\n';

it('by a task of the role', async () => {
  expect(
    await levels({ 'roles/r/tasks/main.yml': "- include_tasks: docker.yml\n  when: container_manager == 'docker'\n", 'roles/r/tasks/docker.yml': DOCKER }),
  ).toEqual(['roles/r/tasks/docker.yml warning']);
});

it('unless another task includes it without one', async () => {
  const main = "- include_tasks: docker.yml\n  when: container_manager == 'docker'\n- include_tasks: docker.yml\n";
  expect(await levels({ 'roles/r/tasks/main.yml': main, 'roles/r/tasks/docker.yml': DOCKER })).toEqual(['roles/r/tasks/docker.yml error']);
});

it('and not a file of the same name elsewhere', async () => {
  const main = "- include_tasks: docker.yml\n  when: container_manager == 'docker'\n";
  expect(await levels({ 'roles/a/tasks/main.yml': main, 'roles/b/tasks/docker.yml': DOCKER })).toEqual(['roles/b/tasks/docker.yml error']);
});
