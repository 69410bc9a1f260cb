// Finds where an action ends, whatever stands in its strings.

/** Answers in time proportional to the text, for ascending starts, however the quotes are broken. */
export class ActionEnds {
  readonly #text: string;
  readonly #raw: boolean;
  /** Quotes before this place open no string: one of them was not closed on its line. */
  #broken = 0;
  #noBacktick = false;
  #noCommentEnd = false;

  /** `raw`: backticks quote, over lines too, as in Go. */
  constructor(text: string, raw: boolean) {
    this.#text = text;
    this.#raw = raw;
  }

  /** The offset of the closing delimiter at or after `from`; -1 where a new action, or the end, comes first. */
  find(from: number, close: '}}' | '%}'): number {
    let at = from;
    let braces = 0;
    while (at < this.#text.length) {
      const char = this.#text.charAt(at);
      if (char === '"' || char === "'" || (this.#raw && char === '`')) {
        at = this.#afterQuote(at, char);
        continue;
      }
      if (braces === 0 && this.#text.startsWith(close, at)) return at;
      if (this.#text.startsWith('{{', at) || (!this.#raw && this.#text.startsWith('{%', at))) return -1;
      if (!this.#raw && char === '{') braces++;
      if (char === '}' && braces > 0) braces--;
      at++;
    }
    return -1;
  }

  /** The offset of the end of a comment; -1 where it is never closed. */
  findComment(from: number, close: string): number {
    const end = this.#noCommentEnd ? -1 : this.#text.indexOf(close, from);
    this.#noCommentEnd = end < 0;
    return end;
  }

  #afterQuote(at: number, quote: string): number {
    if (quote === '`') {
      const end = this.#noBacktick ? -1 : this.#text.indexOf('`', at + 1);
      this.#noBacktick = end < 0;
      return end < 0 ? at + 1 : end + 1;
    }
    if (at < this.#broken) return at + 1;
    for (let i = at + 1; i < this.#text.length; i++) {
      const char = this.#text.charAt(i);
      if (char === quote) return i + 1;
      if (char === '\n') {
        this.#broken = i;
        return at + 1;
      }
      if (char === '\\') i++;
    }
    this.#broken = this.#text.length;
    return at + 1;
  }
}
