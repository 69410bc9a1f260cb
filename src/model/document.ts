// What a reader makes of an artifact: a tree, the commands of a script, or plain text.
import type { Artifact } from './artifact.ts';
import type { ResourceRef, Span } from './location.ts';
import type { SegmentMap } from './segment-map.ts';
import type { Node } from './tree.ts';

/**
 * The language of a document, as far as its shape and name tell. `k8s` has apiVersion and kind; `values` belongs to a Helm chart;
 * the log agents' dialects are configuration files of those agents, whatever syntax they are written in. `terraform` is what HCL configures,
 * Packer's templates included.
 */
export type Dialect =
  | 'k8s'
  | 'values'
  | 'kustomize-patch'
  | 'ansible'
  | 'ansible-vars'
  | 'cloud-init'
  | 'prometheus'
  | 'grafana'
  | 'ci'
  | 'compose'
  | 'daemon-json'
  | 'kubelet-config'
  | 'kubeadm'
  | 'containerd'
  | 'crio'
  | 'crictl'
  | 'host-state'
  | 'npd'
  | 'systemd'
  | 'env'
  | 'shell'
  | 'fluent-bit'
  | 'fluentd'
  | 'filebeat'
  | 'promtail'
  | 'vector'
  | 'telegraf'
  | 'otel'
  | 'logstash'
  | 'gitlab-runner'
  | 'alloy'
  | 'falco'
  | 'policy'
  | 'k3s'
  | 'rke'
  | 'salt'
  | 'provisioning'
  | 'terraform'
  | 'unknown';

/** A condition in the text that decides whether a part of it is in force. */
export interface Guard {
  /** `off-by-default`: the defaults switch it off. `runtime-branch`: it is taken only where the runtime is Docker. */
  readonly kind: 'off-by-default' | 'runtime-branch';
  /** The condition as written, on one line. */
  readonly condition: string;
  /** The value that switches it on, such as `.Values.dind.enabled`, where it is one. */
  readonly toggle?: string;
}

interface DocumentBase {
  readonly artifact: Artifact;
  readonly dialect: Dialect;
  /** The part of the artifact's text that the document takes up. */
  readonly span: Span;
  /** The object that the document is, or that holds it. */
  readonly resource?: ResourceRef;
}

export interface TreeDocument extends DocumentBase {
  readonly form: 'tree';
  readonly root: Node;
  /** The path of the root within the file's document, where only an item of a list was parsed. */
  readonly rootPath?: string;
}

export interface ScriptDocument extends DocumentBase {
  readonly form: 'script';
  readonly commands: readonly ScriptCommand[];
}

export interface TextDocument extends DocumentBase {
  readonly form: 'text';
}

export type Document = TreeDocument | ScriptDocument | TextDocument;

/** A word of a command: its text without quotes, expansions that are not known replaced by `UNRESOLVED`. */
export interface Word extends Span {
  readonly text: string;
}

/** One simple command of a script, its wrappers (sudo, nsenter, xargs, ssh, ...) taken off. */
export interface ScriptCommand extends Span {
  /** The program and its arguments. */
  readonly words: readonly Word[];
  /** Programs around it, outermost first, such as `sudo` or `chroot`. */
  readonly wrappers: readonly string[];
  /** Variables set before it: `DOCKER_HOST=... docker ps`. An assignment alone has no words. */
  readonly assignments: readonly { readonly name: Word; readonly value: Word }[];
  readonly heredocs: readonly Heredoc[];
  readonly guard?: Guard;
}

/** A here-document, or a `cat > file` text: a file inside a script. */
export interface Heredoc {
  readonly body: Span;
  /** The file it is written to, where the command says so: `cat <<EOF > /etc/docker/daemon.json`. */
  readonly target?: string;
  /** The text and how it lies in the script, where escapes, expansions or several words make it more than the slice `body`. */
  readonly content?: { readonly text: string; readonly map: SegmentMap };
}
