// What goes wrong between us and an API server, told in one plain clause.

export type ApiErrorCode =
  'forbidden' | 'unauthorized' | 'not-found' | 'expired' | 'unreachable' | 'untrusted' | 'timeout' | 'too-large' | 'not-json' | 'server-error' | 'interrupted';

/** Why an API server gave no answer; the message is one clause without a full stop, and may hold words of the server. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(code: ApiErrorCode, message: string, status?: number) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}
