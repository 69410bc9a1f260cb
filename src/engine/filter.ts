// Which texts can matter at all: a search for the literals that rules need, before anything is parsed.
import type { Agent } from '../model/agent.ts';
import type { Filter } from '../model/filter.ts';
import type { Rule } from '../model/rule.ts';

/** Lets everything pass, for the test that the filter loses nothing. */
export const passAll: Filter = { mayMatter: () => true, interesting: () => true };

/** What `docker` is followed by where it is no more than the name of a registry, of credentials or of another word. */
const NOT_DOCKER = String.raw`\.io\b|\.elastic\.co|\.pkg\b|[-_]?hub\b|ize\b|file\b|configjson|cfg\b|[-_]?registry(?![-_\w])|[-_]entrypoint|[-_](?:pull[-_])?secret`;
/** Debian's package of Docker has the registry's name. */
const PACKAGE = String.raw`(?<!registry["']?\s{0,2}[:=]\s{0,2}["']?)\bdocker\.io(?=[\s"',=\]]|$)`;
const REGISTRY = String.raw`docker(?!${NOT_DOCKER})|${PACKAGE}`;

/** What can hide a literal: escapes, a line continued in quotes, and texts that are packed. */
const ESCAPED = String.raw`\\u00[2-7]|\\x[2-7]|\\\r?\n`;
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
  const needs = new Set(rules.flatMap(rule => [...rule.needs]));
  for (const agent of agents) for (const need of agent.needs) needs.add(need.toLowerCase());
  needs.add(SUPPRESSION);
  const literals = minimal([...needs])
    .map(literalSource)
    .join('|');
  const pattern = new RegExp(`${literals}|${ESCAPED}`, 'gi');
  const plain = new RegExp(literals, 'i');
  return { mayMatter: text => searched(pattern, text) || packed(plain, text), interesting: text => plain.test(text) };
}

/** The rules that can match in some texts: those of whose literals one occurs, or all where a text may hide literals. */
export function rulesFor(texts: readonly string[], rules: readonly Rule[]): readonly Rule[] {
  const joined = plainForm(texts.join('\n'));
  if (new RegExp(ESCAPED).test(joined) || PACKED.test(joined)) return rules;
  return rules.filter(rule => rule.aboutAgents || rule.needs.some(need => joined.includes(plainForm(need))));
}

function plainForm(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}

/** Literals that the search for no other literal finds as well. */
function minimal(literals: readonly string[]): readonly string[] {
  const patterns = literals.map(literal => ({ literal, pattern: new RegExp(literalSource(literal)) }));
  return literals
    .filter(literal => !patterns.some(other => other.literal !== literal && literal.includes(other.literal) && other.pattern.test(literal)))
    .sort();
}

function literalSource(literal: string): string {
  if (literal === 'docker') return REGISTRY;
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/[-_]/g, '[-_]');
}

/** A literal in a comment line does not count; scripts' first lines and suppressions do. */
function searched(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const line = text.lastIndexOf('\n', match.index - 1) + 1;
    if (match[0].toLowerCase() === SUPPRESSION || !isComment(text, line)) return true;
    const next = text.indexOf('\n', match.index);
    if (next < 0) return false;
    pattern.lastIndex = next + 1;
  }
  return false;
}

function isComment(text: string, line: number): boolean {
  let at = line;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return text.charCodeAt(at) === 35 && text.charCodeAt(at + 1) !== 33 && !text.startsWith('#cloud-config', at);
}

/** Base64 hides its literals; what may hold some is unpacked and searched. */
function packed(plain: RegExp, text: string): boolean {
  if (text.length < PIECE && !PACKED.test(text)) return false;
  for (const match of text.matchAll(PACKED_RUN)) {
    const decoded = Buffer.from(match[0].replace(/\s+/g, ''), 'base64').toString('latin1');
    if (plain.test(decoded) || decoded.startsWith('\x1f\x8b')) return true;
  }
  return false;
}
