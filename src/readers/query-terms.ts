// Queries of monitoring systems, PromQL above all, into the parts that name something: metrics, matchers, labels and strings.

export interface QueryTerm {
  readonly term: 'metric' | 'matcher' | 'label' | 'string';
  /** A metric's or label's name, a string without its quotes, or a matcher without quotes: `id=~/docker/.*`. */
  readonly value: string;
  /** Of a matcher, the metric that it selects from, where it is named. */
  readonly metric?: string;
  /** Of a metric, the matchers beside it. */
  readonly matchers: readonly string[];
  readonly start: number;
  readonly end: number;
}

const IDENTIFIER = /[A-Za-z_:][\w:.]*/y;
const NUMBER = /[0-9][\w.]*/y;
const BLANKS = /\s*/y;
const MATCHER = /([\w:.-]+)\s*(=~|!~|!=|==?)\s*/y;
const GROUPING: ReadonlySet<string> = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'bool', 'offset', 'atan2', 'inf', 'nan', ...GROUPING]);

/** The terms of a query in linear time, whatever its language; of texts that are no query whatever looks like one. */
export function queryTerms(text: string): readonly QueryTerm[] {
  return new TermReader(text).read();
}

class TermReader {
  readonly #text: string;
  readonly #terms: QueryTerm[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly QueryTerm[] {
    while (this.#at < this.#text.length) this.#next();
    return this.#terms;
  }

  #next(): void {
    const character = this.#text.charAt(this.#at);
    if (character === '#') this.#skipPast('\n');
    else if (character === '[') this.#skipPast(']');
    else if (character === '$') this.#variable();
    else if (isQuote(character)) this.#string();
    else if (character === '{') this.#selector(undefined);
    else if (this.#take(NUMBER) === undefined) this.#word();
  }

  /** A dashboard's variable, `$name` or `${name:option}`. */
  #variable(): void {
    this.#at++;
    if (this.#text.charAt(this.#at) === '{') this.#skipPast('}');
    else this.#take(IDENTIFIER);
  }

