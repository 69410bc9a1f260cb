// Findings of the unrendered reading and of what was rendered, as one list: what both tell is told once.
import type { Finding, Level } from '../../model/finding.ts';
import type { ResourceRef } from '../../model/location.ts';
import { movedTo, needleOf, type Origins, type SourceLine, SourceLines } from './places.ts';
import type { Rendering } from './rendering.ts';

const RANK: Readonly<Record<Level, number>> = { error: 2, warning: 1, note: 0 };
const OFF: Readonly<Record<Rendering['kind'], string>> = {
  chart: ' (not rendered with the given values)',
  kustomization: ' (in nothing that the kustomizations render)',
};

/**
 * Keeps what was found unrendered, at its place and with its identity; lowers to a note what rendering proves to be off; adds what
 * only rendering shows, at the line that made it.
 */
export function reconcile(unrendered: readonly Finding[], renderings: readonly Rendering[]): readonly Finding[] {
  const told = new Map<Finding, Finding | undefined>();
  const added = new Map<string, Finding>();
  const byRule = groupByRule(unrendered);
  const traced = renderings.map(rendering => ({ rendering, lines: new SourceLines(rendering) }));
  for (const { rendering, lines } of traced) {
    for (const finding of rendering.findings) {
      const origins = lines.of(finding);
      const candidates = (byRule.get(finding.ruleId) ?? []).filter(one => rendering.sources.has(uriOf(one)));
      const same = counterpart(finding, candidates, origins, rendering);
      if (same === undefined) addOnce(added, { ...finding, location: movedTo(origins.lines[0], finding.location) });
      else if (worse(finding, told.get(same))) told.set(same, finding);
    }
  }
  const off = offOf(
    unrendered.filter(finding => !told.has(finding) && finding.level !== 'note'),
    traced,
  );
  return [...unrendered.map(finding => (off.has(finding) ? lowered(finding, renderings) : raised(finding, told.get(finding)))), ...added.values()];
}

interface Traced {
  readonly rendering: Rendering;
  readonly lines: SourceLines;
}

function groupByRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.ruleId);
    if (group === undefined) groups.set(finding.ruleId, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Several overlays print the same base. */
function addOnce(added: Map<string, Finding>, finding: Finding): void {
  const line = finding.location.physical?.region?.startLine;
  const key = [finding.ruleId, uriOf(finding), line ?? `${finding.owner?.kind ?? ''} ${finding.message}`].join('\0');
  const before = added.get(key);
  if (before === undefined || worse(finding, before)) added.set(key, finding);
}

function worse(finding: Finding, than: Finding | undefined): boolean {
  return than === undefined || RANK[finding.level] > RANK[than.level];
}

function uriOf({ location }: Finding): string {
  return location.physical?.uri ?? '';
}

/** The unrendered finding that tells the same problem. */
function counterpart(finding: Finding, candidates: readonly Finding[], origins: Origins, rendering: Rendering): Finding | undefined {
  const scored = candidates.map(one => ({ one, score: likeness(finding, one, origins, rendering) })).filter(({ score }) => score > 0);
  return scored.toSorted((a, b) => b.score - a.score)[0]?.one;
}

/** How much speaks for two findings of one rule being about the same; 0 where too little does. */
function likeness(finding: Finding, one: Finding, { lines, isCertain }: Origins, rendering: Rendering): number {
  const isInPlace = lines.some(line => stands(one, line));
  const isSameMessage = messageOf(one) === messageOf(finding);
  const isSameObject = sameObject(finding, one, rendering);
  const isSameField = fieldOf(one) === fieldOf(finding);
  const isSameFile = rendering.kind === 'kustomization' || uriOf(one) === uriOf(finding);
  const isElsewhere = !rendering.isPrinted(uriOf(one));
  const isOther = isCertain && one.guard === 'off-by-default';
  const isTemplated = one.location.snippet?.includes('{{') === true;
  const isSame = isInPlace
    ? isSameObject || isElsewhere
    : isSameMessage
      ? isElsewhere || (isSameFile && isSameObject && !isOther)
      : isSameFile && isSameObject && isSameField && isTemplated && !isCertain;
  if (!isSame) return 0;
  return 1 + 16 * Number(isInPlace) + 8 * Number(isSameMessage) + 4 * Number(isSameField) + 2 * Number(one.guard === undefined) + Number(isSameFile);
}

function stands({ location }: Finding, { uri, region }: SourceLine): boolean {
  const own = location.physical;
  return own?.uri === uri && own.region !== undefined && own.region.startLine <= region.startLine && region.startLine <= own.region.endLine;
}

/** Kustomize adds to names; names in templates are not known before they are printed. */
function sameObject(finding: Finding, one: Finding, { kind }: Rendering): boolean {
  if (one.owner === undefined || finding.owner === undefined) return one.owner === undefined;
  if (one.owner.kind !== finding.owner.kind) return false;
  return kind === 'chart' || (finding.owner.name ?? '').includes(one.owner.name ?? '');
}

/** What is found, whatever the condition that it stands under. */
function messageOf({ message }: Finding): string {
  return message.replace(/ \(off by default: .*\)$/, '');
}

/** The field's path, its list items not told apart. */
function fieldOf({ location }: Finding): string {
  return (location.logical?.path ?? '').replace(/\[\d+\]/g, '[]');
}

/** With the given values it is on: then it is as bad as anything that is. */
function raised(finding: Finding, rendered: Finding | undefined): Finding {
  if (rendered === undefined || finding.guard !== 'off-by-default') return finding;
  const { guard, ...rest } = finding;
  const { level, effect, when, message, fix } = rendered;
  return { ...rest, level, effect, when, message, fix };
}

function lowered(finding: Finding, renderings: readonly Rendering[]): Finding {
  const inChart = renderings.some(({ kind, sources }) => kind === 'chart' && sources.has(uriOf(finding)));
  return { ...finding, level: 'note', effect: 'none-yet', message: finding.message + OFF[inChart ? 'chart' : 'kustomization'] };
}

/** What everything that was rendered from its file shows not to be in force, and what says the same of the values behind it. */
function offOf(findings: readonly Finding[], traced: readonly Traced[]): ReadonlySet<Finding> {
  const isOff = (finding: Finding): boolean => {
    const from = traced.filter(({ rendering }) => rendering.sources.has(uriOf(finding)));
    return from.length > 0 && from.every(one => isOffIn(finding, one));
  };
  const off = new Set(findings.filter(isOff));
  const problems = new Set([...off].map(problemOf));
  const printed = new Set(findings.filter(finding => !off.has(finding) && traced.some(({ rendering }) => rendering.isPrinted(uriOf(finding)))).map(problemOf));
  for (const finding of findings) {
    const isBehind = traced.some(
      ({ rendering: { kind, sources, isPrinted } }) => kind === 'chart' && sources.has(uriOf(finding)) && !isPrinted(uriOf(finding)),
    );
    if (isBehind && problems.has(problemOf(finding)) && !printed.has(problemOf(finding))) off.add(finding);
  }
  return off;
}

function problemOf(finding: Finding): string {
  const { ruleId, owner } = finding;
  return [ruleId, owner?.kind ?? '', owner?.name ?? '', messageOf(finding)].join('\0');
}

/** What a cluster or a release decides, which `helm template` knows nothing of. */
const DECIDED_LATER = /\blookup\b|\.Capabilities\.APIVersions|\.Release\.IsUpgrade/;

function isOffIn(finding: Finding, { rendering, lines }: Traced): boolean {
  const { kind, findings, sources, printed, isPrinted, isTelling } = rendering;
  const uri = uriOf(finding);
  if (!isTelling || lines.isInForce(uri, finding.location.physical?.region?.startLine ?? 0)) return false;
  if (kind === 'chart' && finding.guard === 'off-by-default') return isPrinted(uri) || !findings.some(({ ruleId }) => ruleId === finding.ruleId);
  if (!isPrinted(uri) || DECIDED_LATER.test(sources.get(uri) ?? '')) return false;
  if (finding.owner === undefined) return false;
  const alike = findings.some(one => one.ruleId === finding.ruleId && sameObject(one, finding, rendering) && (kind !== 'chart' || uriOf(one) === uri));
  if (alike) return false;
  const text = kind === 'chart' ? (printed.get(uri) ?? '') : documentsOf(finding.owner, [...printed.values()]);
  const needle = needleOf(finding.location.snippet);
  return text === '' || (needle !== undefined && !needle.includes('{{') && !text.includes(needle));
}

/** The documents that may be an object, by its kind and a name that others may have been added to. */
function documentsOf({ kind, name = '' }: ResourceRef, texts: readonly string[]): string {
  const documents = texts.flatMap(text => text.split(/^---$/m));
  const isNamed = (line: string): boolean => /^ {2}name: /.test(line) && line.includes(name);
  return documents.filter(text => text.includes(`kind: ${kind}\n`) && text.split('\n').some(isNamed)).join('\n');
}
