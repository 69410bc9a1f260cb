// The language of a text, by its name where that tells, else by its first lines.
import { expect, it } from 'vitest';
import { sniff } from '../../src/readers/sniff.ts';

it.each([
  ['/etc/sysctl.d/99-k8s.conf', 'net.ipv4.ip_forward = 1\n', 'ini'],
  ['etc/sysctl.conf', 'net.ipv4.ip_forward=1\n', 'ini'],
  ['/etc/default/docker', 'DOCKER_OPTS="--mtu=1450"\nexport http_proxy=x\n', 'env'],
  ['files/etc/sysconfig/docker', 'if [ -z "$A" ]; then\n  A=b\nfi\n', 'env'],
  ['/etc/sysconfig/network-scripts.sh', 'echo a\n', 'shell'],
  ['/etc/systemd/system/kubelet.service.d/10-extra.conf', 'Environment="A=--b"\n', 'systemd'],
  ['/etc/default/docker', '#!/bin/sh\necho a\n', 'shell'],
  ['etc/audit/rules.d/docker.rules', '-w /etc/docker -k docker\n', 'plain'],
  ['etc/apt/sources.list.d/docker.list', 'deb https://download.docker.com/linux/debian bookworm stable\n', 'plain'],
  ['main.tf', 'a = 1\n', 'hcl'],
  ['main.tf.json', '{"a": 1}\n', 'hcl'],
  ['stdin', '# nodes\nresource "aws_instance" "node" {\n  count = 2\n}\n', 'hcl'],
  ['stdin', 'input {\n  beats { port => 5044 }\n}\n', 'blocks'],
  ['stdin', `${'# A licence that nobody reads\n'.repeat(500)}\napiVersion: v1\nkind: Pod\n`, 'yaml'],
  ['options', `${'# What each option means\n'.repeat(500)}DOCKER_OPTS="--mtu=1450"\n`, 'env'],
  ['prepare', `${'# What it does\n'.repeat(500)}docker ps\nsystemctl restart docker\n`, 'shell'],
  ['notes', '# Only\n# comments', 'plain'],
])('%s', (name, text, expected) => {
  expect(sniff(name, text)).toBe(expected);
});
