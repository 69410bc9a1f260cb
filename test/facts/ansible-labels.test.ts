// Facts of Ansible's tasks carry the name of their role and task.
import { expect, it } from 'vitest';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import { BundleReader } from '../../src/read-bundle.ts';

async function labels(text: string, uri: string): Promise<readonly (string | undefined)[]> {
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge([]), interesting: () => false }, maxFileSize: 1e6 });
  const { facts } = await reader.readStdin({ kind: 'text', text }, uri);
  return facts.flatMap(fact => (fact.kind === 'package' || fact.kind === 'command' ? [fact.label] : []));
}

it.each([
  ['- name: Install Docker\n  apt: {name: docker-ce}\n', 'roles/docker/tasks/main.yml', 'role docker, task "Install Docker"'],
  ['- name: Install Docker\n  shell: docker ps\n', 'site.yml', 'site.yml, task "Install Docker"'],
  ['- apt: {name: docker-ce}\n', 'roles/docker/tasks/main.yml', 'role docker'],
  ['- apt: {name: docker-ce}\n', 'tasks/main.yml', undefined],
  ['- name: outer\n  block:\n    - name: inner\n      apt: {name: docker-ce}\n', 'roles/r/tasks/main.yml', 'role r, task "inner"'],
])('%j in %s', async (text, uri, label) => {
  expect(await labels(text, uri)).toEqual([label]);
});
