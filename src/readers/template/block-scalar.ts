// Follows YAML line by line, just enough to know which lines are the text of a block scalar.

/** `true` after a header such as `run: |`, until a line stands no deeper than the header's key. */
export class BlockScalars {
  /** The column that the text must be deeper than; nothing outside block scalars. */
  #parent: number | undefined;
  #content: number | undefined;

  /** The column of the text, which its first line decides; nothing before that line. */
  get content(): number | undefined {
    return this.#content;
  }

  /** Whether a line whose text begins at a column is inside a block scalar. */
  holds(column: number): boolean {
    return this.#parent !== undefined && column > this.#parent;
  }

  /** Takes the next line that is not empty. */
  next(line: string): void {
    const column = line.length - line.trimStart().length;
    if (this.holds(column)) {
      this.#content ??= column;
      return;
    }
    this.#content = undefined;
    this.#parent = isHeader(line) ? keyColumn(line, column) : undefined;
  }
}

function isHeader(line: string): boolean {
  const at = Math.max(line.lastIndexOf('|'), line.lastIndexOf('>'));
  if (at < 0 || !/^[-+\d]{0,2}\s*(?:#.*)?$/.test(line.slice(at + 1))) return false;
  const before = line.slice(0, at).trimEnd();
  return before === '' || /(?:[:-]|\s[!&]\S*)$/.test(before.slice(-80));
}

/** The column of the key on a line, behind the dashes of list items; without a key that of the last dash. */
function keyColumn(line: string, from: number): number {
  let dash = from;
  let at = from;
  while (line[at] === '-' && /\s/.test(line[at + 1] ?? '')) {
    dash = at;
    at++;
    while (line[at] === ' ') at++;
  }
  return line.includes(':', at) ? at : dash;
}
