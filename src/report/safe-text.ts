// Makes text from strangers harmless to print: nothing in it can steer a terminal, hide itself or command a CI log.

/** Everything without a glyph of its own: controls, format and bidi characters, odd spaces, fillers, lone surrogates, private use. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|[^\P{Zs} ]/gu;

/** Runners obey `##[error]`, `##vso[...]` and `##teamcity[...]` wherever they stand in a line. */
const BRACKET_COMMAND = /##(?=[a-z]{0,20}\[)/gi;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text in which every character can be seen: `\x1b` for an escape, `\u202e` for an override, `\n` for a line break. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, char => SHORT_ESCAPES[char] ?? visibleEscape(char)).replace(BRACKET_COMMAND, '#\\x23');
}

/** `visible` for prose that may be folded over several lines, as in a rule's file: line breaks become spaces. */
export function visibleProse(text: string): string {
  return visible(
    text
      .split(/[\n\r\t ]+/)
      .join(' ')
      .trim(),
  );
}

/** A line of output that no runner takes for a workflow command, which starts with `::` after any spaces. */
export function defuseLineStart(line: string): string {
  return line.startsWith('::') ? `\\x3a${line.slice(1)}` : line;
}

/**
 * JSON with two spaces of indentation; invisible characters, and the marks by which runners know commands in their logs, are written as
 * `\uXXXX`, so that values survive and bytes are plain.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(INVISIBLE, char => (char === '\n' ? char : jsonEscape(char)))
    .replace(/##(?=\[|vso\[|teamcity\[)/g, '#\\u0023');
}

function visibleEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

function jsonEscape(char: string): string {
  let escaped = '';
  for (let i = 0; i < char.length; i++) escaped += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}
