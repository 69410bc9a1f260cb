// Quoted texts whose further lines stand too far left: libyaml takes them, the parser does not, so they are moved right.

/** A text with blanks put in, and the way back. */
export interface Padded {
  readonly text: string;
  /** The offset in the text without the blanks. */
  original(offset: number): number;
}

/** A text as it is. */
export function unpadded(text: string): Padded {
  return { text, original: offset => offset };
}

/** More blanks than any one file needs. */
const MOST_LINES = 500;

/**
 * Moves the lines of a quoted text that ends too early at `at` to the right of the line that it begins on. Nothing where no closing
 * quote follows or no line would move.
 */
export function padQuoted(padded: Padded, at: number, quote: '"' | "'"): Padded | undefined {
  const { text } = padded;
  const close = closingQuote(text, at, quote);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t-]*/.exec(text.slice(lineStart, at))?.[0].length ?? 0;
  if (close === undefined) return undefined;
  const breaks: number[] = [];
  for (let newline = text.indexOf('\n', at); newline >= 0 && newline < close && breaks.length < MOST_LINES; newline = text.indexOf('\n', newline + 1)) {
    const own = /^ */.exec(text.slice(newline + 1, newline + 1 + indent + 1))?.[0].length ?? 0;
    if (own <= indent) breaks.push(newline + 1);
  }
  return breaks.length === 0 ? undefined : insert(padded, breaks, ' '.repeat(indent + 1));
}

function closingQuote(text: string, from: number, quote: '"' | "'"): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function insert(padded: Padded, places: readonly number[], blanks: string): Padded {
  const parts: string[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(padded.text.slice(from, place), blanks);
    from = place;
  }
  parts.push(padded.text.slice(from));
  const original = (offset: number): number => {
    let moved = 0;
    for (const [index, place] of places.entries()) {
      const start = place + index * blanks.length;
      if (offset < start) break;
      moved = index * blanks.length + Math.min(blanks.length, offset - start);
    }
    return padded.original(offset - moved);
  };
  return { text: parts.join(''), original };
}
