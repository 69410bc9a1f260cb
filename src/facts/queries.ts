// Queries of alerts, recording rules, dashboards and monitors, and the lists of metrics that a scraper keeps.
import type { FactFields } from '../model/fact.ts';
import { mapSpan } from '../model/segment-map.ts';
import { entriesOf, get, itemsOf, textAt, textOf, type Node, type ScalarNode } from '../model/tree.ts';
import { alternatives, joinedAlternatives, queryTerms, type QueryTerm } from '../readers/query-terms.ts';
import type { Collector, Context } from './context.ts';
import { scalarMap } from './embedded.ts';
import { groupOf } from './pods.ts';
import { below, nearest, type Visit } from './walk.ts';

const QUERY_KEYS: ReadonlySet<string> = new Set([
  'expr',
  'query',
  'q',
  'definition',
  'expression',
  'promql',
  'seriesQuery',
  'metricsQuery',
  'externalMetricQuery',
  'match[]',
]);
const LONGEST = 50_000;

/** Whether a scalar is a query by the key that it stands under. */
export function isQuery(visit: Visit, node: ScalarNode): boolean {
  return QUERY_KEYS.has(visit.key) && typeof node.value === 'string';
}

/** A fact for each part of a query that some rule may ask for. */
export function queryFacts(visit: Visit, node: ScalarNode, collect: Collector, context: Context): void {
  if (!collect.kit.interesting(node.text)) return;
  if (node.text.length > LONGEST) {
    collect.unread.push({ span: node, reason: `a query of more than ${String(LONGEST)} characters`, text: node.text });
    return;
  }
  termFacts({ visit, node, use: 'expression', name: nameOf(visit) }, queryTerms(node.text), collect, context);
}

/** Metrics that a scraper is told to keep: relabelings with `action: keep`, and lists under keys such as `includeMetrics`. */
export function keepFacts(visit: Visit, collect: Collector, context: Context): void {
  if (visit.node.kind === 'map') relabelFacts(visit, collect, context);
  else if (visit.node.kind === 'seq' && isKeepList(visit.key)) {
    for (const item of visit.node.items)
      if (isPattern(item)) termFacts({ visit, node: item, use: 'keep', name: visit.key }, alternatives(item.text), collect, context);
  }
}

function isKeepList(key: string): boolean {
  return /metric|include|allow|keep|white|pass$/i.test(key) && !/exclu|drop|deny|black|ignor|remov/i.test(key);
}

function isPattern(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.text.length <= LONGEST && /^[\w.:*()|[\]^$+?\\-]+$/.test(node.text);
}

function relabelFacts(visit: Visit, collect: Collector, context: Context): void {
  const regex = get(visit.node, 'regex');
  if (regex?.kind !== 'scalar' || typeof regex.value !== 'string' || regex.text.length > LONGEST) return;
  if (textAt(visit.node, 'action')?.toLowerCase() !== 'keep') return;
  const labels = itemsOf(get(visit.node, 'sourceLabels') ?? get(visit.node, 'source_labels')).map(textOf);
  const [label] = labels;
  if (label === undefined) return;
  const site = { visit: below(visit, 'regex', regex), node: regex, use: 'keep' as const, name: 'a relabeling that keeps' };
  if (labels.length > 1) {
    const index = labels.indexOf('__name__');
    if (index >= 0) termFacts(site, joinedAlternatives(regex.text, textAt(visit.node, 'separator') ?? ';', index), collect, context);
    return;
  }
  const whole: QueryTerm = { term: 'matcher', value: `${label}=~${regex.text}`, matchers: [], start: 0, end: regex.text.length };
  termFacts(site, label === '__name__' ? alternatives(regex.text) : [whole], collect, context);
}

interface QuerySite {
  readonly visit: Visit;
  readonly node: ScalarNode;
  readonly use: FactFields['query']['use'];
  readonly name: string;
}

function termFacts({ visit, node, use, name }: QuerySite, terms: readonly QueryTerm[], collect: Collector, context: Context): void {
  const wanted = terms.filter(
    term => collect.kit.interesting(node.text.slice(term.start, term.end)) || (use === 'keep' && collect.kit.interesting(term.value)),
  );
  if (wanted.length === 0) return;
  const map = scalarMap(collect.document.artifact, node);
  const place = { path: visit.path, identity: visit.identity, group: groupOf(collect, visit.parent?.node ?? node) };
  for (const { term, value, metric, matchers, start, end } of wanted) {
    const span = mapSpan(map, start, end);
    collect.add(
      'query',
      { text: node.text, name, use, term, value, matchers, ...(metric === undefined ? {} : { metric }) },
      span,
      { ...place, identity: `${place.identity} ${value}` },
      context,
    );
  }
}

/** What the query belongs to, as messages say it. */
function nameOf(visit: Visit): string {
  const rule = nearest(visit, at => get(at.node, 'alert') !== undefined || get(at.node, 'record') !== undefined)?.node;
  const alert = textAt(rule, 'alert');
  if (alert !== undefined) return `alert ${alert}`;
  const record = textAt(rule, 'record');
  if (record !== undefined) return `recording rule ${record}`;
  if (/(?:^|\.)templating\b/.test(visit.path))
    return `variable ${textAt(nearest(visit, at => textAt(at.node, 'name') !== undefined)?.node, 'name') ?? ''}`.trim();
  const title = textAt(nearest(visit, at => entriesOf(at.node).length > 1 && textAt(at.node, 'title') !== undefined)?.node, 'title');
  return title === undefined || title === '' ? 'the query' : `panel ${title}`;
}
