// Fits text into columns: words first, then the joints of paths and ids, and characters only where nothing else helps.
import stringWidth from 'string-width';
import { defuseLineStart } from './safe-text.ts';

const PLAIN = /^[ -~]*$/;
/** Where a long word may be broken: after a slash, and where that is not enough, after another joint of paths and ids. */
const SLASH = /(?<=\/)(?=[^/])/;
const JOINT = /(?<=[\\.,:;=@_-])(?=[^\\.,:;=@_-])/;

/** The columns that a text takes up in a terminal. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The lines of a text without control characters, none wider than `width`; no line starts a workflow command. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const size = textWidth(word);
    if (used > 0 && used + 1 + size <= width) {
      line += ` ${word}`;
      used += 1 + size;
      continue;
    }
    if (used > 0) lines.push(line);
    const pieces = breakWord(defuseLineStart(word), width);
    line = pieces.pop() ?? '';
    used = textWidth(line);
    lines.push(...pieces);
  }
  if (used > 0) lines.push(line);
  return lines;
}

/** The text on one line: whole, or its first sentence or clause, or as much as fits; an ellipsis says that a sentence goes on. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const sentence = text.slice(0, width + 1).search(/[.;] /);
  if (sentence >= width / 2) return text.charAt(sentence) === '.' ? text.slice(0, sentence + 1) : `${text.slice(0, sentence)}…`;
  let kept = '';
  for (const part of text.split(/(?<= )/).flatMap(word => partsOf(word, width))) {
    if (textWidth(kept + part) >= width) break;
    kept += part;
  }
  return `${kept.trimEnd()}…`;
}

function partsOf(word: string, width: number): readonly string[] {
  return word.split(SLASH).flatMap(part => (textWidth(part) <= width ? [part] : part.split(JOINT)));
}

function breakWord(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  const add = (part: string): void => {
    const size = textWidth(part);
    if (used > 0 && used + size > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += part;
    used += size;
  };
  for (const part of partsOf(word, width)) {
    const safe = defuseLineStart(part);
    if (textWidth(safe) <= width) add(used + textWidth(part) > width ? safe : part);
    else for (const char of part) add(used >= width && char === ':' ? '\\x3a' : char);
  }
  pieces.push(piece);
  return pieces;
}
