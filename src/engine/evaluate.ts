// Facts and rules to findings: pure, with no I/O and no clock.
import { fieldText, type Fact } from '../model/fact.ts';
import type { Effect, Finding, Level } from '../model/finding.ts';
import type { CompiledCase, CompiledTrigger, Goal, Rule } from '../model/rule.ts';
import { withoutEchoes } from './echoes.ts';
import { Dispatch } from './dispatch.ts';
import { FactIndex } from './fact-index.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fillMessage, nodeNames } from './message.ts';
import type { Places } from './places.ts';

/** A finding together with the fact that it rests on, until suppressions and order are settled. */
export interface Hit {
  readonly finding: Finding;
  readonly fact: Fact;
}

export const DEFAULT_WHEN = 'when the node leaves Docker Engine';

/** Whether a rule looks at the whole scan, so that it must wait for all facts. */
export function looksAtScan(rule: Rule): boolean {
  const { source } = rule;
  const companions = [
    ...(source.with ?? []),
    ...(source.without ?? []),
    ...(source.matches ?? []).flatMap(match => [...(match.with ?? []), ...(match.without ?? [])]),
  ];
  const inCases = source.cases.flatMap(one => [...(one.with ?? []), ...(one.without ?? [])]);
  return source.aggregate !== undefined || source.once === 'scan' || [...companions, ...inCases].some(companion => companion.in === 'scan');
}

interface RuleTrigger extends CompiledTrigger {
  readonly rule: Rule;
}

const dispatches = new WeakMap<readonly Rule[], Dispatch<RuleTrigger>>();

function dispatchOf(rules: readonly Rule[]): Dispatch<RuleTrigger> {
  let dispatch = dispatches.get(rules);
  if (dispatch === undefined) dispatches.set(rules, (dispatch = new Dispatch(rules.flatMap(rule => rule.triggers.map(trigger => ({ ...trigger, rule }))))));
  return dispatch;
}

/** Every finding of the `active` ones of `rules` on `facts`. */
export function evaluate(
  facts: readonly Fact[],
  rules: readonly Rule[],
  goal: Goal,
  places: Places,
  active: ReadonlySet<Rule> = new Set(rules),
): readonly Hit[] {
  const index = new FactIndex(facts);
  const matched = new Map<Rule, Set<Fact>>();
  const dispatch = dispatchOf(rules);
  const match = (trigger: RuleTrigger, fact: Fact): boolean => {
    const known = matched.get(trigger.rule);
    if (!active.has(trigger.rule) || known?.has(fact) === true || !holds(trigger, fact, index, goal)) return false;
    if (known === undefined) matched.set(trigger.rule, new Set([fact]));
    else known.add(fact);
    return false;
  };
  for (const fact of facts) dispatch.some(fact, match);
  const hits: Hit[] = [];
  for (const rule of rules) {
    const found = matched.get(rule);
    if (found === undefined) continue;
    // One by one: there can be more than a call can have arguments.
    for (const hit of evaluateRule(rule, [...found], index, goal, places)) hits.push(hit);
  }
  return withoutEchoes(hits, places);
}

function holds(trigger: CompiledTrigger, fact: Fact, index: FactIndex, goal: Goal): boolean {
  if (trigger.dialects !== undefined && !trigger.dialects.has(fact.document.dialect)) return false;
  if (!trigger.test(fact, goal)) return false;
  return trigger.with.every(companion => index.has(fact, companion, goal)) && !trigger.without.some(companion => index.has(fact, companion, goal));
}

function evaluateRule(rule: Rule, matched: readonly Fact[], index: FactIndex, goal: Goal, places: Places): readonly Hit[] {
  if (!aggregateHolds(rule, matched)) return [];
  const found: Found[] = [];
  const first = new Map<string, Found>();
  const naming = namesNodes(rule.source);
  for (const fact of matched) {
    const key = onceKey(rule, fact);
    const known = key === undefined ? undefined : first.get(key);
    if (known !== undefined && !naming) continue;
    const outcome = rule.cases.find(one => one.holds(fact, goal, index));
    if (outcome === undefined || outcome.source.level === 'none') continue;
    if (known !== undefined) {
      if (isAlike(rule, known, { fact, outcome })) known.alike.push(fact);
      continue;
    }
    const one: Found = { fact, outcome, alike: [fact] };
    if (key !== undefined) first.set(key, one);
    found.push(one);
  }
  return found.map(one => ({ fact: one.fact, finding: makeFinding(rule, one, goal, places) }));
}

