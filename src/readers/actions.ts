// Template actions (`{{ }}`, `{% %}`, `{# #}`) that are left in configuration texts.
import type { Span } from '../model/location.ts';
import { UNRESOLVED } from '../model/tree.ts';

const CLOSERS: Readonly<Record<string, string>> = { '{': '}}', '%': '%}', '#': '#}' };
const MAX_LENGTH = 1000;
const CONTROL = /^\{(?:[%#]|\{-? {0,4}(?:(?:if|else|end|range|with|define|block|break|continue)\b|\/\*|\$\w{0,100} {0,4}:?=))/;

/** The end of the action that begins at an offset; nothing where none begins, or where it is not closed within 1,000 characters. */
export function actionEnd(text: string, at: number, limit: number): number | undefined {
  if (text.charCodeAt(at) !== 123) return undefined;
  const closer = CLOSERS[text[at + 1] ?? ''];
  if (closer === undefined) return undefined;
  const close = text.slice(at + 2, Math.min(limit, at + MAX_LENGTH)).indexOf(closer);
  return close < 0 ? undefined : at + close + 4;
}

/**
 * What a stretch of text is that consists of template actions alone: `control` where they only decide what follows, `output` where
 * one of them stands for text. Nothing for any other text, and for blank text.
 */
export function actionsAlone(text: string, span: Span): 'control' | 'output' | undefined {
  let found: 'control' | 'output' | undefined;
  for (let at = span.start; at < span.end;) {
    const character = text[at];
    if (character === ' ' || character === '\t') at++;
    else if (character === UNRESOLVED) {
      found = 'output';
      at++;
    } else {
      const end = actionEnd(text, at, span.end);
      if (end === undefined) return undefined;
      found = found !== 'output' && CONTROL.test(text.slice(at, at + 120)) ? 'control' : 'output';
      at = end;
    }
  }
  return found;
}

/** Whether a Jinja `{% set name %}` block ends at the start of a line. */
export function endsSetBlock(text: string, line: Span): boolean {
  return /^\{%[-+]?[ \t]{0,9}endset\b/.test(text.slice(line.start, Math.min(line.end, line.start + 40)));
}
