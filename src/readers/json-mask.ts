// Template actions in JSON, made harmless to its parser.
import { UNRESOLVED } from '../model/tree.ts';

/** Longer than any expression seen; keeps the search for a missing end linear. */
const MAX_ACTION = 1000;
const CLOSINGS: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/**
 * The text with its template actions replaced by something of the same length that parses: strings where they stand for a value,
 * blanks where they print nothing. In strings only those are replaced that hold quotes.
 */
export function maskJsonActions(text: string): string {
  if (!/\{[{%#]/.test(text)) return text;
  const pieces: string[] = [];
  let kept = 0;
  let isString = false;
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    const end = character === '{' ? actionEnd(text, at) : undefined;
    if (end !== undefined) {
      pieces.push(text.slice(kept, at), masked(text.slice(at, end), isString));
      kept = at = end;
    } else if (!isString && character === '/') at = commentEnd(text, at);
    else {
      if (character === '"') isString = !isString;
      at += isString && character === '\\' ? 2 : 1;
    }
  }
  pieces.push(text.slice(kept));
  return pieces.join('');
}

function actionEnd(text: string, start: number): number | undefined {
  const closing = CLOSINGS[text.slice(start, start + 2)];
  if (closing === undefined) return undefined;
  const end = text.slice(start + 2, start + MAX_ACTION).indexOf(closing);
  return end < 0 ? undefined : start + end + 4;
}

function masked(action: string, isString: boolean): string {
  if (!action.startsWith('{{')) return action.replace(/[^\n]/g, ' ');
  if (isString) return action.includes('"') ? UNRESOLVED.repeat(action.length) : action;
  return `"${UNRESOLVED.repeat(action.length - 2)}"`;
}

function commentEnd(text: string, at: number): number {
  const closing = { '//': '\n', '/*': '*/' }[text.slice(at, at + 2)];
  if (closing === undefined) return at + 1;
  const end = text.indexOf(closing, at + 2);
  return end < 0 ? text.length : end + closing.length;
}
