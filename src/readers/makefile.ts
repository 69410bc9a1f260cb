// Makefiles as one script: their variables as the shell's, then each line of a recipe. What make itself works out is not known.
import { UNRESOLVED } from '../model/tree.ts';
import type { InnerScript } from './inner-script.ts';
import { ValueBuilder } from './shell/value.ts';

const ASSIGNED = /^[ ]*(?:export[ \t]+|override[ \t]+|unexport[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(?:[:?+]|::)?=[ \t]*/;
const SHELL_ASSIGNED = /^[ ]*([A-Za-z_]\w*)[ \t]*!=[ \t]*/;
/** What may stand before a recipe's command: `@docker build .`, `-docker rm x`. */
const RECIPE = /^\t[ \t]*[@+-]*[ \t]*/;
const REFERENCE = /\$(?:\$|[({]|.)/g;
const NAME = /^[A-Za-z_][\w]{0,100}$/;
/** Longer than any reference seen; keeps the search for a missing end linear. */
const MAX_REFERENCE = 1000;
const MAX_DEPTH = 10;

/** The recipes and variables of a Makefile. */
export function makefileScripts(text: string): readonly InnerScript[] {
  const builder = new ValueBuilder();
  let isDefinition = false;
  let at = 0;
  let isContinued = false;
  let isRecipe = false;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    if (/^[ ]*endef\b/.test(line)) isDefinition = false;
    else if (/^[ ]*(?:export[ \t]+)?define[ \t]/.test(line)) isDefinition = true;
    else if (isContinued) {
      if (isRecipe) recipeLine(text, at, end, builder);
    } else {
      const lead = isDefinition ? /^[ \t]*[@+-]*[ \t]*/.exec(line) : RECIPE.exec(line);
      isRecipe = lead !== null;
      if (lead !== null) recipeLine(text, at + lead[0].length, end, builder);
      else variableLine(text, { at, end: logicalEnd(text, end), line }, builder);
    }
    isContinued = /(?:^|[^\\])\\\r?$/.test(line);
    at = end + 1;
  }
  return [{ script: builder.build(), language: 'shell' }];
}

function recipeLine(text: string, from: number, to: number, builder: ValueBuilder): void {
  expand(text, from, to, builder);
  builder.inexact('\n', { start: to, end: to });
}

/** The end of a line and of those that a backslash joins to it. */
function logicalEnd(text: string, end: number): number {
  let at = end;
  while (at < text.length && /\\\r?$/.test(text.slice(Math.max(0, at - 2), at))) {
    const next = text.indexOf('\n', at + 1);
    at = next < 0 ? text.length : next;
  }
  return at;
}

interface VariableLine {
  readonly at: number;
  readonly end: number;
  readonly line: string;
}

function variableLine(text: string, { at, end, line }: VariableLine, builder: ValueBuilder): void {
  const shell = SHELL_ASSIGNED.exec(line);
  const match = shell ?? ASSIGNED.exec(line);
  const name = match?.[1];
  if (match === null || name === undefined || !NAME.test(name)) return;
  const start = at + line.indexOf(name);
  const from = at + match[0].length;
  builder.exact(name, start).inexact(shell === null ? '="' : '="$(', { start: from, end: from });
  let run = from;
  // Quotes of its own would end the value.
  for (const quote of text.slice(from, end).matchAll(/"|(?<!\\)\r?\n|[ \t]#[^]*$/g)) {
    expand(text, run, from + quote.index, builder);
    run = from + quote.index + quote[0].length;
    if (quote[0] === '"' && shell === null) builder.inexact('\\"', { start: run - 1, end: run });
    else if (quote[0] === '"') builder.exact('"', run - 1);
  }
  expand(text, run, end, builder);
  builder.inexact(shell === null ? '"\n' : ')"\n', { start: end, end });
}

/** Copies a stretch, make's references to variables and to the shell as the shell's own. */
function expand(text: string, from: number, to: number, builder: ValueBuilder, depth = 0): void {
  const references = new RegExp(REFERENCE);
  let run = from;
  references.lastIndex = from;
  for (let match = references.exec(text); match !== null && match.index < to; match = references.exec(text)) {
    builder.exact(text.slice(run, match.index), run);
    run = Math.min(to, reference(text, { sign: match[0], start: match.index, limit: to, depth }, builder));
    references.lastIndex = run;
  }
  builder.exact(text.slice(run, to), run);
}

interface Reference {
  readonly sign: string;
  readonly start: number;
  readonly limit: number;
  readonly depth: number;
}

/** Adds what a reference stands for; gives where it ends. */
function reference(text: string, { sign, start, limit, depth }: Reference, builder: ValueBuilder): number {
  if (sign === '$$') {
    builder.exact('$', start + 1);
    return start + 2;
  }
  const close = sign === '$(' ? ')' : sign === '${' ? '}' : undefined;
  const end = close === undefined ? start + 1 : closeOf(text, { from: start + 2, limit, close, open: sign.charAt(1) });
  const after = Math.min(end + 1, limit);
  const body = text.slice(start + 2, Math.max(start + 2, end));
  const span = { start, end: Math.max(start, after) };
  const shell = /^shell[ \t]+/.exec(body)?.[0].length;
  if (NAME.test(body)) builder.inexact(`\${${body}}`, span);
  else if (shell === undefined || depth > MAX_DEPTH) builder.inexact(UNRESOLVED, span);
  else {
    builder.inexact('$(', { start, end: start + 2 + shell });
    expand(text, start + 2 + shell, end, builder, depth + 1);
    builder.inexact(')', { start: end, end: span.end });
  }
  return after;
}

/** Where a reference's bracket closes. */
function closeOf(text: string, { from, limit, close, open }: { from: number; limit: number; close: string; open: string }): number {
  let depth = 0;
  const last = Math.min(limit, from + MAX_REFERENCE);
  for (let at = from; at < last; at++) {
    const char = text[at];
    if (char === open) depth++;
    else if (char === close && depth-- === 0) return at;
  }
  return last;
}
