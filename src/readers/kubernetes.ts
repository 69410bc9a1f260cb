// What a text or a path tells of Kubernetes: that it speaks of it at all, or that it sets up nodes.

/**
 * Words that only have to do with Kubernetes. Not `containerd`, which Docker Engine brings along, nor `etcd`, which others use as well.
 * A word may stand in a longer name: `aws_eks_cluster`, `install-k8s.sh`.
 */
const KUBERNETES =
  /kube|k8s|(?:\b|_)(?:k3s|k0s|eks|gke|aks|rke2?|okd|kops)(?![a-z])|eksctl|rancher|openshift|origin-node|karpenter|bottlerocket|nodeadm|\bcrictl\b|\bcri-?o\b|cri-?socket|cri-docker|dockershim|sealos|\bcontainer_manager\b|docker_(?:dns_servers_strict|rpm_keepcache|orphan_clean_up|daemon_graph)\b|(?:docker|mirantis)\/ucp\b|\/etc\/(?:containerd|cni|crio|eks)\b|\/var\/log\/(?:containers|pods)\b|io\.containerd\.grpc|\bflannel|\bcalico\b|\bcilium\b|\bhelm\b|helmfile|helm_release|kustomiz|\bargo(?:cd|proj)\b|tekton|podTemplate|hostPath|initContainers|volumeMounts|nodeSelector|DaemonSet|StatefulSet|\bapiVersion["']?\s{0,3}[:=]/i;

/** What a description of machines has in it where they are nodes, and other texts have for other reasons. */
const NODES = /node_?(?:pool|group)|control[_-]?plane|(?:^|["/_-])(?:workers?|masters?)(?:["/_-]|$)|containerd|\b(?:eks|gke|aks|rke|kops)/i;

/** Files of charts, kustomizations and Jsonnet by their names, whatever is in them. */
const KUBERNETES_NAME = /(?:^|[/._-])values[\w.-]*\.ya?ml$|(?:^|\/)(?:Chart|[Kk]ustomization)\.ya?ml$|\.(?:jsonnet|libsonnet)$/;

/** What sets up nodes, or configures what runs on nodes alone, as do variables that only Kubespray has. k3s and its like need no Docker unless they are told to use it. */
const NODE_WORK =
  /kubeadm|\bkubelet(?!-(?:arg|csr|serving|exporter|metrics))|hyperkube|kubespray|\b(?:kube|k8s)[_-](?:nodes?|masters?|workers?|control[_-]?plane)\b|\bkube_(?:version|network_plugin|proxy_mode)\b|\bkube-(?:apiserver|controller-manager|scheduler|proxy)\b(?!-arg)|\/etc\/kubernetes\b|\bkops\b|\brke\b|cri-?socket|cri-docker|dockershim|\bsealos\b|\bcontainer_manager\b|\bdocker_(?:dns_servers_strict|rpm_keepcache|orphan_clean_up|daemon_graph)\b|(?:docker|mirantis)\/ucp\b|\bcrictl\b|\bcri-?o\b|openshift_(?:node|master)|atomic-openshift|origin-node|nodeadm|\/etc\/eks\/|--docker\b(?<=k3s[\s\S]{0,300})/i;

const SUFFIX = String.raw`(?:\.(?:j2|jinja2?|tmpl|gotmpl|tpl|template|in))?$`;
/** Names of manifests, and those of the configuration of agents besides. */
const MANIFEST_NAME = new RegExp(String.raw`\.(?:ya?ml|json|tpl)${SUFFIX}`, 'i');
const DATA_NAME = new RegExp(String.raw`\.(?:ya?ml|json|tpl|conf|toml|alloy|river)${SUFFIX}`, 'i');
const OBJECT = /^(?:- {1,3})?apiVersion\s?:|^\s{0,8}"apiVersion"\s{0,3}:/m;
/** In objects that are about nodes: those of kubeadm, kops and the kubelet, its kubeconfig, a control plane's static pods. */
const NODE_OBJECT = /(?:kubeadm|kubelet\.config|kops|bootstrap\.cluster\.x-k8s)(?:\.k8s)?\.io\/|system:node:|--service-cluster-ip-range\b/;
/** Scrape configurations, rules, dashboards and log agents are about the kubelets of others. */
const MONITORING =
  /^\s{0,12}(?:(?:- )?["']?(?:scrape_configs|scrape_interval|job_name|panels|expr|alert)["']?\s{0,3}:|<(?:source|match|filter)\b|\[INPUT\]|\[\[inputs\.)/im;
/** Manifests that reach the node that they run on. */
const ON_NODE = /\bhostPath\b|\bhostPID\b|\bkind["']?\s{0,3}:\s{0,3}["']?DaemonSet\b/;

const NODE_ROLE = String.raw`(?:kubernetes|k8s)(?:[-_](?:common|base|cluster|install|setup))?["']?[ \t]*`;
/** A play's list of roles with one called after Kubernetes, which need not be kept beside it: `geerlingguy.kubernetes`. No line of it can be read in two ways. */
const PLAY_OF_NODES = new RegExp(
  [
    String.raw`^([ \t]{0,10})roles:[ \t]*\r?\n(?:(?:\1(?=[ \t#-])[^\n]{0,200})?\n){0,40}?\1[ \t]{0,8}- (?:\{ ?)?(?:(?:role|name|src): ?)?["']?(?:[\w-]{1,40}[./])?${NODE_ROLE}(?:[,}#\r]|$)`,
    String.raw`^[ \t]{0,10}roles:[ \t]*\[(?:[^\]\n]{0,300}[ ,"'./])?${NODE_ROLE}[,\]]`,
  ].join('|'),
  'm',
);

/** Whether a text has a word in it that only has to do with Kubernetes. */
export function speaksOfKubernetes(text: string): boolean {
  return KUBERNETES.test(text);
}

/** Whether a description of machines, or the path of one, tells that they are nodes. */
export function describesNodes(text: string): boolean {
  return NODES.test(text) || KUBERNETES.test(text);
}

/** Whether a path has a word for Kubernetes, or is one that only charts, kustomizations and Jsonnet have. */
export function isNamedForKubernetes(path: string): boolean {
  return KUBERNETES.test(path) || KUBERNETES_NAME.test(path);
}

/** Whether a file's path alone tells that it is for nodes. Manifests are called after what they are about. */
export function isNamedForNodes(path: string): boolean {
  return NODE_WORK.test(MANIFEST_NAME.test(path) ? (/(?:^|\/)roles\/[^/]+\//.exec(path)?.[0] ?? '') : path);
}

/** Whether a manifest reaches the nodes that it runs on, so that a script beside it may well be for them. */
export function reachesNodes(text: string): boolean {
  return ON_NODE.test(text);
}

/** Whether a file sets up nodes. What is deployed to a cluster may name the kubelet as well, and leaves the nodes alone. */
export function setsUpNodes(path: string, text: string): boolean {
  if (KUBERNETES_NAME.test(path)) return false;
  if (!DATA_NAME.test(path)) return NODE_WORK.test(text);
  if (OBJECT.test(text)) return NODE_OBJECT.test(text);
  return (NODE_WORK.test(text) && !MONITORING.test(text)) || PLAY_OF_NODES.test(text);
}
