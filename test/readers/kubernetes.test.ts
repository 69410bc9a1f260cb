import { describe, expect, it } from 'vitest';
import { describesNodes, isNamedForKubernetes, isNamedForNodes, reachesNodes, setsUpNodes, speaksOfKubernetes } from '../../src/readers/kubernetes.ts';

describe('a text that speaks of Kubernetes', () => {
  it.each([
    'kubectl apply -f web.yaml',
    'apiVersion: v1\nkind: Pod\n',
    '{"apiVersion": "v1"}',
    'resource "aws_eks_cluster" "a" {}',
    'export CLUSTER=prod_gke\n',
    'curl -sfL https://get.k3s.io | sh -',
    'EnvironmentFile=-/run/flannel/docker',
    'Path /var/log/containers/*.log',
    'helm upgrade --install web .',
    'crictl pull nginx',
    'mkdir -p /etc/containerd',
    'volumeMounts: []',
    'docker_dns_servers_strict: false',
    "when: container_manager == 'docker'",
  ])('%j', text => {
    expect(speaksOfKubernetes(text)).toBe(true);
  });

  it.each([
    'apt-get install -y docker-ce docker-ce-cli containerd.io',
    'apt-get remove docker docker.io containerd runc',
    'ExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock',
    'Requires=etcd.service',
    'docker exec db pg_dump',
    'docker swarm init',
    'docker version --format "{{.Server.ApiVersion}}"',
    'docker_insecure_registries: []',
    'hosts: workers',
    'echo breaks weeks speaks',
  ])('not %j', text => {
    expect(speaksOfKubernetes(text)).toBe(false);
  });
});

it('a description of machines tells of nodes in words that others use too', () => {
  expect(describesNodes('resource "google_container_node_pool" "a" {}')).toBe(true);
  expect(describesNodes('modules/workers/main.tf')).toBe(true);
  expect(describesNodes('resource "aws_instance" "web" {}')).toBe(false);
});

it('charts, kustomizations and Jsonnet are Kubernetes by their names', () => {
  expect(['a/values-prod.yaml', 'agent-values.yaml', 'kustomization.yaml', 'agent.jsonnet', 'k8s/start.sh'].filter(isNamedForKubernetes)).toHaveLength(5);
  expect(['docker/daemon.json', 'scripts/values.sh', 'deploy/start.sh'].filter(isNamedForKubernetes)).toEqual([]);
});

describe('a path that is for nodes', () => {
  it.each(['systemd/kubelet.service', 'kubeadm-init.sh', 'etc/kubernetes/kubelet.conf', 'roles/kubelet/tasks/main.yml'])('%s', path => {
    expect(isNamedForNodes(path)).toBe(true);
  });

  it.each(['apps/kubelet-dashboard.yaml', 'roles/grafana/files/kubelet.json', 'scripts/deploy-k8s.sh', 'charts/kubelet-csr-approver/values.yaml'])(
    'not %s',
    path => {
      expect(isNamedForNodes(path)).toBe(false);
    },
  );
});

