// The mistakes in rule files that only compiling finds.

/** A rule file's mistake that the schema cannot see, with the path of the part that is wrong. */
export class RuleError extends Error {
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[]) {
    super(message);
    this.name = 'RuleError';
    this.path = path;
  }
}
