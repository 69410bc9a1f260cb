// Fluentd's configuration: `<directive argument>` blocks of `key value` lines.
import type { Span } from '../model/location.ts';
import type { ScalarNode } from '../model/tree.ts';
import { MAX_DEPTH } from './depth.ts';
import type { ReadResult } from './result.ts';
import { isSilent, lineFrom, trim, wordEnd, type Line } from './lines.ts';
import { absentScalar, addEntry, impliedKey, openMap, plainScalar, rootOrError, settingScalar, type OpenMap } from './nodes.ts';

const DIRECTIVE = /^<(\/?)([A-Za-z_][\w.-]{0,99})(?=[\s>]|$)/;

interface Frame {
  readonly name: string;
  readonly map: OpenMap;
}

/** The directives that are open, and how many of each name. */
interface State {
  readonly root: OpenMap;
  readonly stack: Frame[];
  readonly open: Map<string, number>;
  /** How many characters may still be looked at for brackets that are not closed; keeps the work linear. */
  budget: number;
}

/**
 * Reads a configuration into nested mappings of parameters and directives; a directive's argument is its entry `#arg`. Directives
 * that are not closed, or closed out of order, end with the one around them.
 */
export function readFluentd(text: string): ReadResult {
  const state: State = { root: openMap(0, text.length), stack: [], open: new Map(), budget: 4 * text.length };
  let content: number | undefined;
  let understood = false;
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    if (isSilent(text, line, '#')) continue;
    content ??= line.start;
    const directive = DIRECTIVE.exec(text.slice(line.start, Math.min(line.end, line.start + 120)));
    understood ||= directive !== null || text[line.start] === '@';
    if (directive === null) at = addParameter(text, line, state);
    else if (directive[1] === '/') close(state, directive[2] ?? '', line.end);
    else openDirective(text, line, directive[2] ?? '', state);
    if (state.stack.length > MAX_DEPTH) return { error: { message: `nests more than ${MAX_DEPTH} levels deep`, offset: line.start } };
  }
  while (state.stack.length > 0) pop(state, text.length);
  return understood ? { root: state.root } : rootOrError(openMap(0, text.length), content, 'a Fluentd configuration');
}

function openDirective(text: string, line: Span, name: string, state: State): void {
  const map = openMap(line.start, line.end);
  const nameEnd = line.start + 1 + name.length;
  addEntry(state.stack.at(-1)?.map ?? state.root, plainScalar(text, { start: line.start + 1, end: nameEnd }), map);
  const close = text.lastIndexOf('>', line.end - 1);
  const argument = trim(text, nameEnd, close < nameEnd ? line.end : close);
  if (argument.start < argument.end) addEntry(map, impliedKey('#arg', argument.start), plainScalar(text, argument));
  state.stack.push({ name, map });
  state.open.set(name, (state.open.get(name) ?? 0) + 1);
}

function close(state: State, name: string, end: number): void {
  if ((state.open.get(name) ?? 0) === 0) return;
  while (pop(state, end) !== name);
}

function pop(state: State, end: number): string | undefined {
  const frame = state.stack.pop();
  if (frame === undefined) return undefined;
  frame.map.end = Math.max(frame.map.end, end);
  state.open.set(frame.name, (state.open.get(frame.name) ?? 1) - 1);
  return frame.name;
}

function addParameter(text: string, line: Line, state: State): number {
  const keyEnd = wordEnd(text, line);
  const value = parameterValue(text, { ...trim(text, keyEnd, line.end), next: line.next }, state);
  addEntry(state.stack.at(-1)?.map ?? state.root, plainScalar(text, { start: line.start, end: keyEnd }), value.scalar);
  return value.next;
}

function parameterValue(text: string, line: Line, state: State): { scalar: ScalarNode; next: number } {
  const first = text[line.start];
  if (line.start === line.end || first === '#') return { scalar: absentScalar(line.start), next: line.next };
  const literal = first === '[' || first === '{' ? literalEnd(text, line, state) : undefined;
  if (literal !== undefined && literal.end > line.end) {
    const span = { start: line.start, end: literal.end };
    return { scalar: { ...plainScalar(text, span), style: 'block' }, next: literal.next };
  }
  return { scalar: settingScalar(text, line, '#'), next: line.next };
}

/** The line on which the brackets of a list or hash are closed; nothing where that does not happen before the next directive. */
function literalEnd(text: string, first: Line, state: State): Line | undefined {
  let depth = 0;
  for (let line = first; line.start < line.end && text[line.start] !== '<'; line = lineFrom(text, line.next)) {
    for (let at = line.start; at < line.end; at++) {
      const code = text.charCodeAt(at);
      if (code === 91 || code === 123) depth++;
      else if (code === 93 || code === 125) depth--;
    }
    if (depth <= 0) return line;
    state.budget -= line.next - line.start;
    if (state.budget < 0) return undefined;
  }
  return undefined;
}
