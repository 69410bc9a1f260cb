// What the truth of a condition says about the runtime.
import type { Guard } from '../../model/document.ts';

/** `docker`: true only where the runtime is Docker or Docker is there. `other`: true only where it is another runtime. */
export type Verdict = 'docker' | 'other' | undefined;

/** The verdict of the opposite condition. */
export function invert(verdict: Verdict): Verdict {
  if (verdict === undefined) return undefined;
  return verdict === 'docker' ? 'other' : 'docker';
}

/** The guard that a condition is, on one line and not too long. */
export function guardOf(condition: string): Guard {
  const line = condition.slice(0, 400).replace(/\s+/g, ' ').trim();
  return { kind: 'runtime-branch', condition: line.length > 160 ? `${line.slice(0, 159)}…` : line };
}

const DOCKER_NAME = /^[\^*.]*(?:docker(?:shim|d|-ce|\.io|\.service|\.socket)?|moby)(?::\/\/)?[*.$]*$/i;
const OTHER_NAME = /^[\^*.]*(?:containerd|cri-?o|crictl|ctr|nerdctl|podman|remote)(?:\.service|:\/\/)?[*.$]*$/i;
const DOCKER_PATH = /(?:^|\/)docker(?:d|shim)?(?:\.sock|\.exe|\.service|\.pid)?$|\/(?:etc|lib|run)\/docker(?:\/|$)/;
const OTHER_PATH = /(?:^|\/)(?:containerd|crio|crictl|ctr|nerdctl|podman)(?:\.sock|\.service)?$|\/etc\/containerd(?:\/|$)/;

/** What it says that something is called so: `docker`, `docker*`, `containerd://`. */
export function nameVerdict(name: string): Verdict {
  if (DOCKER_NAME.test(name)) return 'docker';
  return OTHER_NAME.test(name) ? 'other' : undefined;
}

/** What it says that a file is there. `/.dockerenv` is about the container a script runs in, not about the node. */
export function pathVerdict(path: string): Verdict {
  if (DOCKER_PATH.test(path)) return 'docker';
  return OTHER_PATH.test(path) ? 'other' : undefined;
}
