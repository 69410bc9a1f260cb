// Template actions in TOML, made harmless to its parser.
import { UNRESOLVED } from '../model/tree.ts';
import { actionEnd, actionsAlone } from './actions.ts';
import { lineFrom } from './lines.ts';
import { walkToml } from './toml-lexical.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
}

/**
 * The text with its template actions replaced by something of the same length that parses: blanks where they fill a line, digits
 * where they stand for a key or a value. In strings only those are replaced that hold quotes or backslashes.
 */
export function maskActions(text: string): string {
  const lined = replaced(text, actionLines(text), ' ');
  const edits: Edit[] = [];
  walkToml(lined, 0, new Set(), {
    character: (character, at) => {
      const end = character === UNRESOLVED ? at + 1 : actionEnd(lined, at, lined.length);
      if (end !== undefined) edits.push({ start: at, end });
      return end ?? at + 1;
    },
    string: (start, end) => edits.push(...awkwardActions(lined, start, end)),
  });
  return replaced(lined, edits, '1');
}

function actionLines(text: string): Edit[] {
  const edits: Edit[] = [];
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    if (actionsAlone(text, line) !== undefined) edits.push({ start: line.start, end: line.end });
    at = line.next;
  }
  return edits;
}

function awkwardActions(text: string, start: number, end: number): Edit[] {
  const edits: Edit[] = [];
  const string = text.slice(start, end);
  for (let at = string.indexOf('{'); at >= 0; at = string.indexOf('{', at)) {
    const action = actionEnd(string, at, string.length);
    if (action !== undefined && /["'\\]/.test(string.slice(at, action))) edits.push({ start: start + at, end: start + action });
    at = action ?? at + 1;
  }
  return edits;
}

function replaced(text: string, edits: readonly Edit[], fill: string): string {
  const out: string[] = [];
  let copied = 0;
  for (const { start, end } of edits) {
    out.push(text.slice(copied, start), text.slice(start, end).replace(/[^\r\n]/g, fill));
    copied = end;
  }
  return out.join('') + text.slice(copied);
}