describe('a file that sets up nodes', () => {
  it.each([
    ['install.sh', 'yum install --assumeyes "kubelet-$VERSION" kubectl'],
    ['worker.sh', 'cat <<EOF >kubeconfig\napiVersion: v1\nkind: Config\nEOF\nsystemctl enable kubelet\n'],
    ['playbook.yml', '- hosts: all\n  tasks:\n    - apt: {name: [kubelet, kubeadm]}\n'],
    ['user-data.yaml', '#cloud-config\ngroups: [docker]\nruncmd:\n  - kubeadm join\n'],
    ['kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: InitConfiguration\n'],
    ['admin.yaml', 'apiVersion: v1\nkind: Config\nusers:\n- name: system:node:a\n'],
    ['group_vars/all.yml', 'kube_network_plugin: calico\n'],
    ['hosts', '[kube-node]\na\n'],
    ['k3s.sh', 'curl -sfL https://get.k3s.io | sh -s - --docker'],
    ['k3s.service', 'ExecStart=/usr/local/bin/k3s \\\n  server \\\n  --docker\n'],
    ['k0s.sh', 'k0s worker --cri-socket docker:unix:///var/run/docker.sock'],
    ['mke.sh', 'docker container run --rm -it docker/ucp:3.2.5 install'],
    ['cluster.yml', 'role: worker # rke up\n'],
    ['group_vars/all/docker.yml', 'docker_daemon_graph: /var/lib/docker\n'],
    ['site.yml', '- hosts: all\n  roles:\n    - docker\n\n    # the cluster\n    - role: geerlingguy.kubernetes\n      vars: {}\n'],
    ['site.yml', '- hosts: all\n  roles:\n  - {role: docker}\n  - { role: kubernetes, tags: [a] }\n'],
    ['site.yml', '- hosts: all\r\n  roles:\r\n  - k8s_common\r\n'],
    ['site.yml', '- hosts: all\n  roles: [docker, kubernetes]\n'],
  ])('%s %j', (path, text) => {
    expect(setsUpNodes(path, text)).toBe(true);
  });

  it.each([
    ['deploy.yml', '- hosts: web\n  roles:\n    - docker\n  tasks:\n    - kubernetes\n'],
    ['deploy.yml', '- hosts: web\n  roles: [docker, kubernetes_dashboard]\n'],
    ['deploy.yml', '- hosts: web\n  pip:\n    - kubernetes\n'],
    ['csi.yaml', 'apiVersion: apps/v1\nkind: DaemonSet\n  path: /var/lib/kubelet\n'],
    ['monitor.json', '{\n  "apiVersion": "v1",\n  "a": "kubelet"\n}'],
    ['values.yaml', 'kubelet:\n  enabled: true\n'],
    ['templates/csi.yaml.j2', 'apiVersion: apps/v1\n  path: /var/lib/kubelet\n'],
    ['fluent.conf', '<source>\n  matches [{ "_SYSTEMD_UNIT": "kubelet.service" }]\n</source>\n'],
    ['fluent-bit.conf', '[INPUT]\n    Name systemd\n    Systemd_Filter _SYSTEMD_UNIT=kubelet.service\n'],
    ['prometheus.yml', 'scrape_configs:\n  - job_name: kubelet\n'],
    ['rules.yaml', '- alert: KubeletDown\n  expr: absent(up{job="kubelet"})\n'],
    ['dashboard.json', '{\n  "panels": [{"expr": "up{job=\\"kubelet\\"}"}]\n}'],
    ['deploy.sh', 'kubectl apply -f k8s/\nhelm upgrade web\nminikube start --driver=docker\n'],
    ['k3s.yml', '- shell: curl -sfL https://get.k3s.io | sh -s - --kube-proxy-arg a --kubelet-arg b\n'],
  ])('not %s %j', (path, text) => {
    expect(setsUpNodes(path, text)).toBe(false);
  });
});

it('a manifest reaches the nodes that it runs on', () => {
  expect(['kind: DaemonSet', 'hostPath: {path: /}', '{"hostPID": true}'].filter(reachesNodes)).toHaveLength(3);
  expect(reachesNodes('kind: Deployment')).toBe(false);
});

it('lists of roles cost no more than their length', () => {
  const text = 'roles:\n'.repeat(20_000) + '  roles:\n' + '\n   - a\n'.repeat(50_000) + `roles: [${'kubernetes '.repeat(20_000)}`;
  const started = performance.now();
  expect(setsUpNodes('a.yml', text)).toBe(false);
  expect(performance.now() - started).toBeLessThan(3000);
});

it('long lines cost no more than their length', () => {
  const text = 'k3s '.repeat(200_000);
  const started = performance.now();
  expect(setsUpNodes('a.sh', text)).toBe(false);
  expect(performance.now() - started).toBeLessThan(3000);
});
