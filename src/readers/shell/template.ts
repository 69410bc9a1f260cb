// Template parts of a script (Go, Jinja, Argo, Terraform, GitHub): masked so that a shell parser can read around them.
import type { Guard } from '../../model/document.ts';
import type { Span } from '../../model/location.ts';
import { UNRESOLVED } from '../../model/tree.ts';
import { dockerArms } from './template-arms.ts';

export interface MaskedScript {
  /** As long as the original: values are runs of `UNRESOLVED`, actions are blanks. */
  readonly text: string;
  /** The guard of the template arm around an offset. */
  readonly guardAt: (offset: number) => Guard | undefined;
}

/** Longer than any expression seen; keeps the search for a missing end linear. */
const MAX_TAG = 1000;
/** No template has as many tags without an end; the search for ends stops there. */
const MAX_UNCLOSED = 500;

const OPENING = /\{\{|\{%|\{#|%\{|\$?\$\{/g;
const GO_ACTION = /^(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w*\s*:?=)/;
const TERRAFORM_DIRECTIVE = /%\{~?\s*(if|else|endif|for|endfor)\b([^}]{0,500})\}/y;
const TERRAFORM_ESCAPE = /\$\$\{\w{1,100}\}/y;
const TERRAFORM_EXPRESSION = /\$\{~?\s*[A-Za-z_][\w-]{0,100}(?:\.[\w*-]|\(|\[[^\]\n]{0,50}\]\.)/y;

/** One template part; only an action's `body` is kept. */
export interface Tag extends Span {
  readonly kind: 'value' | 'action';
  readonly body: string;
}

/** Replaces the template parts of a script; every offset stays what it was. */
export function maskTemplate(text: string): MaskedScript {
  const tags = findTags(text);
  if (tags.length === 0) return { text, guardAt: () => undefined };
  const pieces: string[] = [];
  let at = 0;
  for (const tag of tags) {
    pieces.push(text.slice(at, tag.start), mask(text, tag));
    at = tag.end;
  }
  pieces.push(text.slice(at));
  return { text: pieces.join(''), guardAt: dockerArms(tags, text.length) };
}

function findTags(text: string): Tag[] {
  const tags: Tag[] = [];
  const opening = new RegExp(OPENING);
  let unclosed = 0;
  for (let match = opening.exec(text); match !== null && unclosed < MAX_UNCLOSED; match = opening.exec(text)) {
    const tag = tagAt(text, match.index, match[0]);
    if (tag === undefined) {
      const isShell = match[0].startsWith('$');
      opening.lastIndex = match.index + (isShell ? 1 : 2);
      unclosed += isShell ? 0 : 1;
    } else {
      tags.push(tag);
      opening.lastIndex = tag.end;
    }
  }
  return tags;
}

function tagAt(text: string, start: number, mark: string): Tag | undefined {
  if (mark === '{{') return doubleBraces(text, start);
  if (mark.startsWith('$')) return terraformValue(text, start, mark);
  if (mark === '%{') {
    TERRAFORM_DIRECTIVE.lastIndex = start;
    const match = TERRAFORM_DIRECTIVE.exec(text);
    return match === null
      ? undefined
      : { start, end: start + match[0].length, kind: 'action', body: match[1] === undefined ? '' : `${match[1]} ${match[2] ?? ''}` };
  }
  // `${#list[@]}` and `${x%{...}` are the shell's own.
  if (text[start - 1] === '$') return undefined;
  const body = text.slice(start + 2, start + MAX_TAG);
  const length = body.indexOf(mark === '{%' ? '%}' : '#}');
  if (length < 0) return undefined;
  return { start, end: start + length + 4, kind: 'action', body: mark === '{%' ? body.slice(0, length) : '' };
}

function doubleBraces(text: string, open: number): Tag | undefined {
  const close = closeOf(text, open + 2, '}}');
  if (close === undefined) return undefined;
  const body = text
    .slice(open + 2, close)
    .replace(/^-/, '')
    .trim();
  const end = text[close + 2] === '}' && text[open + 2] === '{' ? close + 3 : close + 2;
  const start = text[open - 1] === '$' ? open - 1 : open;
  return { start, end, kind: GO_ACTION.test(body) ? 'action' : 'value', body };
}

function terraformValue(text: string, start: number, mark: string): Tag | undefined {
  const form = mark === '$${' ? TERRAFORM_ESCAPE : TERRAFORM_EXPRESSION;
  form.lastIndex = start;
  if (!form.test(text)) return undefined;
  const close = closeOf(text, start + mark.length, '}');
  return close === undefined ? undefined : { start, end: close + 1, kind: 'value', body: '' };
}

/** The end of an expression, quotes passed over; nothing where another one begins before it. */
function closeOf(text: string, from: number, close: string): number | undefined {
  const limit = Math.min(text.length, from + MAX_TAG);
  for (let i = from; i < limit; i++) {
    const char = text[i];
    if (char === '"' || char === '`' || (char === "'" && close === '}}')) {
      const length = text.slice(i + 1, limit).indexOf(char);
      if (length < 0) return undefined;
      i += length + 1;
    } else if (text.startsWith(close, i)) return i;
    else if (text[i + 1] === '{' && (char === '$' || (char === '{' && i > from))) return undefined;
  }
  return undefined;
}

function mask(text: string, tag: Tag): string {
  const length = tag.end - tag.start;
  if (tag.kind === 'value') return UNRESOLVED.repeat(length);
  if (continuesLine(text, tag)) return `${' '.repeat(length - 1)}\\`;
  const isWithinWord = /[\w./-]/.test(text[tag.start - 1] ?? ' ') && /[\w./-]/.test(text[tag.end] ?? ' ');
  return (isWithinWord ? UNRESOLVED : ' ').repeat(length);
}

/** A line that holds only an action, between two lines that a backslash joins. */
function continuesLine(text: string, tag: Tag): boolean {
  if (!/^[ \t]*(?:\r?\n|$)/.test(text.slice(tag.end, tag.end + 200))) return false;
  return /\\\r?\n[ \t]*$/.test(text.slice(Math.max(0, tag.start - 200), tag.start));
}
