// Whether what lies below a root is enough of a node to be judged: a copy of /etc alone, or of another machine, tells nothing of its runtime.
import type { Notification } from '../../model/finding.ts';
import { problem } from '../problem.ts';
import type { HostFiles } from './files.ts';
import { PROGRAM_FOLDERS } from './places.ts';

/** Programs that bring a kubelet, or a kubelet and a runtime in one. */
const KUBELETS = ['kubelet', 'k3s', 'rke2', 'k0s'] as const;

/** What kubelets and runtimes keep on a node. */
const THEIRS = [
  ...['etc/kubernetes', 'etc/containerd', 'etc/crio', 'etc/docker', 'etc/rancher', 'etc/k0s', 'etc/default/kubelet', 'etc/sysconfig/kubelet'],
  ...['var/lib/kubelet', 'var/lib/docker', 'var/lib/containerd', 'var/lib/containers', 'var/lib/rancher', 'var/lib/k0s', 'var/snap/microk8s'],
] as const;

/** Where the kubelet keeps its configuration, and Docker Engine what it leaves behind. */
const DATA = 'var/lib';

/** What keeps a node from being judged, if anything; `hasRuntime`: a runtime is installed or runs. */
export function whatIsLacking(files: HostFiles, root: string, hasRuntime: boolean): Notification | undefined {
  // Whatever may not be entered is told already, and can hold anything.
  if (files.notifications.some(({ level }) => level === 'error')) return undefined;
  if (!hasRuntime && !hasSigns(files)) {
    const message = `${root} has no kubelet and no container runtime, so it is not known through what it runs pods; give --host the root of a node, such as / or /mnt/root`;
    return problem('nothing-to-read', 'error', message);
  }
  if (files.root.resolve(DATA).kind !== 'missing') return undefined;
  const message = `${root} has no ${DATA}, so the kubelet's configuration and what Docker Engine keeps on the node were not looked at; give --host the whole root of the node`;
  return problem('not-found', 'error', message);
}

function hasSigns({ root, texts }: HostFiles): boolean {
  return (
    THEIRS.some(path => root.has(path)) ||
    KUBELETS.some(program => PROGRAM_FOLDERS.some(folder => root.resolve(`${folder}/${program}`).kind === 'file')) ||
    texts.some(({ uri }) => uri.includes('/kubelet.service'))
  );
}
