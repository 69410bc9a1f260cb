// Cuts a Go template into pieces.
import { ActionEnds } from './action-end.ts';
import { parseGoPipeline } from './go-expression.ts';
import { oneLine, QUIET, type ActionPiece, type Branch, type Piece, type Statement } from './pieces.ts';
import { UNKNOWN_EXPR } from './expression.ts';

const KEYWORD = /^(if|with|range|else|end|define|block|template|break|continue)(?![\w.])/;

/** The pieces of a Go template; what is not closed stays text. */
export function goPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  const ends = new ActionEnds(text, true);
  let textFrom = 0;
  let at = text.indexOf('{{');
  while (at >= 0) {
    const action = goComment(text, at, ends) ?? goAction(text, at, ends);
    if (action !== undefined) {
      if (at > textFrom) pieces.push({ kind: 'text', start: textFrom, end: at });
      pieces.push(action);
      textFrom = action.end;
    }
    at = text.indexOf('{{', action?.end ?? at + 2);
  }
  if (text.length > textFrom) pieces.push({ kind: 'text', start: textFrom, end: text.length });
  return pieces;
}

/** Where the inside of an action begins, and whether it trims the text before it. */
function opening(text: string, at: number): { inside: number; trimsLeft: boolean } {
  const trimsLeft = text[at + 2] === '-' && /\s/.test(text[at + 3] ?? '');
  return { inside: at + (trimsLeft ? 3 : 2), trimsLeft };
}

function goComment(text: string, at: number, ends: ActionEnds): ActionPiece | undefined {
  const { inside, trimsLeft } = opening(text, at);
  const from = trimsLeft ? inside + 1 : inside;
  if (!text.startsWith('/*', from)) return undefined;
  const end = ends.findComment(from + 2, '*/');
  if (end < 0) return undefined;
  const close = /^(\s{1,9}-)?\}\}/.exec(text.slice(end + 2, end + 14));
  if (close === null) return undefined;
  return { kind: 'action', start: at, end: end + 2 + close[0].length, trimsLeft, trimsRight: close[1] !== undefined, statement: QUIET };
}

function goAction(text: string, at: number, ends: ActionEnds): ActionPiece | undefined {
  const { inside, trimsLeft } = opening(text, at);
  const close = ends.find(inside, '}}');
  if (close < 0) return undefined;
  const trimsRight = close > inside && text[close - 1] === '-' && /\s/.test(text[close - 2] ?? '');
  const source = text.slice(inside, trimsRight ? close - 1 : close).trim();
  return { kind: 'action', start: at, end: close + 2, trimsLeft, trimsRight, statement: goStatement(source) };
}

function goStatement(source: string): Statement {
  const keyword = KEYWORD.exec(source)?.[1];
  const rest = keyword === undefined ? source : source.slice(keyword.length).trim();
  switch (keyword) {
    case 'if':
    case 'with':
    case 'range':
      return { role: 'open', branch: branch(keyword, rest, source) };
    case 'else':
      return { role: 'middle', branch: elseBranch(rest, source) };
    case 'end':
      return { role: 'close' };
    case 'define':
      return { role: 'open', branch: branch('plain', '', source), define: stringAt(rest) };
    case 'block':
      return { role: 'open', branch: branch('plain', '', source) };
    case 'template':
      return { role: 'value', expr: parseGoPipeline(`include ${rest}`).expr, structural: false };
    case 'break':
    case 'continue':
      return QUIET;
    case undefined:
      return plainStatement(source);
    default:
      return QUIET;
  }
}

function plainStatement(source: string): Statement {
  if (source === '' || source.startsWith('/*')) return QUIET;
  const { binds, declares, expr } = parseGoPipeline(source);
  const [name] = binds;
  if (name !== undefined) return { role: 'assign', name, expr, declares };
  const indent = /\bn?indent\s+(\d{1,2})\b/.exec(source)?.[1];
  return { role: 'value', expr, structural: /\bnindent\b/.test(source), ...(indent === undefined ? {} : { indent: Number(indent) }) };
}

function branch(kind: Branch['kind'], condition: string, source: string): Branch {
  if (condition === '') return { kind, expr: UNKNOWN_EXPR, binds: [], source: oneLine(source) };
  const { binds, expr } = parseGoPipeline(condition);
  return { kind, expr, binds, source: oneLine(source) };
}

function elseBranch(rest: string, source: string): Branch {
  const inner = /^(if|with)(?![\w.])/.exec(rest)?.[1];
  if (inner === 'if' || inner === 'with') return branch(inner, rest.slice(inner.length).trim(), source);
  return branch('else', '', source);
}

function quotedLength(text: string): number {
  return /^"[^"]*"|^`[^`]*`/.exec(text)?.[0].length ?? 0;
}

function stringAt(text: string): string {
  return text.slice(1, Math.max(1, quotedLength(text) - 1));
}
