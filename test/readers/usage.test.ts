import { expect, it } from 'vitest';
import { usageOf } from '../../src/readers/usage.ts';

it.each([
  ['.github/workflows/build.yml', ''],
  ['ci/templates/Docker.gitlab-ci.yml', ''],
  ['.gitlab/ci/build.yml', ''],
  ['ci/build.yml', 'build:\n  stage: build\n  image: docker:24\n  script:\n    - docker build .\n'],
  ['action.yml', 'name: build\nruns:\n  using: composite\n  steps:\n    - run: docker build .\n'],
  ['package.json', '{"scripts": {}}'],
  ['pipeline.yml', 'kind: pipeline\ntype: docker\nname: default\nsteps:\n  - name: build\n'],
  ['build/azure.yml', 'steps:\n  - script: docker build .\n    displayName: build\n'],
])('%s belongs to a CI host', (uri, text) => {
  expect(usageOf(uri, text)).toBe('ci');
});

it.each([
  ['docker-compose.prod.yml', ''],
  ['stack.yml', 'services:\n  web:\n    image: nginx\n    ports: [80]\n'],
])('%s belongs to Compose', (uri, text) => {
  expect(usageOf(uri, text)).toBe('compose');
});

it.each([
  ['k8s/deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\n'],
  ['tasks/main.yml', '- name: build\n  script: docker build .\n'],
  ['values.yaml', 'services:\n  web:\n    type: ClusterIP\n'],
  ['modules/worker/main.tf', 'resource "aws_instance" "this" {}'],
  ['main.tf', 'resource "google_container_node_pool" "a" {}'],
  ['k8s/agent/.env', 'DOCKER_HOST=unix:///var/run/docker.sock\n'],
  ['images/pull.sh', '#!/bin/sh\nfor i in kube-apiserver kube-proxy; do docker pull mirror/$i; docker tag mirror/$i k8s.gcr.io/$i; done\n'],
  ['argo.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n  stage: x\n  script:\n'],
])('%s belongs to a cluster', (uri, text) => {
  expect(usageOf(uri, text)).toBe('cluster');
});

it.each([
  ['main.tf', 'resource "aws_instance" "web" {\n  user_data = "docker run web"\n}'],
  ['ci-runner.pkr.hcl', 'source "docker" "ubuntu" {}'],
  ['jobs/kube-state.nomad', 'job "a" {}'],
  ['images/sync.sh', '#!/bin/sh\nfor i in kube-apiserver kube-proxy; do docker pull k8s.gcr.io/$i; docker tag k8s.gcr.io/$i m/$i; docker push m/$i; done\n'],
])('%s belongs to machines that are no nodes', (uri, text) => {
  expect(usageOf(uri, text)).toBe('workstation');
});

it.each([
  ['install-docker.sh', 'case $OSTYPE in darwin*) brew install docker ;; *) sudo apt-get install -y docker-ce ;; esac\n'],
  ['setup.sh', '#!/bin/sh\napt-get install -y docker.io\ndocker compose up -d\n'],
  ['.env', 'DOCKER_HOST=unix:///var/run/docker.sock\n'],
  ['services/web/.env.local', 'DOCKER_HOST=unix:///var/run/docker.sock\n'],
  ['pyproject.toml', '[tool.pytest.docker]\nsocket = "/var/run/docker.sock"\n'],
  ['pyproject.toml', '[tool.poetry.dependencies]\nkubernetes = "*"\n[tool.x]\nsocket = "/var/run/docker.sock"\n'],
  ['roles/kubelet/molecule/default/molecule.yml', 'driver:\n  name: docker\n'],
  ['hack/k3d-config.yaml', 'kind: Simple\noptions:\n  k3s: {}\n'],
  ['.testcontainers.properties', 'docker.host=unix:///var/run/docker.sock\n'],
  ['app/.ebextensions/01-docker.config', 'commands:\n  a:\n    command: service docker restart\n'],
  ['tox.ini', '[testenv]\ncommands = docker ps\n'],
  ['hack/kind.sh', 'cat <<EOF | kind create cluster --config=-\nnodes:\n- extraMounts: [{hostPath: /var/lib/docker}]\nEOF\ndocker inspect registry\n'],
  ['load.sh', 'docker exec -t kind-worker ctr -n=k8s.io images import /a.tar\n'],
])('%s runs on a machine of its own', (uri, text) => {
  expect(usageOf(uri, text)).toBe('workstation');
});

it.each([
  ['install-docker.sh', 'apt-get install -y docker.io\nsystemctl enable docker\n'],
  ['setup.sh', 'apt-get install -y docker.io kubelet\ndocker compose up -d\n'],
  ['roles/node/files/setup.sh', 'apt-get install -y docker.io\ndocker compose up -d\n'],
])('%s runs on a node', (uri, text) => {
  expect(usageOf(uri, text)).toBe('cluster');
});
