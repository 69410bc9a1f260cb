// Where a node keeps what rules ask about, below its root.

export interface HostPlace {
  /** A path below the root; `*` stands for any part of a name, `**` for any folders in between. */
  readonly path: string;
  /** A file that the report's summary of the node rests on: read whatever it holds. */
  readonly telling?: true;
  /** Objects of Kubernetes, whatever the file's name. */
  readonly manifest?: true;
  /** Findings show no text of it. */
  readonly sensitive?: true;
}

const telling = (...paths: readonly string[]): readonly HostPlace[] => paths.map(path => ({ path, telling: true as const }));
const plain = (...paths: readonly string[]): readonly HostPlace[] => paths.map(path => ({ path }));

/** In order of precedence: a unit in an earlier folder replaces those of its name in later ones. */
export const UNIT_FOLDERS = [
  'etc/systemd/system',
  'run/systemd/system',
  'usr/local/lib/systemd/system',
  'usr/lib/systemd/system',
  'lib/systemd/system',
] as const;

/** Units that packages bring and that say how the node runs its pods. */
export const RUNTIME_UNIT = /^(?:containerd|crio|cri-o|kubelet|cri-docker|cri-dockerd)\.(?:service|socket)$/;

/** Drop-ins of packages and of whoever set up the node. */
export const DROP_IN_FOLDER = /^(?:docker|containerd|crio|cri-o|kubelet|cri-docker|cri-dockerd)\.(?:service|socket)\.d$/;

export const PLACES: readonly HostPlace[] = [
  ...telling('etc/docker/daemon.json', 'etc/default/docker', 'etc/sysconfig/docker', 'etc/default/kubelet', 'etc/sysconfig/kubelet'),
  ...telling('var/lib/kubelet/config.yaml', 'var/lib/kubelet/kubeadm-flags.env', 'var/lib/kubelet/instance-config.yaml'),
  ...telling('etc/kubernetes/kubelet/*.json', 'etc/kubernetes/kubelet/*.yaml', 'etc/kubernetes/kubelet/config.json.d/*', 'etc/kubernetes/kubelet-config*'),
  ...telling('etc/kubernetes/kubelet.env', 'etc/kubernetes/kubelet.yaml', 'var/lib/kubelet/kubelet-config*', 'etc/kubernetes/kubeadm*'),
  ...telling('etc/containerd/config.toml', 'etc/containerd/conf.d/*.toml', 'etc/crio/crio.conf', 'etc/crio/crio.conf.d/*', 'etc/crictl.yaml'),
  ...telling('etc/containerd/certs.d/**/*.toml', 'etc/containers/registries.conf', 'etc/containers/registries.conf.d/*'),
  ...telling('etc/rancher/k3s/config.yaml', 'etc/rancher/rke2/config.yaml'),
  // A kubeconfig by this name holds keys; older installers keep the kubelet's own configuration there.
  { path: 'etc/kubernetes/kubelet.conf', sensitive: true },
  { path: 'etc/kubernetes/manifests/*', manifest: true },
  ...plain('etc/containers/policy.json', 'etc/sysconfig/docker-storage', 'etc/sysconfig/docker-network', 'etc/sysconfig/docker-storage-setup'),
  ...plain('etc/default/docker-storage-setup', 'etc/sysconfig/containerd', 'etc/default/containerd', 'etc/sysconfig/crio', 'etc/default/crio'),
  ...plain('etc/cni/net.d/*', 'etc/sysconfig/flanneld', 'etc/default/flanneld', 'etc/systemd/system/*.service', 'etc/systemd/system/*.timer'),
  ...plain('etc/systemd/system/*.socket', 'etc/systemd/system/*.mount', 'etc/systemd/system/*.service.d/*.conf'),
  ...plain('etc/crontab', 'etc/cron.d/*', 'etc/cron.hourly/*', 'etc/cron.daily/*', 'etc/cron.weekly/*', 'etc/cron.monthly/*'),
  ...plain('var/spool/cron/*', 'var/spool/cron/crontabs/*', 'etc/logrotate.conf', 'etc/logrotate.d/*'),
  ...plain('etc/audit/audit.rules', 'etc/audit/rules.d/*', 'etc/modules', 'etc/modules-load.d/*', 'etc/sysctl.conf', 'etc/sysctl.d/*'),
  ...plain('etc/rsyslog.conf', 'etc/rsyslog.d/*', 'etc/fluent-bit/*', 'etc/td-agent-bit/*', 'etc/td-agent/*', 'etc/fluent/*', 'etc/fluentd/*'),
  ...plain('etc/filebeat/*', 'etc/filebeat/**/*.yml', 'etc/metricbeat/*', 'etc/metricbeat/**/*.yml', 'etc/promtail/*', 'etc/loki/*', 'etc/alloy/*'),
  ...plain('etc/vector/*', 'etc/telegraf/*', 'etc/telegraf/telegraf.d/*', 'etc/datadog-agent/*.yaml', 'etc/datadog-agent/conf.d/**/*.yaml'),
  ...plain('etc/newrelic-infra.yml', 'etc/newrelic-infra/logging.d/*', 'etc/node-problem-detector/*', 'etc/gitlab-runner/config.toml'),
  ...plain('etc/systemd/system/docker.service', 'etc/profile.d/*docker*', 'etc/profile.d/*kube*', 'etc/environment', 'etc/rc.local'),
  ...plain('var/lib/cloud/instance/user-data.txt', 'etc/cloud/cloud.cfg', 'etc/cloud/cloud.cfg.d/*', 'etc/eks/bootstrap.sh'),
];

/** Programs by which a runtime is known to be installed. */
export const PROGRAMS = { docker: 'dockerd', containerd: 'containerd', 'cri-o': 'crio', 'cri-dockerd': 'cri-dockerd' } as const;
export const PROGRAM_FOLDERS = ['usr/bin', 'usr/sbin', 'usr/local/bin', 'usr/local/sbin', 'bin', 'sbin', 'opt/bin', 'opt/cni/bin', 'usr/libexec/crio'] as const;
