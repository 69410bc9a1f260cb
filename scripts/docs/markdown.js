// Small pieces of Markdown that the generated pages share.

/** Text of a rule as Markdown: what looks like HTML stays text, in code as it is. */
export function prose(text) {
  const parts = text.trim().split('`');
  return parts.map((part, index) => (index % 2 === 1 && index < parts.length - 1 ? part : part.replaceAll('<', '&lt;'))).join('`');
}

/** Text for one cell of a table. */
export function cell(text) {
  return prose(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A table; its cells are Markdown already. */
export function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function codeBlock(text, language) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** Puts a text between a page's `<!-- generated: name -->` and `<!-- end: name -->`; throws where the page lacks them. */
export function replaceSection(page, name, body) {
  const open = `<!-- generated: ${name} -->`;
  const close = `<!-- end: ${name} -->`;
  const start = page.indexOf(open);
  const end = page.indexOf(close);
  if (start < 0 || end < start) throw new Error(`no section ${open} ... ${close}`);
  return `${page.slice(0, start)}${open}\n\n${body.trim()}\n\n${page.slice(end)}`;
}
