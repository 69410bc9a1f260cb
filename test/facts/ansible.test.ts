// Ansible's tasks state what they do on a node, however they are written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAll } from '../../src/engine/filter.ts';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import type { Fact, FactOf } from '../../src/model/fact.ts';
import { rootSpan } from '../../src/model/place.ts';
import { BundleReader } from '../../src/read-bundle.ts';

async function factsOf(text: string, uri = 'tasks/main.yml'): Promise<readonly Fact[]> {
  const reader = new BundleReader({ filter: passAll, kit: { agents: new AgentKnowledge([]), interesting: () => false }, maxFileSize: 1e6 });
  return (await reader.readStdin({ kind: 'text', text }, uri)).facts;
}

const commands = async (text: string): Promise<readonly FactOf<'command'>[]> => (await factsOf(text)).filter(fact => fact.kind === 'command');
const services = async (text: string): Promise<readonly string[]> =>
  (await factsOf(text)).flatMap(fact => (fact.kind === 'service' ? [`${fact.fields.action} ${fact.fields.service}`] : []));
const packages = async (text: string): Promise<readonly string[]> =>
  (await factsOf(text)).flatMap(fact => (fact.kind === 'package' ? [`${fact.fields.state} ${fact.fields.package}`] : []));

describe('commands', () => {
  it.each([
    ['shell', '- shell: docker ps | grep etcd\n'],
    ['a block', '- shell: |\n    set -e\n    docker ps\n'],
    ['the full name of the module', '- ansible.builtin.command: /usr/bin/docker ps\n'],
    ['cmd', '- command:\n    cmd: docker ps\n    creates: /x\n'],
    ['argv', '- command:\n    argv: [docker, ps]\n'],
    ['raw', '- raw: sudo docker ps\n'],
    ['a variable for the folder', '- command: "{{ docker_bin_dir }}/docker ps"\n'],
    ['an old playbook', '- action: shell docker ps\n'],
    ['a block of tasks', '- block:\n    - shell: docker ps\n'],
    ['a play', '- hosts: all\n  tasks:\n    - shell: docker ps\n'],
    ['a handler of a play', '- hosts: all\n  handlers:\n    - name: x\n      shell: docker ps\n'],
    ['a job of cron', '- cron:\n    name: a\n    job: docker ps\n'],
    ['a list of variables', '- hosts: all\n  vars:\n    commands:\n      - {name: a, cmd: docker ps}\n'],
  ])('in %s', async (_, text) => {
    const found = (await commands(text)).find(fact => fact.fields.program === 'docker');
    expect(found?.fields).toMatchObject({ program: 'docker', subcommand: 'ps' });
  });

  it.each([
    ['a title', '- name: docker ps\n  debug: {msg: docker ps}\n'],
    ['a task for the machine that runs Ansible', '- shell: docker ps\n  delegate_to: localhost\n'],
    ['local_action', '- local_action: command docker ps\n'],
    ["a container's own command", '- docker_container:\n    name: a\n    command: docker ps\n'],
  ])('not in %s', async (_, text) => {
    expect((await commands(text)).filter(fact => fact.fields.role === 'task')).toEqual([]);
  });
});

describe('services', () => {
  it.each([
    ['- service: {name: docker, state: started, enabled: true}\n', 'start docker'],
    ['- systemd:\n    name: docker.service\n    enabled: yes\n', 'enable docker'],
    ['- ansible.builtin.systemd_service: {name: docker, state: restarted, daemon_reload: true}\n', 'restart docker'],
    ['- service: name=docker state=reloaded\n', 'reload docker'],
    ['- systemd: {name: docker, masked: true}\n', 'mask docker'],
    ['- service: {name: docker, enabled: false}\n', 'disable docker'],
    ['- win_service: {name: docker, start_mode: auto}\n', 'enable docker'],
    ['- service: {name: docker, enabled: "{{ docker_service_enabled }}"}\n', 'enable docker'],
  ])('%j', async (text, expected) => {
    expect(await services(text)).toEqual([expected]);
  });

  it('of a loop', async () => {
    expect(await services('- service: {name: "{{ item }}", state: started}\n  with_items: [docker, kubelet]\n')).toEqual(['start docker', 'start kubelet']);
    expect(await services('- service: {name: "{{ item.name }}", state: stopped}\n  loop:\n    - {name: docker}\n    - {name: docker.socket}\n')).toEqual([
      'stop docker',
      'stop docker.socket',
    ]);
  });

  it('nothing where only units are read anew', async () => {
    expect(await services('- systemd: {daemon_reload: true, name: docker}\n')).toEqual([]);
  });
});

