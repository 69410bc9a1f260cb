// Flags and daemon settings are the same facts wherever they are kept.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgentKnowledge } from '../../src/facts/agents.ts';
import { isFlagText, flagsOf, splitWords } from '../../src/facts/flags.ts';
import { BundleReader } from '../../src/read-bundle.ts';
import { passAll } from '../../src/engine/filter.ts';
import { rootSpan } from '../../src/model/place.ts';
import type { Fact, FactOf } from '../../src/model/fact.ts';

async function factsOf(text: string, uri = 'a.yaml'): Promise<readonly Fact[]> {
  const kit = { agents: new AgentKnowledge([]), interesting: () => false };
  const reader = new BundleReader({ filter: passAll, kit, maxFileSize: 1e6 });
  const bundle = await reader.readStdin({ kind: 'text', text }, uri);
  return bundle.facts;
}

const flags = async (text: string, uri?: string): Promise<readonly string[]> =>
  (await factsOf(text, uri))
    .filter((fact): fact is FactOf<'flag'> => fact.kind === 'flag' && fact.fields.program === 'kubelet')
    .map(fact => `${fact.fields.name}=${fact.fields.value}`);

const daemon = async (text: string): Promise<readonly string[]> =>
  (await factsOf(text))
    .filter((fact): fact is FactOf<'setting'> => fact.kind === 'setting' && fact.fields.dialect === 'daemon-json' && fact.fields.value !== '')
    .map(fact => `${fact.fields.key}=${fact.fields.value}`);

describe("the kubelet's flags", () => {
  it.each([
    ['a map', 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    network-plugin: cni\n'],
    [
      'a list of names and values',
      'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    - name: network-plugin\n      value: cni\n',
    ],
    ['a list of texts', 'kubelet-arg:\n  - "network-plugin=cni"\n'],
    ['a list of flags', 'kubelet_custom_flags: ["--network_plugin=cni"]\n'],
    ['lists of values', 'kubernetesMasterConfig: {kubeletArguments: {network-plugin: [cni]}}\n'],
    ['RKE', 'services:\n  kubelet:\n    extra_args:\n      network-plugin: cni\n'],
    ['Talos', 'machine: {kubelet: {extraArgs: {network-plugin: cni}}}\n'],
    ['kops', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  kubelet:\n    networkPluginName: cni\n'],
    ['a text', 'kubelet_extra_args: "--network-plugin=cni"\n'],
    ['a variable of a script', 'x.sh: |\n  #!/bin/sh\n  echo \'KUBELET_EXTRA_ARGS="--network-plugin=cni"\' > /etc/default/kubelet\n'],
    ['an environment file', 'write_files:\n  - path: /etc/default/kubelet\n    content: |\n      KUBELET_EXTRA_ARGS="--network-plugin cni"\n'],
    [
      'a unit',
      'write_files:\n  - path: /etc/systemd/system/kubelet.service.d/10.conf\n    content: |\n      [Service]\n      Environment="KUBELET_NETWORK_ARGS=--network-plugin=cni"\n',
    ],
    [
      "a unit's command",
      'write_files:\n  - path: /etc/systemd/system/kubelet.service\n    content: |\n      [Service]\n      ExecStart=/usr/bin/hyperkube kubelet \\\n        --network-plugin=cni \\\n        $KUBELET_ARGS\n',
    ],
    ["another program's flag", "runcmd:\n  - /etc/eks/bootstrap.sh c --kubelet-extra-args '--network-plugin=cni'\n"],
    [
      'a line for a unit',
      '- hosts: nodes\n  tasks:\n    - lineinfile:\n        path: /etc/systemd/system/kubelet.service.d/10-kubeadm.conf\n        line: Environment="KUBELET_EXTRA_ARGS=--network-plugin=cni"\n',
    ],
    ["sed's replacement", 'runcmd:\n  - sed -i "s/KUBELET_EXTRA_ARGS=/KUBELET_EXTRA_ARGS=--network-plugin=cni/" /etc/default/kubelet\n'],
    ['a JSON patch', '- op: add\n  path: /spec/template/spec/joinConfiguration/nodeRegistration/kubeletExtraArgs/network-plugin\n  value: cni\n'],
    ['a flag of k3s', 'runcmd:\n  - k3s agent --kubelet-arg=network-plugin=cni\n'],
  ])('in %s', async (_, text) => {
    expect(await flags(text)).toContain('network-plugin=cni');
  });

  it('are found where they stand', async () => {
    const text = 'env:\n  KUBELET_EXTRA_ARGS: "--v=2 --network-plugin=cni"\n';
    const fact = (await factsOf(text)).find(one => one.kind === 'flag' && one.fields.name === 'network-plugin');
    const at = fact === undefined ? undefined : rootSpan(fact.document.artifact, fact.span).span;
    expect(text.slice(at?.start, at?.end)).toBe('--network-plugin=cni');
  });

  it('are not read from what sed takes out', async () => {
    expect(
      await flags(
        'runcmd:\n  - sed -i "s/KUBELET_EXTRA_ARGS=--network-plugin=cni/KUBELET_EXTRA_ARGS=/" /etc/default/kubelet\n  - sed -i s/--network-plugin=cni//g /x\n',
      ),
    ).toEqual([]);
  });

  it('are not read from sentences', async () => {
    expect(await flags('kubelet_options: see the kubelet docs for --network-plugin\n')).toEqual([]);
  });
});

describe("the daemon's settings", () => {
  it.each([
    ['a dictionary', 'docker_daemon_options:\n  registry-mirrors: ["https://m"]\n'],
    ['a variable', 'write_files:\n  - path: /etc/default/docker\n    content: |\n      DOCKER_OPTS="--registry-mirror=https://m"\n'],
    ['a unit', 'a.service: |\n  [Service]\n  ExecStart=/usr/bin/dockerd -H fd:// --registry-mirror https://m $DOCKER_OPTS\n'],
    [
      'a line for a unit',
      '- hosts: nodes\n  tasks:\n    - lineinfile:\n        path: /lib/systemd/system/docker.service\n        line: ExecStart=/usr/bin/dockerd -H fd:// --registry-mirror=https://m\n',
    ],
    ['kops', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  docker:\n    registryMirrors: [https://m]\n'],
    ['EKS', 'runcmd:\n  - |\n    /etc/eks/bootstrap.sh c --docker-config-json \'{"registry-mirrors":["https://m"]}\'\n'],
    ['Cluster API', 'spec:\n  dockerConfigJson: \'{"registry-mirrors":["https://m"]}\'\n'],
  ])('in %s', async (_, text) => {
    expect(await daemon(text)).toContain('registry-mirrors[]=https://m');
  });

  it('of a container of its own are left alone', async () => {
    const text =
      'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: dind\n      image: docker:dind\n      args: [dockerd, --registry-mirror=https://m]\n';
    expect(await daemon(text)).toEqual([]);
  });
});

describe('flags in a text', () => {
  it('keep their places', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        for (const { span } of flagsOf(splitWords(text))) expect(span.start >= 0 && span.end <= text.length && span.start < span.end).toBe(true);
      }),
    );
  });

  it('are recognised behind a variable and in quotes', () => {
    expect(['--a', '"--a=b --c"', '$X --a', "'-v=2'"].map(isFlagText)).toEqual([true, true, true, true]);
    expect(['a --b', 'none', '$X', '#!/bin/sh\nx --y'].map(isFlagText)).toEqual([false, false, false, false]);
  });
});
