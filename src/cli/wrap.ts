// Breaks running text into lines.

/** The text in lines of at most `width` characters, each after `indent`; words are never cut. Blank lines part paragraphs. */
export function wrap(text: string, width: number, indent = ''): string {
  return text
    .split(/\n[ \t]*\n/)
    .map(paragraph => wrapParagraph(paragraph, width, indent))
    .join('\n\n');
}

function wrapParagraph(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(indent + line);
  return lines.join('\n');
}
