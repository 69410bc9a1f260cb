// The lexical side of TOML: where strings and statements end, and how deep brackets nest.
import { actionEnd } from './actions.ts';
import { MAX_DEPTH } from './depth.ts';

/** What a scan of a text remembers: the triple quotes that are not closed any more. */
export type Unclosed = Set<string>;

/** The end of the string that begins at an offset; a string on one line ends with the line at the latest. */
export function stringEnd(text: string, at: number, unclosed: Unclosed): number {
  const quote = text.charAt(at);
  const triple = quote.repeat(3);
  if (text.startsWith(triple, at) && !unclosed.has(triple)) {
    const end = tripleEnd(text, at + 3, triple);
    if (end !== undefined) return end;
    unclosed.add(triple);
  }
  return singleEnd(text, at, quote);
}

function tripleEnd(text: string, from: number, triple: string): number | undefined {
  const isBasic = triple === '"""';
  for (let close = text.indexOf(triple, from); close >= 0; close = text.indexOf(triple, close + 1)) {
    if (isBasic && isEscaped(text, close)) continue;
    let end = close + 3;
    while (end < close + 5 && text[end] === triple[0]) end++;
    return end;
  }
  return undefined;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && text.charCodeAt(start - 1) === 92) start--;
  return (at - start) % 2 === 1;
}

function singleEnd(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === quote) return at + 1;
    if (character === '\n') return at;
    const action = character === '{' ? actionEnd(text, at, text.length) : undefined;
    if (action !== undefined && !text.slice(at, action).includes('\n')) at = action;
    else at += character === '\\' && quote === '"' ? 2 : 1;
  }
  return text.length;
}

/** What a walk over TOML meets: strings as a whole, other characters one by one. Each says where to go on, or nothing to stop. */
export interface TomlVisitor {
  readonly character: (character: string, at: number) => number | undefined;
  readonly string?: (start: number, end: number) => void;
}

/** Walks from an offset to the text's end or to where the visitor stops; comments are passed over. */
export function walkToml(text: string, from: number, unclosed: Unclosed, visitor: TomlVisitor): void {
  for (let at = from; at < text.length;) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const end = stringEnd(text, at, unclosed);
      visitor.string?.(at, end);
      at = end;
    } else if (character === '#') {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline;
    } else {
      const next = visitor.character(character, at);
      if (next === undefined) return;
      at = next;
    }
  }
}

const BRACKETS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** Whether arrays and inline tables nest too deep for a recursive parser. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  walkToml(text, 0, new Set(), {
    character: (character, at) => {
      depth = Math.max(0, depth + (BRACKETS[character] ?? 0));
      return depth > MAX_DEPTH ? undefined : at + 1;
    },
  });
  return depth > MAX_DEPTH;
}

/** The end of the statement that begins at an offset: the first line break outside brackets and strings. Nothing where they stay open. */
export function statementEnd(text: string, from: number, unclosed: Unclosed): number | undefined {
  let depth = 0;
  let end: number | undefined;
  walkToml(text, from, unclosed, {
    character: (character, at) => {
      depth += BRACKETS[character] ?? 0;
      if (character === '\n' && depth <= 0) end = at;
      return end === undefined ? at + 1 : undefined;
    },
  });
  return end ?? (depth <= 0 ? text.length : undefined);
}
