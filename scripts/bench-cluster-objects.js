// Makes the objects of the cluster that the benchmark scans: of the sizes that real ones have, always the same.

const PODS_OF_A_WORKLOAD = 10;
const NAMESPACES = 100;

const pad = number => String(number).padStart(5, '0');
export const namespaceOf = index => `bench-${String(index % NAMESPACES)}`;

export const namespaces = Array.from({ length: NAMESPACES }, (_, index) => namespaceOf(index));

/** One workload in fifty mounts Docker's socket. */
const volumeOf = index =>
  index % 50 === 7 ? { name: 'socket', hostPath: { path: '/var/run/docker.sock', type: 'Socket' } } : { name: 'socket', hostPath: { path: '/var/log/app' } };

const probe = path => ({ httpGet: { path, port: 'http', scheme: 'HTTP' }, initialDelaySeconds: 10, periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 5 });

function containerOf(name, index) {
  return {
    name,
    image: `docker.io/example/${name}:1.${String(index % 90)}.3`,
    args: ['--listen=:8080', '--log-format=json', '--log-level=info', `--shard=${String(index % 16)}`],
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [
      { name: 'REGISTRY', value: 'index.docker.io' },
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'DATABASE_URL', value: `postgres://app@database-${String(index % 20)}.example.internal:5432/app?sslmode=verify-full` },
      { name: 'FEATURES', value: 'payments,search,notifications,recommendations,experiments' },
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector.observability.svc.cluster.local:4317' },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    readinessProbe: probe('/ready'),
    livenessProbe: probe('/live'),
    volumeMounts: [
      { name: 'socket', mountPath: index % 50 === 7 ? '/var/run/docker.sock' : '/var/log/app' },
      { name: 'config', mountPath: '/etc/app' },
    ],
  };
}

function podTemplate(name, index) {
  return {
    metadata: {
      labels: { app: name, 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop', 'pod-template-hash': '5fd68c744d' },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'checksum/config': pad(index).repeat(12) },
    },
    spec: {
      containers: [containerOf('main', index)],
      volumes: [volumeOf(index), { name: 'config', configMap: { name: `${name}-config` } }],
      // No controller makes tokens for accounts here.
      automountServiceAccountToken: false,
    },
  };
}

/** A workload: its Deployment, and what is made below it once the uid of what is above is known. */
export function workload(index) {
  const name = `app-${pad(index)}`;
  const namespace = namespaceOf(index);
  const template = podTemplate(name, index);
  const spec = { replicas: PODS_OF_A_WORKLOAD, selector: { matchLabels: { app: name } }, template };
  const owned = (kind, owner) => [{ apiVersion: 'apps/v1', kind, name: owner.name, uid: owner.uid, controller: true, blockOwnerDeletion: true }];
  return {
    deployment: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace, labels: template.metadata.labels }, spec },
    replicaSet: owner => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: `${name}-5fd68c744d`, namespace, labels: template.metadata.labels, ownerReferences: owned('Deployment', owner) },
      spec,
    }),
    pods: owner =>
      Array.from({ length: PODS_OF_A_WORKLOAD }, (_, pod) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...template.metadata, name: `${name}-5fd68c744d-${pad(pod)}`, namespace, ownerReferences: owned('ReplicaSet', owner) },
        spec: { ...template.spec, nodeName: `node-${pad((index * 31 + pod * 101) % 1000)}` },
      })),
  };
}

const DAEMON_JSON = '{"registry-mirrors": ["https://mirror.example.internal"], "log-driver": "json-file"}';

/** Between 1 and 20 kB; one in a hundred holds a configuration of Docker's daemon. */
export function configMap(index) {
  const lines = 12 + ((index * 37) % 230);
  const settings = Array.from(
    { length: lines },
    (_, line) => `service.${String(line)}.endpoint = https://service-${String(line)}.example.internal/api/v1  # image docker.io/example/app`,
  );
  const data = { 'app.properties': settings.join('\n'), ...(index % 100 === 3 ? { 'daemon.json': DAEMON_JSON } : {}) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `app-${pad(index)}-config`, namespace: namespaceOf(index) }, data };
}

const CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];

/** A node with the fifty images that kubelets report at most. */
export function clusterNode(index) {
  const docker = index % 2 === 0;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${pad(index)}`,
      labels: { 'kubernetes.io/hostname': `node-${pad(index)}`, 'kubernetes.io/os': 'linux', 'node.kubernetes.io/instance-type': 'm5.4xlarge' },
      annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': docker ? '/var/run/dockershim.sock' : 'unix:///run/containerd/containerd.sock' },
    },
    spec: { podCIDR: `10.${String(index >> 8)}.${String(index & 255)}.0/24` },
    status: {
      capacity: { cpu: '16', memory: '64Gi', pods: '110' },
      allocatable: { cpu: '15', memory: '60Gi', pods: '110' },
      conditions: CONDITIONS.map(type => ({ type, status: type === 'Ready' ? 'True' : 'False', reason: 'KubeletTold', message: 'as the kubelet says' })),
      images: Array.from({ length: 50 }, (_, image) => ({
        names: [`docker.io/example/app-${String(image)}@sha256:${pad(image).repeat(12)}abcd`, `docker.io/example/app-${String(image)}:1.${String(image)}`],
        sizeBytes: 100_000_000 + image,
      })),
      nodeInfo: {
        kubeletVersion: 'v1.20.2',
        kubeProxyVersion: 'v1.20.2',
        containerRuntimeVersion: docker ? 'docker://20.10.24' : 'containerd://1.6.20',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        kernelVersion: '5.10.0-21-amd64',
        operatingSystem: 'linux',
        architecture: 'amd64',
        bootID: pad(index),
        machineID: pad(index),
        systemUUID: pad(index),
      },
    },
  };
}
