// Mistakes that the user can mend: shown as one clear message, never as a stack trace.

export class UserError extends Error {
  /** What to do about it, one line. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
  }
}
