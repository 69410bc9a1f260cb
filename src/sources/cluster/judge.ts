// What an answer of a server means.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { ApiErrorCode } from './api-error.ts';
import type { Outcome } from './exchange.ts';
import { clip, type Failure, failure, OFTEN } from './failure.ts';

type Head = Pick<IncomingMessage, 'statusCode' | 'headers'>;

const CODES: Readonly<Record<number, ApiErrorCode>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 410: 'expired' };

/** Those that servers under load answer with, and those of proxies before them. */
const TEMPORARY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export function judge(head: Head, text: string): Outcome {
  const status = head.statusCode ?? 0;
  if (status >= 300 && status < 400) return { ...failure('server-error', redirected(head, status)), status };
  if (status < 200 || status >= 300) return refusal(head, status, text);
  const type = mediaType(head);
  const body = text.trim();
  if (type === 'HTML' || !/^[{[]/.test(body)) return notJson(type, body);
  // Where a connection is closed to end a body, a cut looks like the end.
  if (!body.endsWith('}') && !body.endsWith(']')) return failure('unreachable', 'the answer broke off', OFTEN);
  return { kind: 'answer', text };
}

function refusal(head: Head, status: number, text: string): Failure {
  const type = mediaType(head);
  // An address that is no API server's answers so to everything, and must not read as a kind that is not served.
  if (status === 404 && type === 'HTML') return { ...notJson(type, text), status };
  const said = statusMessage(text);
  const clause = `the server answered ${named(status)}${said === undefined || said === STATUS_CODES[status] ? '' : `: ${clip(said)}`}`;
  const retryAfter = retryAfterOf(head.headers['retry-after']);
  return {
    ...failure(CODES[status] ?? 'server-error', clause, TEMPORARY.has(status) ? OFTEN : 1),
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function notJson(type: string | undefined, body: string): Failure {
  const what = type ?? (body === '' ? 'nothing' : 'something else');
  return failure('not-json', `the server answered with ${what}, not JSON: is this the address of a Kubernetes API server?`);
}

function mediaType({ headers }: Head): string | undefined {
  return headers['content-type']?.includes('html') === true ? 'HTML' : undefined;
}

function named(status: number): string {
  const name = STATUS_CODES[status];
  return name === undefined ? String(status) : `${status} ${name}`;
}

/** Only the host is told: the rest of a redirect's target is anybody's text, and may hold secrets. */
function redirected({ headers }: Head, status: number): string {
  const target = headers.location ?? '';
  const host = URL.canParse(target) ? new URL(target).host : '';
  return `the server answered ${named(status)}${host === '' ? '' : `, to ${host}`}; redirects are not followed`;
}

/** The message of a Status object. */
function statusMessage(text: string): string | undefined {
  try {
    const status: unknown = JSON.parse(text);
    if (typeof status === 'object' && status !== null && 'message' in status && typeof status.message === 'string') return status.message;
    return undefined;
  } catch {
    // What proxies answer is no JSON; the status says enough.
    return undefined;
  }
}

/** Milliseconds; the header has seconds or a date. */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
