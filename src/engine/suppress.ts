// Suppressions: comments in files and annotations on objects, each with a reason, and each accounted for.
import type { Artifact } from '../model/artifact.ts';
import type { Fact } from '../model/fact.ts';
import type { Finding, Notification } from '../model/finding.ts';
import { resourceName, type Region, type Span } from '../model/location.ts';
import { regionOf, type LineIndex } from '../model/place.ts';
import type { Hit } from './evaluate.ts';
import type { Places } from './places.ts';

const COMMENT = /unshim-ignore\[([^\]\r\n]{0,400})\](?::[ \t]*([^\r\n]*))?/g;
export const ANNOTATION_PREFIX = 'unshim.dev/ignore.';

interface Waiver {
  readonly uri: string;
  readonly rule: string;
  readonly reason: string;
  readonly kind: 'inSource' | 'external';
  readonly notification: (code: Notification['code'], message: string) => Notification;
  /** The line, or the object, that it speaks of. */
  readonly target: number | string;
  used: boolean;
}

export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly notifications: readonly Notification[];
}

/** What suppression needs to know of the rules. */
export interface RuleIds {
  readonly ran: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** Applies the suppressions of some files, and tells of those that have no reason, no rule, or nothing to suppress. */
export function suppress(hits: readonly Hit[], files: readonly Artifact[], facts: readonly Fact[], ids: RuleIds, places: Places): Suppressed {
  const waivers = [...files.flatMap(file => commentWaivers(file, places)), ...facts.flatMap(fact => annotationWaivers(fact, places))];
  const known = new Waivers(waivers.filter(({ reason }) => reason !== ''));
  const findings = hits.map(hit => {
    const waiver = known.covering(hit);
    if (waiver === undefined) return hit.finding;
    waiver.used = true;
    return { ...hit.finding, suppression: { kind: waiver.kind, justification: waiver.reason } };
  });
  return { findings, notifications: waivers.flatMap(waiver => complaint(waiver, ids)) };
}

/** Waivers by what they speak of: a text can be nothing but suppressions. */
class Waivers {
  readonly #ofObjects = new Map<string, Waiver>();
  /** In ascending order of their lines. */
  readonly #ofLines = new Map<string, { readonly line: number; readonly waiver: Waiver }[]>();

  constructor(waivers: readonly Waiver[]) {
    for (const waiver of waivers) {
      const { rule, uri, target } = waiver;
      const key = keyOf(rule, uri);
      if (typeof target === 'string') {
        if (!this.#ofObjects.has(`${key}\0${target}`)) this.#ofObjects.set(`${key}\0${target}`, waiver);
        continue;
      }
      const lines = this.#ofLines.get(key);
      if (lines === undefined) this.#ofLines.set(key, [{ line: target, waiver }]);
      else lines.push({ line: target, waiver });
    }
    for (const lines of this.#ofLines.values()) lines.sort((a, b) => a.line - b.line);
  }

  /** A comment before an annotation. */
  covering({ finding: { ruleId, location }, fact }: Hit): Waiver | undefined {
    const { uri = '', region } = location.physical ?? {};
    const key = keyOf(ruleId, uri);
    const onLines = region === undefined ? undefined : firstWithin(this.#ofLines.get(key) ?? [], region);
    return onLines ?? (fact.owner === undefined ? undefined : this.#ofObjects.get(`${key}\0${resourceName(fact.owner)}`));
  }
}

function firstWithin(lines: readonly { readonly line: number; readonly waiver: Waiver }[], { startLine, endLine }: Region): Waiver | undefined {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.line ?? 0) < startLine) low = middle + 1;
    else high = middle;
  }
  const first = lines[low];
  return first !== undefined && first.line <= endLine ? first.waiver : undefined;
}

function keyOf(rule: string, uri: string): string {
  return `${rule}\0${uri}`;
}

function complaint(waiver: Waiver, ids: RuleIds): readonly Notification[] {
  if (!ids.all.has(waiver.rule))
    return [waiver.notification('unknown-suppression', `the suppression names ${waiver.rule}, which is no rule; \`unshim rules\` lists them`)];
  if (waiver.reason === '')
    return [
      waiver.notification('suppression-without-reason', `the suppression of ${waiver.rule} gives no reason and has no effect; write one after the colon`),
    ];
  if (!waiver.used && ids.ran.has(waiver.rule))
    return [waiver.notification('unused-suppression', `nothing here is found by ${waiver.rule} any more; remove the suppression`)];
  return [];
}

function commentWaivers(file: Artifact, places: Places): readonly Waiver[] {
  if (!file.text.includes('unshim-ignore[')) return [];
  const lines = places.linesOf(file);
  const nextCodeLine = codeLines(file, lines);
  return [...file.text.matchAll(COMMENT)].flatMap(match => {
    const at = lines.position(match.index).line;
    const { start } = lines.line(at, file.text);
    const alone = /^[\s#/*;{}\-!<]*$/.test(file.text.slice(start, match.index));
    const target = alone ? nextCodeLine(at) : at;
    const region = regionOf(lines, { start: match.index, end: match.index + match[0].trimEnd().length });
    const reason = (match[2] ?? '').replace(/\s*(?:\*\/)?\s*(?:-?\}\})?\s*(?:-->)?\s*$/, '').trim();
    return (match[1] ?? '').split(',').map(rule => ({
      rule: rule.trim(),
      uri: file.uri,
      reason,
      kind: 'inSource' as const,
      used: false,
      notification: (code: Notification['code'], message: string) => ({
        code,
        level: 'note' as const,
        message,
        location: { physical: { uri: file.uri, region } },
      }),
      target,
    }));
  });
}

/**
 * A comment on a line of its own speaks of the next line that is neither empty nor a comment, if there is one. Asked for ascending lines,
 * it looks at each line once.
 */
function codeLines({ text }: Artifact, lines: LineIndex): (from: number) => number {
  let next = 0;
  return from => {
    if (next <= from) next = from + 1;
    while (next <= lines.count && !isCode(text, lines.line(next, text))) next++;
    return next <= lines.count ? next : from;
  };
}

function isCode(text: string, { start, end }: Span): boolean {
  const line = text.slice(start, end).trim();
  return line !== '' && !line.startsWith('#') && !line.startsWith('{{/*');
}

function annotationWaivers(fact: Fact, places: Places): readonly Waiver[] {
  if (fact.kind !== 'annotation' || !fact.fields.key.startsWith(ANNOTATION_PREFIX)) return [];
  // Of what belongs to no object it speaks of nothing.
  const owner = fact.owner === undefined ? '' : resourceName(fact.owner);
  return [
    {
      rule: fact.fields.key.slice(ANNOTATION_PREFIX.length),
      uri: fact.document.artifact.uri,
      reason: fact.fields.value.trim(),
      kind: 'inSource',
      used: false,
      notification: (code, message) => ({ code, level: 'note', message, location: places.locate(fact) }),
      target: owner,
    },
  ];
}
