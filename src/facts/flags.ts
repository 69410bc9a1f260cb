// Words and flags in a text that is no script: the value of a variable, a unit's command line, an option that holds options.
import type { Artifact } from '../model/artifact.ts';
import type { Word } from '../model/document.ts';
import type { Span } from '../model/location.ts';
import type { ScalarNode } from '../model/tree.ts';
import { knownInline } from '../readers/template/jinja.ts';
import { placeholderEnd } from './placeholders.ts';

/** A command-line flag as written, dashes included; `value` is empty where none is given. */
export interface FlagText {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

const LONGEST = 100_000;

/**
 * The words of a line, quotes taken off; places are offsets within the text. Line breaks and the backslashes before them part words too;
 * what stands in a placeholder such as `{{ bin_dir }}` parts none, and a default in it is its value.
 */
export function splitWords(text: string): readonly Word[] {
  const words: Word[] = [];
  const limit = Math.min(text.length, LONGEST);
  for (let at = 0; at < limit;) {
    if (isGap(text, at)) at++;
    else {
      const word = readWord(text, at, limit);
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

function isGap(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) <= 32 || (text[at] === '\\' && (next === 10 || next === 13));
}

function readWord(text: string, start: number, limit: number): Word {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < limit; at++) {
    const char = text.charAt(at);
    const behind = placeholderEnd(text, at);
    if (behind !== undefined) {
      word += text.slice(at, behind);
      at = behind - 1;
      continue;
    }
    if (quote === '' && isGap(text, at)) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && quote !== "'" && /["'\\$`]/.test(text.charAt(at + 1))) word += text.charAt(++at);
    else word += char;
  }
  return { text: knownInline(word), start, end: at };
}

/** The flags among words, each with the value that follows it after `=` or as a word of its own. */
export function flagsOf(words: readonly Word[]): readonly FlagText[] {
  return words.flatMap((word, at) => {
    const match = /^(--?[A-Za-z][\w.-]*)(?:=([^]*))?$/.exec(word.text);
    if (match === null) return [];
    const next = words[at + 1];
    const inline = match[2];
    const takesFlags = /(?:args?|opts|options|flags)$/i.test(match[1] ?? '');
    const apart = inline === undefined && next !== undefined && (takesFlags || !/^--?[A-Za-z]/.test(next.text)) ? next : undefined;
    return [{ name: match[1] ?? '', value: inline ?? apart?.text ?? '', span: { start: word.start, end: apart?.end ?? word.end } }];
  });
}

/** Whether a text is options rather than a sentence, a script or a plain value: it begins with a flag, or with a variable before flags. */
export function isFlagText(text: string): boolean {
  return /^["'\s]*(?:--?[a-z]|[$\uFFFC{])/i.test(text) && /(?:^|[\s"'])--?[a-z]/i.test(text);
}

/** A text that stands somewhere in a span of the artifact, as a scalar with its place. */
export function scalarWithin(artifact: Artifact, span: Span, text: string): ScalarNode {
  const at = text === '' ? -1 : artifact.text.slice(span.start, span.end).indexOf(text);
  const base = { kind: 'scalar' as const, value: text, text, style: 'plain' as const };
  return at < 0 ? { ...base, start: span.start, end: span.end, spelling: 'shell' } : { ...base, start: span.start + at, end: span.start + at + text.length };
}