  #string(): void {
    const { start, end } = this.#quoted();
    this.#terms.push({ term: 'string', value: this.#text.slice(start, end), matchers: [], start, end });
  }

  #word(): void {
    const start = this.#at;
    const word = this.#take(IDENTIFIER);
    if (word === undefined) {
      this.#at++;
      return;
    }
    const end = this.#at;
    this.#take(BLANKS);
    const next = this.#text.charAt(this.#at);
    if (next === '(') {
      if (GROUPING.has(word.toLowerCase())) this.#labels();
    } else if (next === '{') this.#selector({ value: word, start, end });
    else if (!WORDS.has(word.toLowerCase())) this.#terms.push({ term: 'metric', value: word, matchers: [], start, end });
  }

  #labels(): void {
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== ')') {
      const start = this.#at;
      const value = this.#take(IDENTIFIER);
      if (value === undefined) this.#at++;
      else this.#terms.push({ term: 'label', value, matchers: [], start, end: this.#at });
    }
  }

  /** `{label="value", ...}`, after a metric's name or alone. */
  #selector(metric: { readonly value: string; readonly start: number; readonly end: number } | undefined): void {
    const first = this.#terms.length;
    this.#at++;
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== '}') this.#matcher(metric?.value);
    this.#at++;
    const inside = this.#terms.splice(first);
    const matchers = inside.filter(term => term.term === 'matcher').map(term => term.value);
    if (metric !== undefined) this.#terms.push({ term: 'metric', ...metric, matchers });
    for (const term of inside) this.#terms.push(term.term === 'metric' ? { ...term, matchers } : term);
  }

  #matcher(metric: string | undefined): void {
    const start = this.#at;
    MATCHER.lastIndex = start;
    const match = MATCHER.exec(this.#text);
    if (match === null) {
      if (isQuote(this.#text.charAt(this.#at))) this.#quoted();
      else this.#at++;
      return;
    }
    this.#at = MATCHER.lastIndex;
    const [, label = '', operator = ''] = match;
    if (!isQuote(this.#text.charAt(this.#at))) return;
    const value = this.#quoted();
    const text = this.#text.slice(value.start, value.end);
    if (label === '__name__' && operator.startsWith('=')) this.#terms.push(...alternatives(text, value.start));
    else
      this.#terms.push({
        term: 'matcher',
        value: `${label}${operator}${text}`,
        ...(metric === undefined ? {} : { metric }),
        matchers: [],
        start,
        end: Math.min(this.#at, this.#text.length),
      });
  }

  /** A quoted text from its opening quote on; leaves the position behind the closing one. */
  #quoted(): { readonly start: number; readonly end: number } {
    const quote = this.#text.charAt(this.#at);
    const start = this.#at + 1;
    let at = start;
    while (at < this.#text.length && this.#text.charAt(at) !== quote) at += this.#text.charAt(at) === '\\' && quote !== '`' ? 2 : 1;
    this.#at = at + 1;
    return { start, end: Math.min(at, this.#text.length) };
  }

  #skipPast(end: string): void {
    const found = this.#text.indexOf(end, this.#at + 1);
    this.#at = found < 0 ? this.#text.length : found + 1;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at = pattern.lastIndex;
    return match;
  }
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === '`';
}

/** The metrics that a regular expression of names lists: its alternatives, groups within names as well; `offset` is where the text stands. */
export function alternatives(pattern: string, offset = 0): readonly QueryTerm[] {
  return outerAlternatives(pattern).flatMap(({ start, end }) =>
    namesOf(pattern.slice(start, end).trim()).map(value => ({ term: 'metric' as const, value, matchers: [], start: offset + start, end: offset + end })),
  );
}

/** The alternatives of a pattern outside of groups. */
function outerAlternatives(pattern: string): readonly { readonly start: number; readonly end: number }[] {
  const whole = unwrapped(pattern);
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  let start = whole.start;
  for (let at = whole.start; at <= whole.end; at++) {
    const character = at === whole.end ? '|' : pattern.charAt(at);
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    if (character !== '|' || (depth > 0 && at < whole.end)) continue;
    found.push({ start, end: at });
    start = at + 1;
  }
  return found;
}

/** The extent of a pattern inside its anchors and the group around all of it. */
function unwrapped(pattern: string): { readonly start: number; readonly end: number } {
  let start = pattern.startsWith('^') ? 1 : 0;
  let end = pattern.endsWith('$') ? pattern.length - 1 : pattern.length;
  if (pattern.charAt(start) !== '(' || pattern.charAt(end - 1) !== ')') return { start, end };
  let depth = 0;
  for (let at = start; at < end - 1; at++) {
    if (pattern.charAt(at) === '(') depth++;
    else if (pattern.charAt(at) === ')' && --depth === 0) return { start, end };
  }
  start += pattern.startsWith('(?:', start) ? 3 : 1;
  end--;
  return { start, end };
}

const MOST_NAMES = 60;
const LONGEST_NAME = 1000;

/** A name with groups of alternatives in it as the names that it stands for: `a_(b|c)` is `a_b` and `a_c`. */
function namesOf(pattern: string): readonly string[] {
  if (pattern === '' || !pattern.includes('(') || pattern.includes('\\') || pattern.length > LONGEST_NAME) return pattern === '' ? [] : [pattern];
  const open = [pattern];
  const names: string[] = [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const expanded = withoutGroup(one);
    if (expanded === undefined) names.push(one);
    else open.push(...expanded.toReversed());
    if (names.length + open.length > MOST_NAMES) return [pattern];
  }
  return [...new Set(names)];
}

/** A pattern once for each alternative of its first innermost group; nothing where it has none, or one that repeats. */
function withoutGroup(pattern: string): readonly string[] | undefined {
  const close = pattern.indexOf(')');
  const start = close < 0 ? -1 : pattern.lastIndexOf('(', close);
  const next = pattern.charAt(close + 1);
  if (start < 0 || next === '*' || next === '+' || next === '{') return undefined;
  const inside = pattern.slice(start + 1, close).replace(/^\?:/, '');
  if (inside.startsWith('?')) return undefined;
  const parts = [...inside.split('|'), ...(next === '?' ? [''] : [])];
  const rest = pattern.slice(next === '?' ? close + 2 : close + 1);
  return parts.map(part => pattern.slice(0, start) + part + rest);
}

/** The metrics that a pattern of several labels lists, which Prometheus joins by a separator; `index` is the name's among the labels. */
export function joinedAlternatives(pattern: string, separator: string, index: number): readonly QueryTerm[] {
  return outerAlternatives(pattern).flatMap(({ start, end }) => {
    const parts = pattern.slice(start, end).split(separator);
    const part = parts[index];
    if (separator === '' || parts.length <= index || part === undefined) return alternatives(pattern.slice(start, end), start);
    const before = parts.slice(0, index).reduce((sum, one) => sum + one.length + separator.length, 0);
    return alternatives(part, start + before);
  });
}
