// Findings that say again what another finding says: left out, so that one problem is one finding.
import type { Fact } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { Places } from './places.ts';

interface Hit {
  readonly finding: Finding;
  readonly fact: Fact;
}

/**
 * Drops second findings of one rule at one place, findings on plain text where a more telling fact has one, and findings on a
 * template's value whose default in the chart's values has its own.
 */
export function withoutEchoes<H extends Hit>(hits: readonly H[], places: Places): readonly H[] {
  const told = new Set<string>();
  const lines = new Set<string>();
  const defaults = new Set<string>();
  for (const { fact, finding } of hits) {
    if (fact.kind !== 'text') for (const line of places.lines(fact)) lines.add(line);
    if (fact.document.dialect === 'values') defaults.add(defaultKey(finding, fact, fact.path));
  }
  return hits.filter(({ fact, finding }) => {
    if (fact.kind === 'text' && places.lines(fact).some(line => lines.has(line))) return false;
    const reference = valuesReference(fact, finding);
    if (reference !== undefined && defaults.has(defaultKey(finding, fact, reference))) return false;
    const key = `${finding.ruleId}\0${placeKey(fact, places)}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

/** The commands of one line of a script, such as those of a pipe, are changed together; so are those of one line of a query. */
function placeKey(fact: Fact, places: Places): string {
  const { document, span } = fact;
  if (fact.kind !== 'query' && (fact.kind !== 'command' || document.form !== 'script')) return places.key(fact);
  const start = document.artifact.text.lastIndexOf('\n', span.start - 1) + 1;
  return places.key({ ...fact, span: { start, end: start } });
}

function defaultKey(finding: Finding, fact: Fact, path: string): string {
  return `${finding.ruleId}\0${fact.document.artifact.bundle}\0${path}`;
}

/** The path in the chart's values that a template takes its value from. */
function valuesReference(fact: Fact, { location }: Finding): string | undefined {
  // A mount is made in the template: getting rid of it changes both.
  if (fact.document.artifact.guardAt === undefined || fact.kind === 'hostPath') return undefined;
  return /\{\{[^}]{0,200}?\.Values\.([\w.]+)/.exec(location.snippet ?? '')?.[1];
}
