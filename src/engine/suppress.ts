// Suppressions: comments in files and annotations on objects, each with a reason, and each accounted for.
import type { Artifact } from '../model/artifact.ts';
import type { Fact } from '../model/fact.ts';
import type { Finding, Notification } from '../model/finding.ts';
import { resourceName } from '../model/location.ts';
import { regionOf } from '../model/place.ts';
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
  readonly covers: (hit: Hit) => boolean;
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
  const byRule = new Map<string, Waiver[]>();
  for (const waiver of waivers)
    if (waiver.reason !== '') byRule.set(keyOf(waiver.rule, waiver.uri), [...(byRule.get(keyOf(waiver.rule, waiver.uri)) ?? []), waiver]);
  const findings = hits.map(hit => {
    const waiver = byRule.get(keyOf(hit.finding.ruleId, hit.finding.location.physical?.uri ?? ''))?.find(one => one.covers(hit));
    if (waiver === undefined) return hit.finding;
    waiver.used = true;
    return { ...hit.finding, suppression: { kind: waiver.kind, justification: waiver.reason } };
  });
  return { findings, notifications: waivers.flatMap(waiver => complaint(waiver, ids)) };
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
  return [...file.text.matchAll(COMMENT)].flatMap(match => {
    const at = lines.position(match.index).line;
    const { start } = lines.line(at, file.text);
    const alone = /^[\s#/*;{}\-!<]*$/.test(file.text.slice(start, match.index));
    const target = alone ? nextCodeLine(file, at, places) : at;
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
      covers: (hit: Hit) => coversLine(hit, file.uri, target),
    }));
  });
}

/** A comment on a line of its own speaks of the next line that is neither empty nor a comment. */
function nextCodeLine(file: Artifact, from: number, places: Places): number {
  const lines = places.linesOf(file);
  for (let line = from + 1; line <= lines.count; line++) {
    const { start, end } = lines.line(line, file.text);
    const text = file.text.slice(start, end).trim();
    if (text !== '' && !text.startsWith('#') && !text.startsWith('{{/*')) return line;
  }
  return from;
}

function coversLine(hit: Hit, uri: string, line: number): boolean {
  const place = hit.finding.location.physical;
  const region = place?.region;
  return place?.uri === uri && region !== undefined && region.startLine <= line && line <= region.endLine;
}

function annotationWaivers(fact: Fact, places: Places): readonly Waiver[] {
  if (fact.kind !== 'annotation' || !fact.fields.key.startsWith(ANNOTATION_PREFIX)) return [];
  const owner = fact.owner === undefined ? undefined : resourceName(fact.owner);
  return [
    {
      rule: fact.fields.key.slice(ANNOTATION_PREFIX.length),
      uri: fact.document.artifact.uri,
      reason: fact.fields.value.trim(),
      kind: 'inSource',
      used: false,
      notification: (code, message) => ({ code, level: 'note', message, location: places.locate(fact) }),
      covers: hit =>
        hit.finding.location.physical?.uri === fact.document.artifact.uri && hit.fact.owner !== undefined && resourceName(hit.fact.owner) === owner,
    },
  ];
}
