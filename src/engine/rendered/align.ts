// Which line of a template printed a line: the two texts side by side, as far as their words agree.

/** Lines from 0. */
export interface Alignment {
  /** The template's line, by the line that it printed. */
  readonly printedBy: ReadonlyMap<number, number>;
  /** The template's lines that printed something. */
  readonly inForce: ReadonlySet<number>;
}

interface Pattern {
  readonly at: number;
  /** What it counts if the pattern before it printed the line before. */
  readonly next: number;
  readonly indent: number;
  /** What stands between the actions, in order. */
  readonly parts: readonly string[];
}

interface Printed {
  readonly at: number;
  readonly indent: number;
  readonly text: string;
}

/** Pairs of lines that are looked at: of one document, and of all that a template printed. What is beyond has no line. */
const MOST_PAIRS = 4_000_000;
const MOST_PAIRS_IN_ALL = 40_000_000;

const SAME = 3;
/** Lines that follow each other in both texts belong together: words such as `hostPath:` stand in many places. */
const NEXT = 2;
const NEXT_BUT_ACTIONS = 1;

/** Lays each document that a template printed beside the template. */
export function align(template: readonly string[], printed: readonly string[]): Alignment {
  const patterns = patternsOf(template);
  const printedBy = new Map<number, number>();
  let left = MOST_PAIRS_IN_ALL;
  for (const document of documentsOf(printed)) {
    const cost = document.length * patterns.length;
    if (cost > MOST_PAIRS || cost > left) continue;
    left -= cost;
    for (const [from, to] of pairs(patterns, document)) printedBy.set(to, from);
  }
  return { printedBy, inForce: new Set(printedBy.values()) };
}

/** Lines without a word of their own print nothing that could be told apart. */
function patternsOf(template: readonly string[]): readonly Pattern[] {
  const patterns: Pattern[] = [];
  for (const [at, line] of template.entries()) {
    const parts = line.trim().split(/\{\{.{0,2000}?\}\}/);
    const next = patterns.at(-1)?.at === at - 1 ? NEXT : NEXT_BUT_ACTIONS;
    if (/\w/.test(parts.join(''))) patterns.push({ at, next, indent: indentOf(line), parts });
  }
  return patterns;
}

function documentsOf(lines: readonly string[]): readonly (readonly Printed[])[] {
  const documents: Printed[][] = [[]];
  for (const [at, line] of lines.entries()) {
    if (line === '---') documents.push([]);
    else if (line.trim() !== '') documents.at(-1)?.push({ at, indent: indentOf(line), text: line.trim() });
  }
  return documents;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function weight({ parts, indent }: Pattern, line: Printed): number {
  return matches(parts, line.text) ? SAME + Number(indent === line.indent) : 0;
}

function matches(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.at(-1);
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from + last.length <= text.length;
}

/** The heaviest way to pair lines in order: template's and printed one's. */
function pairs(patterns: readonly Pattern[], lines: readonly Printed[]): readonly (readonly [number, number])[] {
  const width = lines.length + 1;
  const best = new Int32Array((patterns.length + 1) * width);
  const paired = new Int32Array(best.length);
  for (const [i, pattern] of patterns.entries()) {
    for (const [j, line] of lines.entries()) {
      const before = i * width + j;
      const at = before + width + 1;
      const own = weight(pattern, line);
      const together = own === 0 ? 0 : own + Math.max(best[before] ?? 0, (paired[before] ?? 0) > 0 ? (paired[before] ?? 0) + pattern.next : 0);
      paired[at] = together;
      best[at] = Math.max(together, best[at - 1] ?? 0, best[at - width] ?? 0);
    }
  }
  return traceBack(patterns, lines, best, paired);
}

function traceBack(patterns: readonly Pattern[], lines: readonly Printed[], best: Int32Array, paired: Int32Array): readonly (readonly [number, number])[] {
  const width = lines.length + 1;
  const found: (readonly [number, number])[] = [];
  let mustPair = false;
  let i = patterns.length;
  let j = lines.length;
  while (i > 0 && j > 0) {
    const at = i * width + j;
    const [pattern, line] = [patterns[i - 1], lines[j - 1]];
    if (pattern === undefined || line === undefined) break;
    if (mustPair || ((paired[at] ?? 0) > 0 && paired[at] === best[at])) {
      found.push([pattern.at, line.at]);
      const before = at - width - 1;
      mustPair = (paired[before] ?? 0) > 0 && (paired[before] ?? 0) + pattern.next >= (best[before] ?? 0);
      i--;
      j--;
    } else if (best[at] === best[at - width]) i--;
    else j--;
  }
  return found;
}