describe('packages', () => {
  it.each([
    ['- apt: {name: docker.io, state: present}\n', ['present docker.io']],
    ['- apt: name=docker-ce=5:20.10 state=present\n', ['present docker-ce']],
    ['- yum: {name: "docker-ce, docker-ce-cli"}\n', ['present docker-ce', 'present docker-ce-cli']],
    ['- package: {name: [docker, curl], state: absent}\n', ['absent docker', 'absent curl']],
    ['- dnf:\n    name: "{{ item }}"\n  loop: [docker-ce]\n', ['present docker-ce']],
    ['- yum: {name: "https://x/docker-ce-18.06.1.ce-3.el7.x86_64.rpm"}\n', ['present docker-ce']],
    ['- yum: {name: "{{ docker_packages }}"}\n', ['present {{ docker_packages }}']],
  ])('%j', async (text, expected) => {
    expect(await packages(text)).toEqual(expected);
  });

  it('in lists of variables, but not in lists of what is removed', async () => {
    const text = 'docker_packages: [docker-ce]\ndocker_packages_to_remove: [docker.io]\nold_packages: [docker]\n';
    const found = (await factsOf(text, 'group_vars/all.yml')).flatMap(fact => (fact.kind === 'package' ? [fact.fields.package] : []));
    expect(found).toEqual(['docker-ce']);
  });
});

describe('lines of files', () => {
  const flags = async (text: string): Promise<readonly string[]> =>
    (await factsOf(text)).flatMap(fact => (fact.kind === 'flag' && fact.fields.program === 'kubelet' ? [`${fact.fields.name}=${fact.fields.value}`] : []));

  it.each([
    ['of variables', '- lineinfile:\n    path: /etc/default/kubelet\n    line: KUBELET_EXTRA_ARGS=--cgroup-driver=cgroupfs\n'],
    [
      'of a drop-in',
      '- lineinfile:\n    dest: /etc/systemd/system/kubelet.service.d/10-kubeadm.conf\n    line: \'Environment="KUBELET_CGROUP_ARGS=--cgroup-driver=cgroupfs"\'\n',
    ],
    ['of several lines', '- blockinfile:\n    path: /etc/default/kubelet\n    block: |\n      A=b\n      KUBELET_EXTRA_ARGS=--cgroup-driver=cgroupfs\n'],
  ])('%s', async (_, text) => {
    expect(await flags(text)).toContain('cgroup-driver=cgroupfs');
  });
});

describe('conditions', () => {
  const guardOf = async (text: string): Promise<string | undefined> => (await commands(text))[0]?.guard?.kind;

  it.each([
    "when: container_manager == 'docker'",
    'when: container_runtime == "docker"',
    'when: [is_node, container_manager == "docker"]',
    'when: container_manager in ["docker"]',
    "when: is_node and container_manager == 'docker'",
    'when: \'{{ container_manager == "docker" }}\'',
    'when: docker_enabled | bool',
    'when: install_docker',
    'when: "\'docker\' in container_runtimes"',
  ])('%s asks for Docker', async when => {
    expect(await guardOf(`- shell: docker ps\n  ${when}\n`)).toBe('runtime-branch');
  });

  it.each([
    "when: container_manager != 'docker'",
    'when: not install_docker',
    'when: docker_result.rc != 0',
    'when: docker_version is defined',
    "when: container_manager in ['crio', 'docker']",
  ])('%s does not', async when => {
    expect(await guardOf(`- shell: docker ps\n  ${when}\n`)).toBeUndefined();
  });

  it('hold for a whole block, its services and packages', async () => {
    const facts = await factsOf(
      "- when: container_manager == 'docker'\n  block:\n    - service: {name: docker, state: started}\n    - apt: {name: docker-ce}\n",
    );
    const kinds = facts.filter(fact => fact.kind === 'service' || fact.kind === 'package');
    expect(kinds.map(fact => fact.guard?.kind)).toEqual(['runtime-branch', 'runtime-branch']);
  });
});

it('every fact stands where its text is', async () => {
  const text = '- name: a\n  service: name=docker state=started\n- name: b\n  apt:\n    name: "docker-ce"\n';
  const found = (await factsOf(text)).filter(fact => fact.kind === 'service' || fact.kind === 'package');
  expect(found.map(fact => rootSpan(fact.document.artifact, fact.span).span).map(({ start, end }) => text.slice(start, end))).toEqual(['docker', 'docker-ce']);
});

it('any text at all is read without an error', async () => {
  const word = fc.constantFrom(
    '- ',
    'shell: ',
    'docker',
    ' name=',
    '{{ item }}',
    'when: ',
    '\n  ',
    'block:\n',
    '"',
    "'",
    'loop: [',
    ']',
    '{%',
    '%}',
    '== ',
    '\n',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 40 }), async words => {
      await factsOf(words.join(''));
    }),
    { numRuns: 200 },
  );
});
