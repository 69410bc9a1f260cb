// systemd units and drop-ins.
import type { ReadResult } from './result.ts';
import { continuedScalar } from './continuation.ts';
import { isSilent, lineFrom, trim, type Line } from './lines.ts';
import { addEntry, openMap, plainScalar, rootOrError, type OpenMap } from './nodes.ts';

/** What stands before any section counts where only a unit can be meant, as in the parts of units that kops takes and lines that are added to one. */
const BARE = /^(?:Exec(?:Start|Stop|Reload)(?:Pre|Post)?|Environment(?:File)?)=\S/m;

/**
 * Reads a unit into a mapping of its sections, each a mapping of its directives. Repeated sections and directives stay apart, lines
 * that end in a backslash are joined by blanks, quotes stay as they are written.
 */
export function readSystemd(text: string): ReadResult {
  const root = openMap(0, text.length);
  let section: OpenMap | undefined;
  const isBare = BARE.test(text);
  let content: number | undefined;
  for (let at = 0; at < text.length;) {
    const line = lineFrom(text, at);
    at = line.next;
    if (isSilent(text, line, '#;')) continue;
    content ??= line.start;
    if (text[line.start] === '[') section = openSection(text, line, root);
    else at = readDirective(text, line, section ?? (isBare ? root : undefined));
  }
  return rootOrError(root, content, 'a systemd unit');
}

function openSection(text: string, line: Line, root: OpenMap): OpenMap | undefined {
  const close = text.lastIndexOf(']', line.end - 1);
  if (close < line.start) return undefined;
  const section = openMap(line.start, line.end);
  addEntry(root, plainScalar(text, trim(text, line.start + 1, close)), section);
  return section;
}

function readDirective(text: string, line: Line, section: OpenMap | undefined): number {
  const equals = text.slice(line.start, line.end).indexOf('=');
  const valueStart = line.start + equals + 1;
  const { scalar, next } = continuedScalar(text, { ...trim(text, valueStart, line.end), next: line.next });
  if (section !== undefined && equals > 0) addEntry(section, plainScalar(text, trim(text, line.start, valueStart - 1)), scalar);
  return next;
}
