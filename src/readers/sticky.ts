// The one step of readers that go through a text from its beginning to its end.

/** What a sticky pattern matches exactly here. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
