// A linear look at how deep a text nests, before a recursive parser is let near it.

/** Deeper than any manifest that was ever meant, and well below what a parser's stack can hold. */
export const MAX_DEPTH = 200;

/**
 * The offset at which YAML or JSON nests deeper than `MAX_DEPTH`, or nothing. Brackets inside quotes, comments and block scalars
 * do not count.
 */
export function tooDeep(text: string, from: number, to: number): number | undefined {
  return deepBrackets(text, from, to) ?? deepBlocks(text, from, to);
}

const BLOCK_HEADER = /[|>][-+0-9]{0,3}[ \t]*$/;

function deepBrackets(text: string, from: number, to: number): number | undefined {
  // Most documents have no more brackets than this in all, which is quick to see.
  if (!moreThan(text, from, to, MAX_DEPTH)) return undefined;
  const state = { depth: 0 };
  let blockIndent = -1;
  for (let line = from; line < to;) {
    const newline = text.indexOf('\n', line);
    const end = newline < 0 || newline >= to ? to : newline;
    const indent = indentOf(text, line, end);
    if (blockIndent >= 0 && (line + indent >= end || indent > blockIndent)) {
      line = end + 1;
      continue;
    }
    const at = deepInLine(text, line + indent, end, state);
    if (at !== undefined) return at;
    blockIndent = state.depth === 0 && BLOCK_HEADER.test(text.slice(Math.max(line, end - 12), end)) ? indent : -1;
    line = end + 1;
  }
  return undefined;
}

function moreThan(text: string, from: number, to: number, limit: number): boolean {
  let count = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket, from); at >= 0 && at < to; at = text.indexOf(bracket, at + 1)) if (++count > limit) return true;
  }
  return false;
}

function deepInLine(text: string, from: number, end: number, state: { depth: number }): number | undefined {
  let quote = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === 92 && quote === 34) i++;
      else if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 35 && (i === from || text.charCodeAt(i - 1) === 32)) return undefined;
    else if (code === 91 || code === 123) {
      if (++state.depth > MAX_DEPTH) return i;
    } else if ((code === 93 || code === 125) && state.depth > 0) state.depth--;
  }
  return undefined;
}

/** Compact nesting on one line (`- - - -`, `? ? ?`) and ever deeper indentation. */
function deepBlocks(text: string, from: number, to: number): number | undefined {
  const indents: number[] = [];
  for (let line = from; line < to;) {
    const newline = text.indexOf('\n', line);
    const end = newline < 0 || newline >= to ? to : newline;
    const indent = indentOf(text, line, end);
    let at = line + indent;
    let marks = 0;
    while (at + 1 < end && isMark(text.charCodeAt(at)) && text.charCodeAt(at + 1) === 32) {
      at += 2;
      if (++marks > MAX_DEPTH) return at;
    }
    if (at < end) {
      while ((indents.at(-1) ?? -1) >= indent) indents.pop();
      indents.push(indent);
      if (indents.length > MAX_DEPTH) return at;
    }
    line = end + 1;
  }
  return undefined;
}

function isMark(code: number): boolean {
  return code === 45 || code === 63 || code === 58;
}

function indentOf(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === 32) at++;
  return at - from;
}
