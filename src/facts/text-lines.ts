// Plain texts, line by line: what no grammar was found for can still name a Docker path.
import type { Collector } from './context.ts';

const COMMENT = /^\s*(?:#(?!!)|\/\/|;|--\s|\/\*|\*\s|<!--|rem\s)/i;

/** Texts for readers, whose commands nobody runs. */
const DOCUMENTATION = /\.(?:md|markdown|rst|adoc)$|(?:^|[/._-])(?:README|CHANGELOG|NOTES)(?:\.txt)?$/i;

/** A fact for each line of interest that is no comment. */
export function plainLineFacts(collect: Collector): void {
  const { artifact, span } = collect.document;
  const { text } = artifact;
  if (artifact.origin !== undefined && DOCUMENTATION.test(artifact.name)) return;
  if (!collect.kit.interesting(text.slice(span.start, span.end))) return;
  for (let start = span.start; start < span.end;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > span.end ? span.end : newline;
    lineFact(start, end, collect);
    start = end + 1;
  }
}

function lineFact(start: number, end: number, collect: Collector): void {
  const line = collect.document.artifact.text.slice(start, end);
  const trimmed = line.trim();
  if (trimmed === '' || line.length > 20_000 || COMMENT.test(line) || !collect.kit.interesting(line)) return;
  const from = start + (line.length - line.trimStart().length);
  const place = { path: '', identity: trimmed.slice(0, 80), group: `${collect.context.scope}|${String(start)}` };
  collect.add('text', { text: trimmed, name: '' }, { start: from, end: from + trimmed.length }, place);
}
