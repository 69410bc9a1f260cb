// Files of environment variables: `KEY=value` and `export KEY=value`.
import type { Span } from '../model/location.ts';
import type { ScalarNode } from '../model/tree.ts';
import type { ReadResult } from './result.ts';
import { endsSetBlock } from './actions.ts';
import { continuedScalar, type Continued } from './continuation.ts';
import { isSilent, lineFrom, trim, withoutComment, type Line } from './lines.ts';
import { addEntry, closingQuote, openMap, plainScalar, quotedScalar, rootOrError } from './nodes.ts';

const NAME = /^[A-Za-z_][\w.-]*\+?$/;
const SET_BLOCK = /^\{%-?[ \t]{0,9}set[ \t]{1,9}(\w{1,99})[ \t]{0,9}-?%\}$/;
const EXPORT = /^(?:export|declare -x)[ \t]+/;

/**
 * Reads the variables of an env file. Quotes around a value are taken off, lines that end in a backslash joined by blanks. Flags in a
 * Jinja `{% set name %}` block are the value of that name.
 */
export function readEnv(text: string): ReadResult {
  const root = openMap(0, text.length);
  let content: number | undefined;
  let block: ScalarNode | undefined;
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    block = endsSetBlock(text, line) ? undefined : (setBlock(text, line) ?? block);
    if (isSilent(text, line, '#;')) continue;
    content ??= line.start;
    const variable = text[line.start] === '-' && block !== undefined ? { key: block, ...continuedScalar(text, line) } : variableOn(text, line);
    if (variable === undefined) continue;
    addEntry(root, variable.key, variable.scalar);
    at = variable.next;
  }
  return rootOrError(root, content, 'environment variables');
}

function variableOn(text: string, line: Line): (Continued & { readonly key: ScalarNode }) | undefined {
  const equals = text.slice(line.start, line.end).indexOf('=') + line.start;
  const key = equals < line.start ? undefined : keyOf(text, { start: line.start, end: equals });
  return key === undefined ? undefined : { key, ...valueFrom(text, { ...trim(text, equals + 1, line.end), next: line.next }) };
}

function keyOf(text: string, span: Span): ScalarNode | undefined {
  const prefix = EXPORT.exec(text.slice(span.start, Math.min(span.end, span.start + 200)))?.[0].length ?? 0;
  const { start, end } = trim(text, span.start + prefix, span.end);
  if (!NAME.test(text.slice(start, end))) return undefined;
  return plainScalar(text, { start, end: text[end - 1] === '+' ? end - 1 : end });
}

/** The name that a line gives to the lines after it. */
function setBlock(text: string, line: Span): ScalarNode | undefined {
  const name = text[line.start] === '{' ? SET_BLOCK.exec(text.slice(line.start, Math.min(line.end, line.start + 200)))?.[1] : undefined;
  if (name === undefined) return undefined;
  const start = text.indexOf(name, text.indexOf('set', line.start) + 3);
  return plainScalar(text, { start, end: start + name.length });
}

function valueFrom(text: string, line: Line): Continued {
  const quoted = quotedValue(text, line);
  if (quoted !== undefined) return quoted;
  const continued = continuedScalar(text, line);
  if (continued.scalar.style !== 'plain') return continued;
  const comment = text[line.start] === '#' ? { start: line.start, end: line.start } : withoutComment(text, continued.scalar, '#');
  return { ...continued, scalar: plainScalar(text, comment) };
}

/** A value that is one quoted string, which may go on over lines; nothing where more text follows its closing quote. */
function quotedValue(text: string, line: Line): Continued | undefined {
  const quote = text[line.start];
  if (quote !== '"' && quote !== "'") return undefined;
  const close = closingQuote(text, { start: line.start, end: text.length });
  if (close < 0) return undefined;
  const rest = lineFrom(text, close + 1);
  const after = text[rest.start];
  const endsHere = rest.start === rest.end || after === ';' || (after === '#' && rest.start > close + 1);
  if (!endsHere) return undefined;
  const inner = { start: line.start + 1, end: close };
  const raw = text.slice(inner.start, inner.end);
  return { scalar: quotedScalar(text, inner, quote === '"' ? decode(raw) : raw), next: after === ';' ? rest.start + 1 : rest.next };
}

/** The value of a double-quoted string: escapes decoded, lines that end in a backslash joined. */
function decode(raw: string): string {
  if (!raw.includes('\\')) return raw;
  let value = '';
  let goesOn = false;
  for (const [index, line] of raw.split(/\r?\n/).entries()) {
    const content = goesOn ? line.trimStart() : line;
    if (index > 0) value += goesOn ? ' ' : '\n';
    goesOn = /(?:^|[^\\])(?:\\\\)*\\$/.test(content.slice(-20));
    value += (goesOn ? content.slice(0, -1).trimEnd() : content).replace(/\\(["\\$`])/g, '$1');
  }
  return value;
}
