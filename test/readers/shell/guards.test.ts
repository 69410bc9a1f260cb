// Which commands run only where the runtime is Docker.
import { describe, expect, test } from 'vitest';
import { guards } from './reading.ts';

const DOCKER_CONDITIONS = [
  '[ "$CONTAINER_RUNTIME" = docker ]',
  '[ docker = "$RUNTIME" ]',
  'test "$RUNTIME" == docker',
  '[[ $runtime == "docker" ]]',
  '[[ $v =~ ^docker:// ]]',
  '[[ $a == x && $runtime == docker* ]]',
  '[ "$USE_DOCKER" = true ]',
  '$USE_DOCKER',
  'command -v docker',
  'which docker',
  'type docker',
  '[ -x "$(command -v docker)" ]',
  '[ -n "$(which docker)" ]',
  '[ -S /var/run/docker.sock ]',
  '[ -e /usr/bin/docker ]',
  '[ -f /etc/docker/daemon.json ]',
  'systemctl is-active docker',
  'systemctl is-active --quiet docker.service',
  'service docker status',
  'pgrep dockerd',
  'rpm -q docker-ce',
  'docker info',
  'sudo docker version',
  '! [ "$RUNTIME" != docker ]',
  'ps aux | grep -q dockerd',
  'grep -q docker /var/lib/kubelet/kubeadm-flags.env',
];
const OTHER_CONDITIONS = [
  '[ "$ENV" = production ]',
  '[ "$RUNTIME" != docker ]',
  '! command -v docker',
  '[ "$RUNTIME" = docker ] || [ "$RUNTIME" = containerd ]',
  'docker ps | grep -q x',
  '[ -f /.dockerenv ]',
  'grep -q docker /proc/1/cgroup',
  'docker inspect x',
  '[ -n "$DOCKER_HOST" ]',
  '[ -z "$(which docker)" ]',
  '[ -f Dockerfile ]',
];

describe('a condition that asks for Docker', () => {
  test.each(DOCKER_CONDITIONS)('guards its arm: %s', condition => {
    const found = guards(`if ${condition} > /dev/null 2>&1; then docker a; else docker b; fi; docker c`);
    expect(found['a']).toContain(condition);
    expect([found['b'], found['c']]).toEqual([undefined, undefined]);
  });

  test.each(OTHER_CONDITIONS)('is not: %s', condition => {
    expect(guards(`if ${condition}; then docker a; fi`)['a']).toBeUndefined();
  });

  test('is guarded itself', () => {
    expect(guards('if docker info; then :; fi')).toEqual({ info: 'docker info' });
  });

  test('guards the rest of a list', () => {
    expect(guards('which docker && docker a; [ $r = containerd ] || docker b; docker c && docker d')).toEqual({
      a: 'which docker',
      b: '! [ $r = containerd ]',
      c: undefined,
      d: undefined,
    });
  });

  test('holds in everything within its arm', () => {
    const found = guards('if which docker; then for x in $(docker a); do bash -c "docker b"; cat <<EOF\n$(docker c)\nEOF\ndone; fi');
    expect(found).toEqual({ a: 'which docker', b: 'which docker', c: 'which docker' });
  });
});

describe('after a condition that asks for another runtime', () => {
  test("the other arms are Docker's", () => {
    expect(guards('if ! which docker; then docker a; else docker b; fi')).toEqual({ a: undefined, b: 'which docker' });
    expect(guards('if [ $r = containerd ]; then docker a; elif [ $x = 1 ]; then docker b; else docker c; fi')).toEqual({
      a: undefined,
      b: '! [ $r = containerd ]',
      c: '! [ $r = containerd ]',
    });
  });
});

describe('case', () => {
  test('arms for Docker alone are guarded', () => {
    expect(guards('case $r in docker) docker a;; docker*|dockershim) docker b;; docker|containerd) docker c;; esac')).toEqual({
      a: 'case $r in docker)',
      b: 'case $r in docker*|dockershim)',
      c: undefined,
    });
  });

  test("a default after other runtimes is Docker's", () => {
    expect(guards('case $r in containerd) docker a;; *) docker b;; esac; case $x in y) :;; *) docker c;; esac')).toEqual({
      a: undefined,
      b: 'case $r in *)',
      c: undefined,
    });
  });
});

describe('templates', () => {
  test.each([
    ['Jinja', '{% if container_manager == "docker" %}\ndocker a\n{% elif x %}\ndocker b\n{% else %}\ndocker c\n{% endif %}\ndocker d'],
    ['Go', '{{- if eq .Values.runtime "docker" }}\ndocker a\n{{- else if .Values.x }}\ndocker b\n{{- else }}\ndocker c\n{{- end }}\ndocker d'],
    ['Terraform', '%{ if runtime == "docker" }\ndocker a\n%{ else }\ndocker b\ndocker c\n%{ endif }\ndocker d'],
  ])('%s arms for Docker are guarded', (_, script) => {
    const found = guards(script);
    expect(found['a']).toMatch(/docker/);
    expect([found['b'], found['c'], found['d']]).toEqual([undefined, undefined, undefined]);
  });

  test("the arm that is left after another runtime is Docker's", () => {
    expect(guards('{% if container_manager != "docker" %}\ndocker a\n{% else %}\ndocker b\n{% endif %}')['b']).toBe('not (container_manager != "docker")');
  });
});
