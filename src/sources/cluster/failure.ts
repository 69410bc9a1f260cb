// Why an attempt at a GET failed, in words, and whether another one may help.
import { errorCode } from '../problem.ts';
import { megabytes } from '../read-text.ts';
import type { ApiErrorCode } from './api-error.ts';

export interface Failure {
  readonly kind: 'failure';
  readonly code: ApiErrorCode;
  /** One clause, without a full stop. */
  readonly clause: string;
  readonly status?: number;
  /** How many attempts are worth it. */
  readonly attempts: number;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter?: number;
}

/** What comes and goes is tried as often as delays allow. */
export const OFTEN = Infinity;

export const failure = (code: ApiErrorCode, clause: string, attempts = 1): Failure => ({ kind: 'failure', code, clause, attempts });

export const interrupted = (): Failure => failure('interrupted', 'it was interrupted');

export const tooLarge = (maxBody: number): Failure => failure('too-large', `the answer has more than ${megabytes(maxBody)}`);

export const brokenOff = (peer: string): Failure => failure('unreachable', `${peer} cut the connection in the middle of an answer`, OFTEN);

/** A server that takes no connection at all keeps one waiting each time, so two attempts must do. */
export function stalled(peer: string, phase: 'connection' | 'answer' | 'body', waited: number): Failure {
  const time = `${Math.ceil(waited) / 1000} s`;
  if (phase === 'connection') return failure('unreachable', `${peer} took no connection within ${time}`, 2);
  if (phase === 'answer') return failure('timeout', `${peer} gave no answer within ${time}`, OFTEN);
  return failure('timeout', `the answer of ${peer} stopped arriving or was not there in full within ${time}`, OFTEN);
}

const UNTRUSTED: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not one of those trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate authority is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate authority is unknown',
  CERT_SIGNATURE_FAILURE: 'its signature is not that of its certificate authority',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'its certificate authority is not one of those trusted',
  CERT_REJECTED: 'it is not meant for servers',
  INVALID_CA: 'it was signed by a certificate that is no certificate authority',
  INVALID_PURPOSE: 'it is not meant for servers',
  PATH_LENGTH_EXCEEDED: 'its chain is longer than its certificate authority allows',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host name',
};

const UNREACHABLE: Readonly<Record<string, readonly [clause: (peer: string) => string, attempts: number]>> = {
  ENOTFOUND: [peer => `the host of ${peer} has no address`, 1],
  EAI_AGAIN: [peer => `the address of ${peer} cannot be looked up now`, OFTEN],
  ECONNREFUSED: [peer => `${peer} refuses connections`, OFTEN],
  ECONNRESET: [peer => `${peer} cut the connection`, OFTEN],
  EPIPE: [peer => `${peer} cut the connection`, OFTEN],
  EHOSTUNREACH: [peer => `there is no route to ${peer}`, 2],
  ENETUNREACH: [peer => `there is no route to ${peer}`, 2],
  ETIMEDOUT: [peer => `${peer} took no connection in time`, 2],
};

/** What an error of the connection means. */
export function failureOf(error: unknown, peer: string): Failure {
  const code = errorCode(error);
  const untrusted = UNTRUSTED[code];
  if (untrusted !== undefined) return failure('untrusted', `the certificate of ${peer} is not trusted: ${untrusted}`);
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) return failure('unreachable', unreachable[0](peer), unreachable[1]);
  if (/ALERT/.test(code)) return failure('unauthorized', `${peer} does not accept the client certificate (${code})`);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return failure('unreachable', `${peer} does not answer in TLS as it should (${code})`);
  const [, refusal] = /^Bad response: (\d+)$/.exec(messageOf(error)) ?? [];
  if (refusal !== undefined) return failure('unreachable', `the proxy does not lead to ${peer}: it answered ${refusal}`, Number(refusal) < 500 ? 1 : OFTEN);
  return failure('unreachable', `the connection to ${peer} failed: ${clip(messageOf(error))}`, OFTEN);
}

/** Several addresses of one host that all fail make an error without words of its own. */
function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : errorCode(error);
}

const MAX_MESSAGE = 300;

/** A stranger's words as part of one line. */
export function clip(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  const letters = Array.from(line.slice(0, 2 * MAX_MESSAGE));
  return letters.length <= MAX_MESSAGE ? line : `${letters.slice(0, MAX_MESSAGE).join('')}…`;
}
