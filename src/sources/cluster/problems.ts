// What could not be seen of a cluster, told once for each list, with what to do about it.
import type { ListOutcome } from '../../model/cluster.ts';
import type { Notification, NotificationCode } from '../../model/finding.ts';
import { ApiError, type ApiErrorCode } from './api-error.ts';
import type { ServedKind } from './discovery.ts';

const CODES: Readonly<Record<ApiErrorCode, NotificationCode>> = {
  forbidden: 'forbidden',
  unauthorized: 'unauthorized',
  unreachable: 'unreachable',
  untrusted: 'unreachable',
  timeout: 'unreachable',
  interrupted: 'interrupted',
  'not-found': 'request-failed',
  expired: 'request-failed',
  'too-large': 'request-failed',
  'not-json': 'request-failed',
  'server-error': 'request-failed',
};

/** What to do about it. */
type Advice = Partial<Record<ApiErrorCode, string>>;

const ADVICE: Advice = {
  forbidden: 'unshim rbac --context NAME prints a role that allows it',
  unauthorized: 'check the credentials of this context',
  untrusted: 'see certificate-authority of this cluster in the kubeconfig',
  timeout: 'see whether its address is right, or give it more time with --request-timeout',
};

/** Gathers the notifications about one cluster. */
export class Problems {
  readonly notifications: Notification[] = [];
  readonly #context: string;
  readonly #advice: Advice;

  constructor(context: string, advice: Advice = ADVICE) {
    this.#context = context;
    this.#advice = advice;
  }

  /** `what` is a clause that says what could not be done. Anything but an answer of the server or a lack of one is thrown on. */
  add(error: unknown, what: string): void {
    const code = codeOf(error);
    const advice = error instanceof ApiError ? this.#advice[error.code] : undefined;
    const reason = error instanceof ApiError ? error.message : 'its answer is no JSON';
    this.tell(code, `${what}: ${reason}${advice === undefined ? '' : `; ${advice}`}`);
  }

  /** Everything after an interruption fails alike, so that is told once. */
  tell(code: NotificationCode, message: string): void {
    if (code === 'interrupted') {
      if (this.notifications.some(notification => notification.code === 'interrupted')) return;
      this.notifications.push({ code, level: 'error', message: `cluster ${this.#context}: interrupted before everything was listed` });
      return;
    }
    this.notifications.push({ code, level: 'error', message: `cluster ${this.#context}: ${message}` });
  }
}

/** The code of what a request came to. Rethrows what is no answer of a server: mistakes of ours are not to be told as the cluster's. */
export function codeOf(error: unknown): NotificationCode {
  if (error instanceof ApiError) return CODES[error.code];
  if (error instanceof SyntaxError) return 'request-failed';
  throw error;
}

export function outcomeOf(code: NotificationCode): ListOutcome {
  if (code === 'forbidden' || code === 'interrupted') return code;
  return 'failed';
}

/** `deployments (apps/v1) in namespace ci`. */
export function wordsOf({ plural, apiVersion }: ServedKind, namespace: string | undefined): string {
  return `${plural} (${apiVersion})${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}