/** A fact with the case that decides, and all facts of which its finding tells. */
interface Found {
  readonly fact: Fact;
  readonly outcome: CompiledCase;
  readonly alike: Fact[];
}

/** Whether two facts come to the same; where a rule asks that values differ, only those with the same value do. */
function isAlike({ source: { aggregate } }: Rule, a: Omit<Found, 'alike'>, b: Omit<Found, 'alike'>): boolean {
  return a.outcome === b.outcome && (aggregate === undefined || fieldText(a.fact, aggregate.distinct) === fieldText(b.fact, aggregate.distinct));
}

function namesNodes({ message, cases }: Rule['source']): boolean {
  return [message, ...cases.map(one => one.message ?? '')].some(text => text.includes('{{nodes}}'));
}

function aggregateHolds(rule: Rule, matched: readonly Fact[]): boolean {
  const aggregate = rule.source.aggregate;
  if (aggregate === undefined) return true;
  const values = new Set(matched.map(fact => fieldText(fact, aggregate.distinct)));
  return values.size >= (aggregate.atLeast ?? 1) && values.size <= (aggregate.atMost ?? Infinity);
}

/** On CI hosts and in Compose files one note for a rule and a file says all there is to say. */
function onceKey(rule: Rule, fact: Fact): string | undefined {
  const { usage, uri } = fact.document.artifact;
  const once = rule.source.once ?? (usage === 'cluster' ? undefined : 'file');
  if (once === undefined) return undefined;
  const place = { group: fact.group, scope: fact.scope, file: uri, scan: '' }[once];
  const { onceFor } = rule.source;
  return onceFor === undefined ? place : `${place}\0${fieldText(fact, onceFor)}`;
}

function makeFinding(rule: Rule, { fact, outcome, alike }: Found, goal: Goal, places: Places): Finding {
  const { source } = rule;
  const chosen = outcome.source;
  const level = capped(chosen.level === 'none' ? 'note' : chosen.level, fact);
  const fix = textFor(chosen.fix, goal) ?? textFor(source.fix, goal) ?? '';
  const nodes = alike.length > 1 ? nodeNames(alike) : [];
  return {
    ruleId: source.id,
    level,
    precision: source.precision,
    effect: effectOf(chosen.effect, level, fact),
    when: chosen.when ?? DEFAULT_WHEN,
    message: fillMessage(chosen.message ?? source.message, fact, alike) + condition(fact),
    fix: fillMessage(fix, fact),
    location: places.locate(fact),
    related: [],
    ...(fact.owner === undefined ? {} : { owner: fact.owner }),
    fingerprint: fingerprintOf(source.id, fact),
    ...(nodes.length > 1 ? { nodes } : {}),
    ...(fact.guard === undefined ? {} : { guard: fact.guard.kind }),
  };
}

function effectOf(effect: Effect | undefined, level: Level, fact: Fact): Effect {
  if (fact.document.artifact.usage !== 'cluster') return 'none-yet';
  return effect ?? (level === 'note' ? 'none-yet' : 'runs-but-fails');
}

/** A guarded branch is at most a warning; Docker on a developer's machine or a CI host is at most a note. */
function capped(level: Level, fact: Fact): Level {
  if (fact.document.artifact.usage !== 'cluster') return 'note';
  return fact.guard !== undefined && level === 'error' ? 'warning' : level;
}

function condition({ guard, document }: Fact): string {
  if (document.artifact.usage === 'ci') return ' (on a CI host, not on a node)';
  if (document.artifact.usage === 'compose') return ' (Docker Compose, not Kubernetes)';
  if (document.artifact.usage === 'workstation') return " (on a developer's or build machine, as far as the file tells, not on a node)";
  if (guard === undefined) return '';
  if (guard.kind === 'runtime-branch') return ` (only where ${conditionWords(guard.condition)})`;
  return guard.toggle === undefined ? ` (off by default: ${conditionWords(guard.condition)})` : ` (off by default: ${guard.toggle})`;
}

/** A condition without the keyword that opens its arm. */
function conditionWords(condition: string): string {
  return condition.replace(/^else of:\s+/, 'not: ').replace(/^(not: )?(?:else\s+)?(?:if|with|elif)\s+/, '$1');
}

function textFor(text: string | Partial<Record<Goal['to'], string>> | undefined, goal: Goal): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  return text[goal.to] ?? text.containerd;
}
