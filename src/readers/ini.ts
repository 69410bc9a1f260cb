// Sections of keys and values, as many programs have them: `[section]`, `key = value`, `key: value`.
import type { Span } from '../model/location.ts';
import type { ReadResult } from './result.ts';
import { isSilent, lineFrom, trim, withoutComment } from './lines.ts';
import { absentScalar, addEntry, openMap, plainScalar, rootOrError, settingScalar, type OpenMap } from './nodes.ts';

/**
 * Reads a text into a mapping of its sections; what stands before the first one belongs to the root. A line without a value is a key
 * that has none.
 */
export function readIni(text: string): ReadResult {
  const root = openMap(0, text.length);
  let section = root;
  let content: number | undefined;
  let understood = false;
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    if (isSilent(text, line, '#;')) continue;
    content ??= line.start;
    const header = openSection(text, line, root);
    section = header ?? section;
    understood = header !== undefined || addSetting(text, line, section) || understood;
  }
  return understood ? { root } : rootOrError(openMap(0, text.length), content, 'sections or settings');
}

function openSection(text: string, line: Span, root: OpenMap): OpenMap | undefined {
  if (text[line.start] !== '[') return undefined;
  const { start, end } = withoutComment(text, line, '#;');
  if (end - start < 2 || text[end - 1] !== ']') return undefined;
  const section = openMap(start, end);
  addEntry(root, plainScalar(text, trim(text, start + 1, end - 1)), section);
  return section;
}

/** Answers whether the line sets something. */
function addSetting(text: string, line: Span, section: OpenMap): boolean {
  const delimiter = text.slice(line.start, line.end).search(/[=:]/);
  const keyEnd = delimiter < 0 ? line.end : line.start + delimiter;
  const key = trim(text, line.start, keyEnd);
  if (key.start === key.end) return false;
  const value = trim(text, Math.min(keyEnd + 1, line.end), line.end);
  addEntry(section, plainScalar(text, key), delimiter < 0 ? absentScalar(key.end) : settingScalar(text, value, '#;'));
  return delimiter >= 0;
}
