// Leads each fact to the triggers that can match it, by its kind and by the value of a telling field.
import { fieldOf, type Fact, type FactKind } from '../model/fact.ts';
import type { CompiledTrigger, Goal, HandleField, ProbeField, Rule } from '../model/rule.ts';
import type { FactIndex } from './fact-index.ts';

interface Entry {
  readonly rule: Rule;
  readonly trigger: CompiledTrigger;
}

/** The triggers on one kind of fact. */
interface KindTable {
  /** Triggers that ask for the exact value of a field, by field and value in lower case. */
  readonly handled: Map<HandleField, Map<string, Entry[]>>;
  /** Triggers that test a field whose values repeat, and which of them each value passed. */
  readonly probed: Map<ProbeField, { readonly entries: Entry[]; readonly passed: Map<string, readonly Entry[]> }>;
  readonly others: Entry[];
}

/** Values whose answers are kept; there are few in any one repository. */
const MOST_KNOWN = 5_000;

export class Dispatch {
  readonly #tables = new Map<FactKind, KindTable>();

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) for (const trigger of rule.triggers) this.#add({ rule, trigger });
  }

  #add(entry: Entry): void {
    const { on, handle, probe } = entry.trigger;
    const table: KindTable = this.#tables.get(on) ?? { handled: new Map(), probed: new Map(), others: [] };
    this.#tables.set(on, table);
    if (handle === undefined) {
      if (probe === undefined) table.others.push(entry);
      else addProbe(table, probe.field, entry);
      return;
    }
    const byValue = table.handled.get(handle.field) ?? new Map<string, Entry[]>();
    table.handled.set(handle.field, byValue);
    for (const value of handle.values) byValue.set(value, [...(byValue.get(value) ?? []), entry]);
  }

  /** The facts that each of the active rules matches, in the order in which they were stated. */
  match(facts: readonly Fact[], active: ReadonlySet<Rule>, index: FactIndex, goal: Goal): ReadonlyMap<Rule, ReadonlySet<Fact>> {
    const matched = new Map<Rule, Set<Fact>>();
    const test = (entries: readonly Entry[], fact: Fact): void => {
      for (const { rule, trigger } of entries) {
        if (!active.has(rule) || matched.get(rule)?.has(fact) === true || !holds(trigger, fact, index, goal)) continue;
        const known = matched.get(rule);
        if (known === undefined) matched.set(rule, new Set([fact]));
        else known.add(fact);
      }
    };
    for (const fact of facts) {
      const table = this.#tables.get(fact.kind);
      if (table === undefined) continue;
      test(table.others, fact);
      for (const field of table.probed.keys()) test(probedEntries(table, field, valueOf(fact, field)), fact);
      for (const [field, byValue] of table.handled) {
        const entries = byValue.get(valueOf(fact, field).toLowerCase());
        if (entries !== undefined) test(entries, fact);
      }
    }
    return matched;
  }
}

function addProbe(table: KindTable, field: ProbeField, entry: Entry): void {
  const probed = table.probed.get(field) ?? { entries: [], passed: new Map<string, readonly Entry[]>() };
  table.probed.set(field, probed);
  probed.entries.push(entry);
}

/** The triggers whose test of a field a value passes. */
function probedEntries(table: KindTable, field: ProbeField, value: string): readonly Entry[] {
  const probed = table.probed.get(field);
  if (probed === undefined) return [];
  let passed = probed.passed.get(value);
  if (passed === undefined) {
    if (probed.passed.size >= MOST_KNOWN) probed.passed.clear();
    passed = probed.entries.filter(({ trigger }) => trigger.probe?.test(value) === true);
    probed.passed.set(value, passed);
  }
  return passed;
}

function valueOf(fact: Fact, field: HandleField | ProbeField): string {
  const value = fieldOf(fact, field);
  return typeof value === 'string' ? value : String(value ?? '');
}

function holds(trigger: CompiledTrigger, fact: Fact, index: FactIndex, goal: Goal): boolean {
  if (trigger.dialects !== undefined && !trigger.dialects.has(fact.document.dialect)) return false;
  if (!trigger.test(fact, goal)) return false;
  return trigger.with.every(companion => index.has(fact, companion, goal)) && !trigger.without.some(companion => index.has(fact, companion, goal));
}
