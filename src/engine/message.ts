// The words of a finding: placeholders filled from the fact, and nothing of a secret's value.
import { fieldOf, type Fact, type FieldValue } from '../model/fact.ts';
import { resourceName } from '../model/location.ts';
import { rootSpan } from '../model/place.ts';
import { UNRESOLVED } from '../model/tree.ts';
import { withoutCredentials } from './credentials.ts';

const LONGEST = 120;
/** Read for credentials before a text is cut, so that none is cut out of the words that give it away. */
const LOOKED_AT = 1_000;

/** Fields that say where something is rather than what it is: all that may be shown of a secret. */
const NAMES: ReadonlySet<string> = new Set(['name', 'key', 'dialect', 'container', 'volume', 'kind']);

/** Fields that stand at the fact's own place as they are, so that a template can be shown as it is written. */
const VALUES: ReadonlySet<string> = new Set(['value', 'path', 'image', 'package', 'service']);

/** The name before a flag's value, as command lines and mappings write it. */
const FLAG_NAME = /^-{0,2}[A-Za-z][\w.-]{0,100}(?:\s*[=:]\s*|\s+)/;

/** Fills `{{owner}}`, `{{file}}`, `{{nodes}}` (those of all facts alike) and the fact's own fields; unknown placeholders are a rule author's mistake that the tests find. */
export function fillMessage(template: string, fact: Fact, alike: readonly Fact[] = [fact]): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, field: string) => (field === 'nodes' ? nodesOf(alike) : filled(fact, field)));
}

/** More names than these are counted. */
const NODES_SHOWN = 3;

/** `node a`, `nodes a, b and c`, `12 nodes (a, b, c and 9 more)`; the owner where facts are of no node. */
function nodesOf(facts: readonly Fact[]): string {
  const names = nodeNames(facts);
  const shown = names.slice(0, NODES_SHOWN).map(shorten);
  const [first] = facts;
  if (names.length === 0) return first === undefined ? '' : filled(first, 'owner');
  if (names.length > NODES_SHOWN) return `${String(names.length)} nodes (${shown.join(', ')} and ${String(names.length - NODES_SHOWN)} more)`;
  return names.length === 1 ? `node ${shown.join('')}` : `nodes ${shown.slice(0, -1).join(', ')} and ${shown.slice(-1).join('')}`;
}

/** The nodes that facts are about, each once. */
export function nodeNames(facts: readonly Fact[]): readonly string[] {
  return [...new Set(facts.flatMap(nodeOf))];
}

function nodeOf({ kind, fields, owner }: Fact): readonly string[] {
  const name = kind === 'node' ? fields.node : owner?.kind === 'Node' ? owner.name : undefined;
  return name === undefined || name === '' ? [] : [name];
}

function filled(fact: Fact, field: string): string {
  if (field === 'owner') return fact.owner === undefined ? (fact.label === undefined ? fileName(fact) : shorten(fact.label)) : resourceName(fact.owner);
  if (field === 'file') return fileName(fact);
  if (fact.document.artifact.sensitive && !NAMES.has(field)) return '(hidden)';
  const value = fieldOf(fact, field);
  return shorten((VALUES.has(field) && typeof value === 'string' ? asWritten(fact, value) : undefined) ?? value);
}

/** A value that a template makes, as its author wrote it; nothing where the place holds something else. */
function asWritten(fact: Fact, value: string): string | undefined {
  const first = value.indexOf(UNRESOLVED);
  if (first < 0) return undefined;
  const { artifact, span } = rootSpan(fact.document.artifact, fact.span);
  if (span.end - span.start > LONGEST) return undefined;
  // In JSON, where an action stands for a string, its outer braces count as the quotes.
  const braces = artifact.text.startsWith('{{', span.start - 1) && artifact.text.startsWith('}}', span.end - 1) ? 1 : 0;
  const whole = artifact.text.slice(span.start - braces, span.end + braces).replace(/^(["'])(.*)\1$/s, '$2');
  const written = fact.kind === 'flag' ? whole.replace(FLAG_NAME, '') : whole;
  const before = value.slice(0, first);
  const after = value.slice(value.lastIndexOf(UNRESOLVED) + 1);
  return written.includes('{{') && written.startsWith(before) && written.endsWith(after) ? written : undefined;
}

/** The name of the text, where it is one of a file and no secret's; else that of the file around it. */
function fileName(fact: Fact): string {
  const { artifact } = fact.document;
  const isFile = !artifact.sensitive && /[./]/.test(artifact.name);
  const name = isFile ? artifact.name : artifact.uri;
  return name.slice(name.lastIndexOf('/') + 1);
}

/** One line, of bearable length, without credentials, and with `…` for what a template leaves open. */
export function shorten(value: FieldValue): string {
  const line = (typeof value === 'object' ? value.join(', ') : String(value ?? '')).replace(/\s+/g, ' ').trim().replaceAll(UNRESOLVED, '…');
  const text = withoutCredentials(line.slice(0, LOOKED_AT));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
