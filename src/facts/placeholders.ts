// Placeholders of templates within a line: where they end.

const CLOSING: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '<%': '%>', '${': '}' };
/** Longer than any expression that people write on a line. */
const LONGEST = 500;

/** The end of the placeholder that begins at an offset, such as `{{ x }}`, `${x}` or `{% if x %}`; nothing where none begins or it does not end. */
export function placeholderEnd(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if (sign !== 0x7b && sign !== 0x3c && sign !== 0x24) return undefined;
  const closing = CLOSING[text.slice(at, at + 2)];
  if (closing === undefined) return undefined;
  const end = text.slice(at + 2, at + LONGEST).indexOf(closing);
  return end < 0 ? undefined : at + 2 + end + closing.length;
}
