// Literals that no match of a regular expression goes without: most texts are told apart by them alone.

/** Shorter literals stand in too many texts to tell anything. */
const SHORTEST = 3;

/** Whether a pattern minds no case as a whole. */
export function mindsNoCase(pattern: string): boolean {
  return /^\(\?[a-zA-Z]*i[a-zA-Z]*\)/.test(pattern);
}

/** Literals, one of which stands in every match, in lower case where the pattern minds no case; nothing where there are none that tell. */
export function patternLiterals(pattern: string): readonly string[] | undefined {
  const body = pattern.replace(/^\(\?[a-zA-Z]+\)/, '');
  // Flags within may change what the letters after them stand for.
  if (/\(\?(?!:|P?<)/.test(body)) return undefined;
  const literals = ofChoice(body);
  return mindsNoCase(pattern) ? literals?.map(literal => literal.toLowerCase()) : literals;
}

/** Those of a choice: of each alternative some. */
function ofChoice(body: string): readonly string[] | undefined {
  const each = alternatives(body).map(ofSequence);
  return each.some(literals => literals === undefined) ? undefined : [...new Set(each.flatMap(literals => literals ?? []))];
}

/** The longest plain run of a sequence, or what one of its groups cannot go without. */
function ofSequence(body: string): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  let run = '';
  const offer = (literals: readonly string[] | undefined): void => {
    if (literals !== undefined && shortest(literals) >= SHORTEST && (best === undefined || shortest(literals) > shortest(best))) best = literals;
  };
  for (const token of tokens(body)) {
    if (PLAIN.test(token)) run += token.at(-1) ?? '';
    else {
      offer([run]);
      run = '';
      const group = GROUP.exec(token)?.[1];
      if (group !== undefined) offer(ofChoice(group));
    }
  }
  offer([run]);
  return best;
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map(literal => literal.length));
}

/** A group that every match goes through: `?`, `*` and `{0,n}` after it let one go without. */
const GROUP = /^\((?:\?:|\?P?<\w+>)?(.*)\)\+?$/s;
const PLAIN = /^(?:[\w/\-:=,<>@#%&~;"' ]|\\[^\w\s])$/;

/** Classes, escapes and single characters, with what repeats them; groups are put together by `tokens`. */
const PIECES = /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\\x(?:\{\w+\}|\w\w)|\\[pP](?:\{\^?\w+\}|\w)|\\Q.*?\\E|\\[0-7]{1,3}|\\.|[^\\[]/gs;
const REPEAT = /^(?:[*+?]|\{[\d,]+\})+/;

/** The parts of a sequence at its own level: a group is one part, each with what repeats it. */
function tokens(body: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  let after = 0;
  for (const { 0: piece, index } of body.matchAll(PIECES)) {
    if (index < after) continue;
    if (depth === 0) start = index;
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (depth > 0) continue;
    after = index + piece.length;
    after += REPEAT.exec(body.slice(after, after + 20))?.[0].length ?? 0;
    found.push(body.slice(start, after));
  }
  return found;
}

function alternatives(body: string): readonly string[] {
  const found: string[] = [''];
  for (const token of tokens(body)) {
    if (token === '|') found.push('');
    else found.push(`${found.pop() ?? ''}${token}`);
  }
  return found;
}
