// The question that is asked of a text before anything is parsed.

export interface Filter {
  /** Whether a text may hold anything that some rule needs. Never says no to a text that does. */
  mayMatter(text: string): boolean;
  /** The same for one value that was already taken apart. */
  interesting(text: string): boolean;
}
