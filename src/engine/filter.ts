// Which texts can matter at all: a search for the literals that rules need, before anything is parsed.
import type { Agent } from '../model/agent.ts';
import type { Filter } from '../model/filter.ts';
import type { Rule } from '../model/rule.ts';
import { LiteralSearch, plainForm } from './literal-search.ts';

/** Lets everything pass, for the test that the filter loses nothing. */
export const passAll: Filter = { mayMatter: () => true, interesting: () => true };

/** What `docker` is followed by where it is no more than the name of a registry, of credentials or of another word. */
const NOT_DOCKER = String.raw`\.io\b|\.elastic\.co|\.pkg\b|[-_]?hub\b|ize\b|file\b|configjson|cfg\b|[-_]?registry(?![-_\w])|[-_]entrypoint|[-_](?:pull[-_])?secret`;
/** Debian's package of Docker has the registry's name, but never after a dot or a slash: `index.docker.io`, `certs.d/docker.io`. */
const PACKAGE = String.raw`(?<!registry["']?\s{0,2}[:=]\s{0,2}["']?|[./])\bdocker\.io(?=[\s"',=\]]|$)`;
const DOCKER = new RegExp(String.raw`docker(?!${NOT_DOCKER})|${PACKAGE}`, 'iy');

/** What can hide a literal: escapes, a line continued in quotes, and texts that are packed. */
const ESCAPES: readonly string[] = ['\\u00', '\\x', '\\\n', '\\\r\n'];
const ESCAPED = /\\u00[2-7]|\\x[2-7]|\\\r?\n/iy;
const PACKED_WORDS: readonly string[] = ['secret', 'binarydata', 'base64', 'b64', '!!binary'];
const PACKED = /(?:kind"?\s*:\s*"?Secret\b|binaryData|base64|b64|!!binary)/i;
const PACKED_RUN = /[A-Za-z0-9+/][A-Za-z0-9+/\s]{11,}={0,2}/g;
/** Pieces of a file this long may lack the word that tells what they hold. */
const PIECE = 1024 ** 2;
const SUPPRESSION = 'unshim';

const made = new WeakMap<readonly Rule[], Filter>();

/** A filter for what some rules and agents need. Made once for a list of rules, for it takes as long as scanning a small folder. */
export function createFilter(rules: readonly Rule[], agents: readonly Agent[]): Filter {
  let filter = made.get(rules);
  if (filter === undefined) made.set(rules, (filter = makeFilter(rules, agents)));
  return filter;
}

function makeFilter(rules: readonly Rule[], agents: readonly Agent[]): Filter {
  const needs = [...new Set([SUPPRESSION, ...rules.flatMap(rule => rule.needs), ...agents.flatMap(agent => agent.needs)].map(plainForm))];
  const words = new LiteralSearch(needs);
  const docker = needs.indexOf('docker');
  const isWord = (text: string, literal: number, end: number): boolean => literal !== docker || matchesAt(DOCKER, text, end - 'docker'.length);
  const interesting = (text: string): boolean => words.search(text, (literal, end) => (isWord(text, literal, end) ? -1 : end));
  return { interesting, mayMatter: mayMatterTest(needs, isWord, interesting) };
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** One pass over a text: a literal that counts ends it; what may hide literals is remembered. */
function mayMatterTest(
  needs: readonly string[],
  isWord: (text: string, literal: number, end: number) => boolean,
  interesting: (text: string) => boolean,
): Filter['mayMatter'] {
  const search = new LiteralSearch([...needs, ...ESCAPES, ...PACKED_WORDS]);
  const suppression = needs.indexOf(SUPPRESSION);
  const escapes = needs.length;
  const packs = escapes + ESCAPES.length;
  return text => {
    let isPacked = text.length >= PIECE;
    const counts = search.search(text, (literal, end) => {
      if (literal >= packs) isPacked = true;
      if (literal >= packs || (literal < escapes && !isWord(text, literal, end))) return end;
      if (literal >= escapes) return isEscape(text, end) ? -1 : end;
      return literal === suppression ? -1 : afterComment(text, end);
    });
    return counts || (isPacked && packed(interesting, text));
  };
}

function isEscape(text: string, end: number): boolean {
  return matchesAt(ESCAPED, text, text.lastIndexOf('\\', end - 1));
}

/** -1 for a literal that counts; for one in a comment, the offset after the line. Scripts' first lines count. */
function afterComment(text: string, end: number): number {
  if (!isComment(text, text.lastIndexOf('\n', end - 1) + 1)) return -1;
  const next = text.indexOf('\n', end);
  return next < 0 ? text.length : next + 1;
}

/** More text than this is not worth a second look: all rules run. */
const LONGEST_LOOK = 256 * 1024;

/** Finds the rules whose literals stand in some texts. */
class RuleSearch {
  readonly #search: LiteralSearch;
  readonly #byLiteral: readonly (readonly Rule[])[];
  readonly #always: readonly Rule[];
  /** What was found for a set of literals; texts of one repository hold the same ones again and again. */
  readonly #known = new Map<string, ReadonlySet<Rule>>();

  constructor(rules: readonly Rule[]) {
    const byLiteral = new Map<string, Rule[]>();
    for (const rule of rules) for (const need of new Set(rule.needs.map(plainForm))) byLiteral.set(need, [...(byLiteral.get(need) ?? []), rule]);
    this.#search = new LiteralSearch([...byLiteral.keys()]);
    this.#byLiteral = [...byLiteral.values()];
    this.#always = rules.filter(rule => rule.aboutAgents);
  }

  rulesFor(texts: readonly string[]): ReadonlySet<Rule> {
    const literals = new Set<number>();
    for (const text of texts) this.#search.each(text, literal => literals.add(literal));
    const key = [...literals].sort((a, b) => a - b).join();
    let found = this.#known.get(key);
    if (found === undefined) {
      if (this.#known.size >= MOST_SETS) this.#known.clear();
      found = new Set([...this.#always, ...[...literals].flatMap(literal => this.#byLiteral[literal] ?? [])]);
      this.#known.set(key, found);
    }
    return found;
  }
}

const MOST_SETS = 200;

const searches = new WeakMap<readonly Rule[], RuleSearch>();

/** The rules that can match in some texts: those of whose literals one occurs, or all where a text may hide literals. */
export function rulesFor(texts: readonly string[], rules: readonly Rule[]): ReadonlySet<Rule> {
  if (texts.reduce((sum, text) => sum + text.length, 0) > LONGEST_LOOK || texts.some(hides)) return new Set(rules);
  let search = searches.get(rules);
  if (search === undefined) searches.set(rules, (search = new RuleSearch(rules)));
  return search.rulesFor(texts);
}

function hides(text: string): boolean {
  return PACKED.test(text) || (text.includes('\\') && /\\u00[2-7]|\\x[2-7]|\\\r?\n/i.test(text));
}

function isComment(text: string, line: number): boolean {
  let at = line;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return text.charCodeAt(at) === 35 && text.charCodeAt(at + 1) !== 33 && !text.startsWith('#cloud-config', at);
}

/** Base64 hides its literals; what may hold some is unpacked and searched. */
function packed(interesting: (text: string) => boolean, text: string): boolean {
  if (text.length < PIECE && !PACKED.test(text)) return false;
  for (const match of text.matchAll(PACKED_RUN)) {
    const decoded = Buffer.from(match[0].replace(/\s+/g, ''), 'base64').toString('latin1');
    if (interesting(decoded) || decoded.startsWith('\x1f\x8b')) return true;
  }
  return false;
}
