// Plain texts, line by line: what no grammar was found for can still name a Docker path.
import type { Span } from '../model/location.ts';
import type { Collector } from './context.ts';
import { cronCommand } from './cron.ts';

const COMMENT = /^\s*(?:#(?!!)|\/\/|;|--\s|\/\*|\*\s|<!--|rem\s)/i;

/** Longer lines are programs or data. */
const LONGEST = 20_000;

/** Texts for readers, whose commands nobody runs. */
const DOCUMENTATION = /\.(?:md|markdown|rst|adoc)$|(?:^|[/._-])(?:README|CHANGELOG|NOTES)(?:\.txt)?$/i;

/** A fact for each line of interest that is no comment, but for those within `except`, which are read as what they are. */
export function plainLineFacts(collect: Collector, except: readonly Span[] = []): void {
  const { artifact, span } = collect.document;
  const { text } = artifact;
  if (artifact.origin !== undefined && DOCUMENTATION.test(artifact.name)) return;
  if (!collect.kit.interesting(text.slice(span.start, span.end))) return;
  const skipped = except.toSorted((a, b) => a.start - b.start).values();
  let skip = skipped.next().value;
  for (let start = span.start; start < span.end;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > span.end ? span.end : newline;
    while (skip !== undefined && skip.end < end) skip = skipped.next().value;
    if (skip === undefined || start < skip.start) lineFact(start, end, collect);
    start = end + 1;
  }
}

function lineFact(start: number, end: number, collect: Collector): void {
  const line = withoutComment(collect.document.artifact.text.slice(start, end));
  const trimmed = line.trim();
  if (trimmed === '' || COMMENT.test(line) || !collect.kit.interesting(line)) return;
  if (line.length > LONGEST) {
    collect.unread.push({ span: { start, end }, reason: `a line of more than ${String(LONGEST)} characters`, text: line });
    return;
  }
  if (collect.document.form === 'text') cronCommand(line, start, collect);
  const from = start + (line.length - line.trimStart().length);
  const place = { path: '', identity: trimmed.slice(0, 80), group: `${collect.context.scope}|${String(start)}` };
  collect.add('text', { text: trimmed, name: '' }, { start: from, end: from + trimmed.length }, place);
}

/** A line without the comment at its end: what follows a `#` after a blank, outside of quotes. */
function withoutComment(line: string): string {
  if (line.length > LONGEST || !line.includes('#')) return line;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && /\s/.test(line.charAt(at - 1)) && /[\s#]/.test(line.charAt(at + 1))) return line.slice(0, at);
  }
  return line;
}
