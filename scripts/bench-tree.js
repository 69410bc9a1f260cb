// Makes the trees that the benchmark scans: always the same bytes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers that look random and are the same on every run (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const workload = (name, image, volume) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${name.length}
  labels: {app.kubernetes.io/name: ${name}}
spec:
  replicas: 2
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      # pulled through the mirror, see docs on docker.io limits
      imagePullSecrets: [{name: docker-registry}]
      containers:
        - name: main
          image: ${image}
          args: ["--listen=:8080", "--log-format=json"]
          env:
            - {name: REGISTRY, value: index.docker.io}
          ports: [{containerPort: 8080}]
          resources: {requests: {cpu: 100m, memory: 128Mi}}
          volumeMounts: [{name: data, mountPath: /data}]
      volumes:
        - name: data
${volume}
`;

const service = name => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports: [{port: 80, targetPort: 8080}]
`;

const config = name => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}-config}
data:
  app.yaml: |
    server: {port: 8080}
    # registry: docker.io/library
    cache: {size: 100}
`;

const definition = name => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${name}s.example.com}
spec:
  group: example.com
  names: {kind: Thing, plural: ${name}s}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            hostPath:
              description: A path on the host, such as /var/log.
              properties: {path: {type: string}}
`;

const CLEAN_VOLUMES = [
  '          emptyDir: {}',
  '          hostPath: {path: /var/log, type: Directory}',
  '          hostPath: {path: /proc}',
  '          configMap: {name: x}',
];
const SOCKET = '          hostPath: {path: /var/run/docker.sock, type: Socket}';
const IMAGES = ['docker.io/library/nginx:1.25', 'docker.elastic.co/logstash/logstash:8.1', 'example.com/team/app:2.3.1', 'gcr.io/x/y:1'];

/** A repository of manifests, three documents a file, of which 2 % depend on Docker. */
export function writeTree(folder, files) {
  const next = random(7);
  for (let i = 0; i < files; i++) {
    const dir = join(folder, `team-${String(i % 97)}`, `app-${String(i % 1009)}`);
    mkdirSync(dir, { recursive: true });
    const name = `app-${String(i)}`;
    const image = IMAGES[Math.floor(next() * IMAGES.length)];
    const volume = next() < 0.06 ? SOCKET : CLEAN_VOLUMES[Math.floor(next() * CLEAN_VOLUMES.length)];
    const third = next() < 0.1 ? definition(name) : config(name);
    writeFileSync(join(dir, `${name}.yaml`), [workload(name, image, volume), service(name), third].join('---\n'));
  }
}

/** What `kubectl get pods -A -o json` prints, of about so many bytes. */
export function writeList(file, bytes) {
  const next = random(11);
  const parts = [];
  let size = 0;
  for (let i = 0; size < bytes; i++) {
    const hostPath = next() < 0.02 ? '/var/run/docker.sock' : '/var/log';
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `pod-${String(i)}`,
        namespace: 'default',
        uid: String(i).padStart(36, '0'),
        labels: { app: 'x' },
        managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': { 'f:phase': {} } } }],
      },
      spec: {
        containers: [{ name: 'main', image: 'docker.io/library/nginx:1.25', resources: {}, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
        volumes: [{ name: 'v', hostPath: { path: hostPath } }],
        nodeName: 'node-1',
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        conditions: Array.from({ length: 4 }, (_, n) => ({ type: `T${String(n)}`, status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z' })),
      },
    };
    const text = JSON.stringify(pod, null, 4).replaceAll('\n', '\n        ');
    parts.push(text);
    size += text.length + 10;
  }
  writeFileSync(file, `{\n    "apiVersion": "v1",\n    "items": [\n        ${parts.join(',\n        ')}\n    ],\n    "kind": "List"\n}\n`);
}
