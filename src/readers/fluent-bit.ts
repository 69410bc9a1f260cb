// Fluent Bit's classic configuration: sections of indented `Key  Value` lines.
import type { Span } from '../model/location.ts';
import type { ReadResult } from './result.ts';
import { isSilent, lineFrom, trim, wordEnd } from './lines.ts';
import { absentScalar, addEntry, foldedKey, openMap, plainScalar, rootOrError, type OpenMap } from './nodes.ts';

/**
 * Reads a configuration into a mapping of its sections, each a mapping of its properties. The names of sections and properties are
 * lower-cased, as Fluent Bit compares them; commands such as `@include` are entries of the root.
 */
export function readFluentBit(text: string): ReadResult {
  const root = openMap(0, text.length);
  let section: OpenMap | undefined;
  let content: number | undefined;
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    if (isSilent(text, line, '#')) continue;
    content ??= line.start;
    const first = text[line.start];
    if (first === '[' && text[line.end - 1] === ']') section = openSection(text, line, root);
    else if (first === '@') addProperty(text, line, root);
    else if (section !== undefined) addProperty(text, line, section);
  }
  return rootOrError(root, content, 'a Fluent Bit configuration');
}

function openSection(text: string, line: Span, root: OpenMap): OpenMap {
  const section = openMap(line.start, line.end);
  addEntry(root, foldedKey(text, trim(text, line.start + 1, Math.max(line.start + 1, line.end - 1))), section);
  return section;
}

function addProperty(text: string, line: Span, section: OpenMap): void {
  const keyEnd = wordEnd(text, line);
  const value = trim(text, keyEnd, line.end);
  addEntry(section, foldedKey(text, { start: line.start, end: keyEnd }), value.start < value.end ? plainScalar(text, value) : absentScalar(keyEnd));
}
