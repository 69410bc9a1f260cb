// What log and metric agents read, whatever agent it is: inputs with their paths and formats, journal filters, plugins that need Docker.
import type { Fact } from '../model/fact.ts';
import type { Collector, Context } from './context.ts';
import { beatsFacts } from './logs/beats.ts';
import { dockerPluginFacts } from './logs/docker-plugins.ts';
import { fluentBitFacts } from './logs/fluent-bit.ts';
import { fluentdFacts } from './logs/fluentd.ts';
import { alloyFacts, promtailFacts } from './logs/loki.ts';
import { otelFacts } from './logs/otel.ts';
import type { Visit } from './walk.ts';

/** States what a mapping has to do with logs, where it has. */
export function logFacts(visit: Visit, collect: Collector, context: Context): void {
  const { dialect } = collect.document;
  const sink = { collect, context };
  if (dialect === 'fluentd') {
    fluentdFacts(visit, sink);
    return;
  }
  if (dialect === 'alloy') {
    alloyFacts(visit, sink);
    return;
  }
  fluentBitFacts(visit, dialect, sink);
  beatsFacts(visit, dialect, sink);
  promtailFacts(visit, sink);
  otelFacts(visit, sink);
  dockerPluginFacts(visit, dialect, sink);
}

type SourceFact = Extract<Fact, { kind: 'logSource' }>;

/**
 * Completes what one document could not tell: an input names a parser that another document of the bundle defines; and of what a
 * chart's template takes from values, the values are the place to change.
 */
export function linkLogSources(facts: readonly Fact[]): readonly Fact[] {
  const sources = facts.filter(fact => fact.kind === 'logSource');
  if (sources.length === 0) return facts;
  const definitions = new Map<string, SourceFact[]>();
  for (const fact of sources) {
    if (fact.fields.part !== 'definition') continue;
    const list = definitions.get(fact.fields.value);
    if (list === undefined) definitions.set(fact.fields.value, [fact]);
    else list.push(fact);
  }
  const written = new Set(sources.filter(fact => !fact.fields.templated).map(keyOf));
  return facts.flatMap((fact): readonly Fact[] => {
    if (fact.kind !== 'logSource') return [fact];
    if (fact.fields.templated && written.has(keyOf(fact))) return [];
    return [resolved(fact, definitions)];
  });
}

function keyOf({ fields }: SourceFact): string {
  return `${fields.agent}\0${fields.part}\0${fields.value.replace(/^_SYSTEMD_UNIT=/, '')}`;
}

function resolved(fact: SourceFact, definitions: ReadonlyMap<string, readonly SourceFact[]>): SourceFact {
  const { agent, part, value } = fact.fields;
  if (part !== 'format' || agent !== 'fluent-bit') return fact;
  const named = definitions.get(value.toLowerCase()) ?? [];
  const nearest =
    named.find(definition => definition.scope === fact.scope) ??
    named.find(definition => definition.document.artifact.uri === fact.document.artifact.uri) ??
    named[0];
  return nearest === undefined ? fact : { ...fact, fields: { ...fact.fields, format: nearest.fields.format } };
}
