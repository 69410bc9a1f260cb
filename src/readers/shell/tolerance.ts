// Ways around what the grammar does not take: a text is changed without moving any of it, or parsed in parts.
import type { Parsed, Syntax } from '../grammar.ts';

type ParsePart = (text: string) => Parsed | undefined;

/** Pipes without an end make the grammar's memory grow with the square of their number. */
const MAX_PIPES = 500;

/** `${name:-a;b}` and the like, where the grammar stumbles over signs that mean nothing inside the braces. */
const EXPANSION = /\$\{[A-Za-z_]\w{0,100}(?:\[[@*]\])?(?::?[-=+?]|\/\/?|%%?|##?)((?:[^{}"`$\\\n]|\$\{\w{1,100}\}){1,300})\}/g;
const SIGNS = /[;<>()&|'#]/g;

/** Parses a text; where the grammar fails, once more with what it stumbles over taken out, and then function by function. */
export function parseTolerantly(text: string, parse: ParsePart): Syntax | undefined {
  const even = breakLongPipes(text.includes('\r') ? unixLines(text) : text);
  const first = parse(even);
  if (first?.hasError === false) return first.root;
  const softened = even.replace(EXPANSION, (all, inside: string) => all.slice(0, -inside.length - 1) + inside.replace(SIGNS, '_') + '}');
  const second = softened === even ? first : parse(softened);
  if (second?.hasError === false) return second.root;
  return parseParts(softened, parse) ?? second?.root ?? first?.root;
}

/** The same text with line feeds alone at its line ends, every offset kept. */
function unixLines(text: string): string {
  return text.replace(/\\\r\n/g, ' \\\n').replace(/\r\n/g, '\n\n');
}

function breakLongPipes(text: string): string {
  if (text.length < 2 * MAX_PIPES) return text;
  let pipes = 0;
  let isOpen = false;
  let from = 0;
  const pieces: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '|') {
      isOpen = true;
      if (++pipes > MAX_PIPES) {
        pieces.push(text.slice(from, i), ';');
        from = i + 1;
        pipes = 0;
      }
    } else if (char === ';' || (char === '\n' && !isOpen)) pipes = 0;
    else if (char !== ' ' && char !== '\t' && char !== '\n' && char !== '\\') isOpen = false;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(from);
}

/** Function headers, and the ends of functions: an error in one function then spoils no other. */
const BOUNDARY = /^(?:function\s+)?[\w:.-]{1,100}[ \t]*\(\)|^\}[ \t]*\n(?=[ \t]*\n)/gm;

function parseParts(text: string, parse: ParsePart): Syntax | undefined {
  const starts = [0];
  for (const match of text.matchAll(BOUNDARY)) {
    const at = match[0].startsWith('}') ? match.index + match[0].length : match.index;
    if (at > (starts.at(-1) ?? 0)) starts.push(at);
  }
  if (starts.length === 1) return undefined;
  const children = starts.flatMap((start, index) => {
    const part = parse(text.slice(start, starts[index + 1] ?? text.length));
    return part === undefined ? [] : moved(part.root, start).children;
  });
  return { type: 'program', start: 0, end: text.length, children };
}

/** A tree as it is further on in a text. */
function moved(root: Syntax, by: number): Syntax {
  const result = { type: root.type, start: root.start + by, end: root.end + by, children: [] };
  const stack: { readonly from: Syntax; readonly to: Syntax[] }[] = [{ from: root, to: result.children }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const child of next.from.children) {
      const children: Syntax[] = [];
      next.to.push({ type: child.type, start: child.start + by, end: child.end + by, children });
      if (child.children.length > 0) stack.push({ from: child, to: children });
    }
  }
  return result;
}
