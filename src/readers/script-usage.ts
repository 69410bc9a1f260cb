// Where a script runs: on nodes, or on the machine of whoever builds and tests.
import type { Usage } from '../model/artifact.ts';
import { speaksOfKubernetes } from './kubernetes.ts';

const SCRIPT_NAME =
  /\.(?:ba|k|z)?sh(?:\.(?:j2|tpl|tmpl|in|erb))?$|\.(?:ps1|psm1|cmd|bat|mk)$|(?:^|\/)(?:GNU)?[Mm]akefile[^/]*$|(?:^|\/)(?:Docker|Container)file[^/]*$|\.(?:docker|container)file$/;

/** Whether a file is a script by its name or its first line. */
export function isScript(uri: string, text: string): boolean {
  return SCRIPT_NAME.test(uri) || text.startsWith('#!');
}

/** What only a node's own scripts do: installing and starting its parts, writing their configuration. */
const NODE_WORK =
  /\bkubelet\b|\bkubeadm\s+(?:init|join|reset|upgrade|config)|\/etc\/(?:docker|containerd|kubernetes|crio|crictl|cni|systemd|sysconfig|default\/(?:docker|kubelet))\b|\/var\/lib\/(?:kubelet|cloud|docker|containerd)\b|\b(?:systemctl|service|rc-service)\s+(?:-\S+\s+)*(?:\w+\s+)?(?:docker|containerd|crio|cri-docker)|\b(?:apt|apt-get|yum|dnf|zypper|apk|tdnf|amazon-linux-extras)\s[^\n]*\bdocker|get\.docker\.com|\b(?:crictl|nsenter|modprobe|swapoff|cloud-init|nodeadm|cri-dockerd)\b|\bctr\s|\/etc\/eks\/bootstrap\.sh|\b(?:k3s|rke2?|microk8s|kubespray|kops)\b/;

/** Images that only control planes and nodes run. Who pulls them and pushes none wants them where he is, as kubeadm's users behind a firewall do. */
const CONTROL_PLANE = /\bkube-(?:apiserver|controller-manager|scheduler|proxy)\b/;
const PUSH = /\b(?:docker|podman|nerdctl|skopeo|crane)\s+(?:push|copy|cp)\b/;

const NODE_PATH =
  /(?:^|[/_.-])(?:nodes?|workers?|masters?|control-?plane|bootstrap|user-?data|cloud-?init|provision\w*|packer|ami|images?\/capi|roles|host|init|startup|join|kubelet|crons?|cron\.\w+|node-?setup|setup-?node|daemonset|files)(?:[/_.-]|$)/i;

/** What scripts for people's own machines ask for or name, and no node has. */
const OWN_MACHINE = /\bdarwin\b|\bbrew\s+install\b|\bDocker Desktop\b|\bdocker(?:-|\s+)compose\s+(?:up|build|version)\b/i;

/** Nodes that are containers, as those of kind are: they run where somebody tries things. */
const NODES_IN_DOCKER = /\bdocker\s+exec\b[^\n]{0,200}\s(?:crictl|ctr|kubeadm|kubelet)\s|(?:^|[\s|;&])(?:kind\s+create\s+cluster|k3d\s+cluster\s+create)\b/;

const BUILD_PATH =
  /(?:^|[/_.-])(?:build|builds|release|publish|push|ci|cd|test|tests|testing|e2e|integration|hack|dev|develop|development|local|localdev|demo|docs|contrib|lint|verify|generate|codegen|benchmark|quickstart|kind|minikube)(?:[/_.-]|$)|(?:^|\/)(?:GNU)?[Mm]akefile|(?:^|\/)(?:Docker|Container)file|\.(?:mk|dockerfile|containerfile)$/i;

/** Commands that make, fetch and ship images, or serve a developer. */
const BUILD_COMMAND =
  /\bdocker(?:\.exe)?\s+(?:-\S+\s+|--\S+[= ]\S+\s+)*(?:build|buildx|push|tag|login|logout|compose|manifest|image\s+(?:build|push|tag)|context|scan|run\s[^\n]*(?:--rm|-it|-ti)\b)|\bdocker-compose\b|\bkind\s+(?:load|create)|\bminikube\b/;

/** Anything else that a script asks of Docker. */
const OTHER_COMMAND =
  /(?:^|[;&|(`]|\$\(|\bsudo\s)\s*docker(?:\.exe)?\s+(?!build|buildx|push|tag|login|logout|compose|manifest|image|context|scan|run|pull|version|info)\w/m;

/** `workstation` where nothing ties the script to a node and something ties it to building or testing. */
export function scriptUsage(uri: string, text: string): Usage {
  if (NODES_IN_DOCKER.test(text)) return 'workstation';
  if (OWN_MACHINE.test(text) && !speaksOfKubernetes(text) && !NODE_PATH.test(uri)) return 'workstation';
  if (NODE_WORK.test(text)) return 'cluster';
  if (BUILD_PATH.test(uri)) return 'workstation';
  if (NODE_PATH.test(uri) || (CONTROL_PLANE.test(text) && !PUSH.test(text))) return 'cluster';
  return BUILD_COMMAND.test(text) && !OTHER_COMMAND.test(text) ? 'workstation' : 'cluster';
}
