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

export const brokenOff = (url: URL): Failure => failure('unreachable', `${address(url)} cut the connection in the middle of an answer`, OFTEN);

/** A server that takes no connection at all keeps one waiting each time, so two attempts must do. */
export function stalled(url: URL, phase: 'connection' | 'answer' | 'body', waited: number): Failure {
  const time = `${waited / 1000} s`;
  if (phase === 'connection') return failure('unreachable', `${address(url)} took no connection within ${time}`, 2);
  if (phase === 'answer') return failure('timeout', `${address(url)} gave no answer within ${time}`, OFTEN);
  return failure('timeout', `the answer of ${address(url)} stopped arriving or was not there in full within ${time}`, OFTEN);
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

const UNREACHABLE: Readonly<Record<string, readonly [clause: (address: string) => string, attempts: number]>> = {
  ENOTFOUND: [address => `the host of ${address} has no address`, 1],
  EAI_AGAIN: [address => `the address of ${address} cannot be looked up now`, OFTEN],
  ECONNREFUSED: [address => `${address} refuses connections`, OFTEN],
  ECONNRESET: [address => `${address} cut the connection`, OFTEN],
  EPIPE: [address => `${address} cut the connection`, OFTEN],
  EHOSTUNREACH: [address => `there is no route to ${address}`, 2],
  ENETUNREACH: [address => `there is no route to ${address}`, 2],
  ETIMEDOUT: [address => `${address} took no connection in time`, 2],
};

/** What an error of the connection means. */
export function failureOf(error: unknown, url: URL): Failure {
  const code = errorCode(error);
  const untrusted = UNTRUSTED[code];
  if (untrusted !== undefined) return failure('untrusted', `the certificate of ${address(url)} is not trusted: ${untrusted}`);
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) return failure('unreachable', unreachable[0](address(url)), unreachable[1]);
  if (/ALERT/.test(code)) return failure('unauthorized', `${address(url)} does not accept the client certificate (${code})`);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return failure('unreachable', `${address(url)} does not answer in TLS as it should (${code})`);
  return failure('unreachable', `the connection to ${address(url)} failed: ${clip(messageOf(error))}`, OFTEN);
}

/** Several addresses of one host that all fail make an error without words of its own. */
function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : errorCode(error);
}

/** `host:port` also where the port is the protocol's own. */
export function address({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'http:' ? '80' : '443') : port}`;
}

const MAX_MESSAGE = 300;

/** A stranger's words as part of one line. */
export function clip(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  const letters = Array.from(line.slice(0, 2 * MAX_MESSAGE));
  return letters.length <= MAX_MESSAGE ? line : `${letters.slice(0, MAX_MESSAGE).join('')}…`;
}
