// Finds blocks whose arms cannot follow one another: what comes next would land inside what the arm before it has opened.
import { BlockScalars } from './block-scalar.ts';
import type { Arm, Template } from './structure.ts';

/** What all arms together may cost to look at, and how far is looked for what follows a block. */
const MAX_CHARACTERS = 2_000_000;
const LOOK = 2_000;

/** Lines that are not empty, a comment or an action. */
const CONTENT = /^[ \t]*(?!#|\{\{|\{%|---)[^\s][^\n]*/gm;

/** The first arms of blocks such as `if` ... `volumes:` ... `else` ... `- name: second container` ... `end`. */
export function partingBlocks(template: Template): ReadonlySet<number> {
  const {
    pieces,
    structure: { arms },
  } = template;
  const blocks = new Set<number>();
  const scalars = new ScalarsByLine(template.text);
  let left = MAX_CHARACTERS;
  for (const arm of arms) {
    const next = arms[arm.next];
    if (next === undefined || blocks.has(arm.first)) continue;
    const [text, nextText, after] = [bodyOf(template, arm), bodyOf(template, next), afterBlock(template, next)];
    left -= text.length + nextText.length + after.length;
    if (left < 0) break;
    const outermost = outermostOf(text);
    if (scalars.hold(pieces[arm.head]?.start ?? 0, outermost >> 1)) continue;
    if ([nextText, after].some(following => (depths(following).next().value ?? outermost) > outermost)) blocks.add(arm.first);
  }
  return blocks;
}

function bodyOf({ text, pieces }: Template, arm: Arm): string {
  return afterLine(text.slice(pieces[arm.head]?.end ?? 0, pieces[arm.tail]?.start ?? text.length));
}

function afterBlock({ text, pieces, structure }: Template, arm: Arm): string {
  let last = arm;
  for (let next = structure.arms[arm.next]; next !== undefined && next.order < arm.order + 50; next = structure.arms[next.next]) last = next;
  const end = pieces[last.tail]?.end ?? text.length;
  return afterLine(text.slice(end, end + LOOK));
}

/** What is left of a text after its first line, which shares its line with an action. */
function afterLine(text: string): string {
  const newline = text.indexOf('\n');
  return newline < 0 ? '' : text.slice(newline + 1);
}

/** How deep each line stands that is not an action or a comment; an item is deeper than a key in the same column. */
function* depths(text: string): Generator<number, undefined> {
  for (const [line] of text.matchAll(CONTENT)) {
    const column = line.search(/\S/);
    yield 2 * column + (/^-\s/.test(line.slice(column)) ? 1 : 0);
  }
  return undefined;
}

function outermostOf(text: string): number {
  let outermost = Infinity;
  for (const depth of depths(text)) outermost = Math.min(outermost, depth);
  return outermost;
}

/** Knows at ascending offsets whether text of some depth is inside a block scalar, where depth means nothing. */
class ScalarsByLine {
  readonly #lines: Iterator<RegExpExecArray, undefined>;
  readonly #blocks = new BlockScalars();
  #next: RegExpExecArray | undefined;

  constructor(text: string) {
    this.#lines = text.matchAll(CONTENT);
    this.#advance();
  }

  hold(offset: number, column: number): boolean {
    while (this.#next !== undefined && this.#next.index < offset) {
      this.#blocks.next(this.#next[0]);
      this.#advance();
    }
    return this.#blocks.holds(column);
  }

  #advance(): void {
    this.#next = this.#lines.next().value;
  }
}
