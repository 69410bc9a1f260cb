// HCL with what its grammar trips over put out of sight: the lines of here-documents, and `%{` that begins no directive.
import { hereDocumentAt, stringEnd } from './lexical.ts';

const DIRECTIVE = /%\{~?\s*(?:if|else|endif|for|endfor)\b/y;

export interface MaskedHcl {
  /** The text with the same offsets; its here-documents are blank, which their own reader reads from the original. */
  readonly text: string;
  /** Where a here-document begins that does not end. */
  readonly unclosed?: number;
}

export function maskHcl(text: string): MaskedHcl {
  const pieces: string[] = [];
  let copied = 0;
  let unclosed: number | undefined;
  const put = (start: number, end: number, instead: string): void => {
    pieces.push(text.slice(copied, start), instead);
    copied = end;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '#' || (char === '/' && text[at + 1] === '/')) at = lineEnd(text, at);
    else if (char === '/' && text[at + 1] === '*') at = commentEnd(text, at);
    else if (char === '"') {
      const end = stringEnd(text, at);
      for (const strange of strangeDirectives(text, at, end)) put(strange, strange + 2, 'xx');
      at = end - 1;
    } else if (char === '<' && text[at + 1] === '<' && unclosed === undefined) {
      const here = hereDocumentAt(text, at);
      // One that does not end leaves no other in which the search would not be in vain.
      if (here === undefined && /^<<-?\w/.test(text.slice(at, at + 4))) unclosed = at;
      if (here === undefined) continue;
      put(here.body.start, here.body.end, text.slice(here.body.start, here.body.end).replace(/[^\n]/g, ' '));
      at = here.end - 1;
    }
  }
  return { text: copied === 0 ? text : pieces.join('') + text.slice(copied), ...(unclosed === undefined ? {} : { unclosed }) };
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

function commentEnd(text: string, at: number): number {
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? text.length : end + 1;
}

/** `%{http_code}` of curl and its like, which Terraform did not know as its own before 0.12. */
function strangeDirectives(text: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf('%{', from); at >= 0 && at < to; at = text.indexOf('%{', at + 2)) {
    DIRECTIVE.lastIndex = at;
    if (text[at - 1] !== '%' && !DIRECTIVE.test(text)) found.push(at);
  }
  return found;
}
