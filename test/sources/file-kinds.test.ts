// What a name says about a file.
import { describe, expect, it } from 'vitest';
import { fileKind } from '../../src/sources/file-kinds.ts';

describe('the kind of a file', () => {
  it.each([
    ['x.yaml', { syntax: 'yaml' }],
    ['X.YML', { syntax: 'yaml' }],
    ['x.json', { syntax: 'json' }],
    ['_helpers.tpl', { syntax: 'template' }],
    ['kubelet-config.v1beta1.yaml.j2', { syntax: 'yaml', template: 'jinja' }],
    ['nginx-proxy.manifest.j2', { syntax: 'yaml', template: 'jinja' }],
    ['policy.json.tmpl', { syntax: 'json', template: 'go' }],
    ['x.yaml.in', { syntax: 'yaml', template: 'other' }],
    ['user-data', { syntax: 'cloud-init' }],
    ['docker/init.sls', { syntax: 'yaml', template: 'jinja' }],
    ['user-data.tftpl', { syntax: 'cloud-init', template: 'other' }],
  ])('%s', (name, kind) => {
    expect(fileKind(name)).toEqual(kind);
  });

  it.each([
    ['install.sh', { syntax: 'text' }],
    ['docker.service', { syntax: 'text' }],
    ['etc/apt/sources.list.d/docker.list', { syntax: 'text' }],
    ['etc/audit/rules.d/docker.rules', { syntax: 'text' }],
    ['etc/iptables/rules.v4', { syntax: 'text' }],
    ['etc/fstab', { syntax: 'text' }],
    ['etc/rc.local', { syntax: 'text' }],
    ['docker.service.j2', { syntax: 'text', template: 'jinja' }],
    ['docker_storage_setup.j2', { syntax: 'text', template: 'jinja' }],
    ['files/etc/sysconfig/docker', { syntax: 'text' }],
    ['cron.daily/docker-prune', { syntax: 'text' }],
    ['etc/logrotate.d/docker.j2', { syntax: 'text', template: 'jinja' }],
    ['kubeadm-flags.env', { syntax: 'text' }],
  ])('%s', (name, kind) => {
    expect(fileKind(name)).toEqual(kind);
  });

  it.each(['README', 'yaml', 'kubelet-setup', 'constructor', '__proto__'])('%j is one only if it is a script', name => {
    expect(fileKind(name)).toEqual({ syntax: 'text', onlyScripts: true });
  });

  it.each(['x.yaml.bak', 'x.txt.j2', 'x.go', '', '.'])('%j is none', name => {
    expect(fileKind(name)).toBeUndefined();
  });

  it.each(['.yaml', '.yml'])('%s alone is one as well', name => {
    expect(fileKind(name)).toEqual({ syntax: 'yaml' });
  });
});
