// Cuts a Jinja template into pieces.
import { ActionEnds } from './action-end.ts';
import { UNKNOWN_EXPR, type Expr } from './expression.ts';
import { parseJinja } from './jinja-expression.ts';
import { oneLine, QUIET, type ActionPiece, type Branch, type Piece, type Statement } from './pieces.ts';

/** The pieces of a Jinja template; what is not closed stays text. */
export function jinjaPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  const ends = new ActionEnds(text, false);
  const opening = /\{[{%#]/g;
  let textFrom = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const action = jinjaAction(text, match.index, ends);
    if (action === undefined) continue;
    if (match.index > textFrom) pieces.push({ kind: 'text', start: textFrom, end: match.index });
    pieces.push(action);
    textFrom = action.end;
    opening.lastIndex = isRaw(text, action) ? endOfRaw(text, action.end) : action.end;
  }
  if (text.length > textFrom) pieces.push({ kind: 'text', start: textFrom, end: text.length });
  return pieces;
}

function jinjaAction(text: string, at: number, ends: ActionEnds): ActionPiece | undefined {
  const sign = text[at + 2];
  const trimsLeft = sign === '-';
  const inside = at + (trimsLeft || sign === '+' ? 3 : 2);
  const kind = text[at + 1];
  const close = kind === '#' ? ends.findComment(inside, '#}') : ends.find(inside, kind === '%' ? '%}' : '}}');
  if (close < 0) return undefined;
  const trimsRight = close > inside && text[close - 1] === '-';
  const source = text.slice(inside, trimsRight || text[close - 1] === '+' ? close - 1 : close).trim();
  const statement = kind === '#' ? QUIET : kind === '%' ? jinjaStatement(source) : valueOf(source);
  return { kind: 'action', start: at, end: close + 2, trimsLeft, trimsRight, statement };
}

function isRaw(text: string, action: ActionPiece): boolean {
  return action.statement === QUIET && action.end - action.start < 40 && /^\{%[-+]?\s*raw\s*[-+]?%\}$/.test(text.slice(action.start, action.end));
}

function endOfRaw(text: string, from: number): number {
  const end = /\{%[-+]?\s{0,20}endraw\b/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

function valueOf(source: string): Statement {
  return { role: 'value', expr: parseJinja(source), structural: /\|\s*to_nice_(?:yaml|json)\b/.test(source) };
}

const KEYWORD = /^[a-z]+/;

function jinjaStatement(source: string): Statement {
  const keyword = KEYWORD.exec(source)?.[0] ?? '';
  const rest = source.slice(keyword.length).trim();
  switch (keyword) {
    case 'if':
      return { role: 'open', branch: branch('if', parseJinja(rest), source) };
    case 'elif':
      return { role: 'middle', branch: branch('if', parseJinja(rest), source) };
    case 'else':
      return { role: 'middle', branch: branch('else', UNKNOWN_EXPR, source) };
    case 'for':
      return loop(rest, source);
    case 'macro':
      return { role: 'open', branch: branch('plain', UNKNOWN_EXPR, source), define: /^\w+/.exec(rest)?.[0] ?? '' };
    case 'set':
      return assignment(rest, source);
    case 'block':
    case 'call':
    case 'filter':
    case 'with':
    case 'autoescape':
      return { role: 'open', branch: branch('plain', UNKNOWN_EXPR, source) };
    default:
      return /^end(?!raw)/.test(keyword) ? { role: 'close' } : QUIET;
  }
}

function branch(kind: Branch['kind'], expr: Expr, source: string, binds: readonly string[] = []): Branch {
  return { kind, expr, binds, source: oneLine(source) };
}

function loop(rest: string, source: string): Statement {
  const head = /^(\w+)(?:\s*,\s*(\w+))?\s+in\s/.exec(rest);
  if (head === null) return { role: 'open', branch: branch('range', UNKNOWN_EXPR, source) };
  const names = [head[1], head[2]].filter(name => name !== undefined);
  return { role: 'open', branch: branch('range', parseJinja(rest.slice(head[0].length)), source, names) };
}

/** `set x = ...`, or `set x` as the head of a block whose text is the value. */
function assignment(rest: string, source: string): Statement {
  const head = /^(\w+)\s*=/.exec(rest);
  if (head?.[1] === undefined) return rest.includes('=') ? QUIET : { role: 'open', branch: branch('plain', UNKNOWN_EXPR, source) };
  return { role: 'assign', name: head[1], expr: parseJinja(rest.slice(head[0].length)), declares: false };
}
