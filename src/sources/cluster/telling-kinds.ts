// Custom resources that some rule asks for by name, whatever their schemas hold.

interface Telling {
  readonly group: RegExp;
  /** Only these of its kinds; groups of whole platforms have many that hold nothing for rules, and some that hold secrets. */
  readonly kinds?: RegExp;
}

const TELLING: readonly Telling[] = [
  // Monitoring: queries, scrapes, dashboards.
  { group: /^monitoring\.(?:coreos|grafana|rhobs)(?:\.com)?$/ },
  { group: /^operator\.victoriametrics\.com$/ },
  { group: /^(?:grafana\.integreatly|integreatly|loki\.grafana|tempo\.grafana)\.(?:org|com)$/ },
  { group: /^datadoghq\.com$/ },
  { group: /(?:^|\.)appdynamics\.com$/ },
  { group: /^opentelemetry\.io$/ },
  // Logs.
  { group: /^(?:fluentbit|fluentd)\.fluent\.io$/ },
  { group: /^(?:logging|logging-extensions)\.banzaicloud\.io$/ },
  { group: /^(?:logging|observability)\.openshift\.io$/ },
  { group: /^observability\.kaasops\.io$/ },
  // Policies.
  { group: /^(?:policies\.)?kyverno\.io$/ },
  { group: /^(?:constraints|templates|mutations)\.gatekeeper\.sh$/ },
  { group: /^policies\.kubewarden\.io$/ },
  { group: /^policy\.open-cluster-management\.io$/ },
  { group: /^security\.openshift\.io$/ },
  { group: /^cilium\.io$/, kinds: /^TracingPolicy/ },
  { group: /(?:^|\.)falcosecurity\.dev$/ },
  // What sets nodes up.
  { group: /(?:^|\.)cluster\.x-k8s\.io$/ },
  { group: /^karpenter(?:\.k8s\.aws|\.sh|\.azure\.com)$/ },
  { group: /^machineconfiguration\.openshift\.io$/ },
  { group: /^kops\.k8s\.io$/ },
  { group: /^kubekey\.kubesphere\.io$/ },
  { group: /^kubermatic\.(?:k8s|k8c)\.io$/, kinds: /^Cluster(?:Template)?$/ },
  { group: /^cluster\.k8s\.io$/ },
  { group: /^container\.cnrm\.cloud\.google\.com$/ },
  { group: /^container\.gcp\.(?:m\.)?(?:upbound|crossplane)\.io$/ },
  { group: /^extensions\.gardener\.cloud$/, kinds: /^(?:OperatingSystemConfig|Worker)$/ },
  { group: /^deckhouse\.io$/, kinds: /^(?:NodeGroup|ModuleConfig)/ },
  { group: /^management\.cattle\.io$/, kinds: /^(?:Cluster|ClusterTemplateRevision)$/ },
  { group: /^provisioning\.cattle\.io$/ },
  { group: /^rke(?:-machine-config)?\.cattle\.io$/, kinds: /^(?:RKE|\w+Config$)/ },
  // Charts' values, patches and bundles of manifests.
  { group: /^helm\.(?:cattle|k0sproject)\.io$/ },
  { group: /^fleet\.cattle\.io$/, kinds: /^(?:Bundle|GitRepo|HelmOp|Content)$/ },
  { group: /^(?:helm|kustomize)\.toolkit\.fluxcd\.io$/ },
  { group: /^argoproj\.io$/ },
  // What is told which runtime the nodes have.
  { group: /^litmuschaos\.io$/ },
  { group: /^nvidia\.com$/ },
  { group: /^upgrade\.cattle\.io$/ },
];

/** Whether some rule asks for this kind of custom resource. */
export function isTelling(group: string, kind: string): boolean {
  return TELLING.some(one => one.group.test(group) && one.kinds?.test(kind) !== false);
}

/** Whether a kind is made to hold secrets, by its name: Rancher's Token, say. Such kinds are treated as Secrets are. */
export function holdsSecrets(kind: string): boolean {
  return /(?:Secret|Token|Credential|Password)s?$/.test(kind);
}
