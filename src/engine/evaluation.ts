// A scan's evaluation: bundle by bundle for most rules, and once more at the end for rules that look at the whole scan.
import type { Artifact } from '../model/artifact.ts';
import type { Fact } from '../model/fact.ts';
import type { Finding, Notification } from '../model/finding.ts';
import type { Goal, LedTest, Rule } from '../model/rule.ts';
import { Dispatch } from './dispatch.ts';
import { withinBounds } from './bounds.ts';
import { evaluate, looksAtScan, type Hit } from './evaluate.ts';
import { rulesFor } from './filter.ts';
import { Places } from './places.ts';
import { withReach } from './reach.ts';
import { ANNOTATION_PREFIX, suppress } from './suppress.ts';

export class Evaluation {
  readonly #local: readonly Rule[];
  readonly #all: ReadonlySet<Rule>;
  readonly #global: readonly Rule[];
  readonly #keep: Dispatch<LedTest>;
  readonly #goal: Goal;
  readonly #narrow: boolean;
  readonly #places = new Places();
  readonly #hits: Hit[] = [];
  /** Facts that a rule on the whole scan may need; all others are let go with their bundle. */
  readonly #kept: Fact[] = [];
  readonly #annotations: Fact[] = [];
  readonly #commented: Artifact[] = [];

  /** `narrow`: leave out rules whose literals do not occur. */
  constructor(rules: readonly Rule[], goal: Goal, narrow: boolean) {
    const { local, global, keep } = partsOf(rules);
    this.#local = local;
    this.#all = new Set(local);
    this.#global = global;
    this.#keep = keep;
    this.#goal = goal;
    this.#narrow = narrow;
  }

  /** Evaluates the facts of one bundle. */
  add(facts: readonly Fact[], files: readonly Artifact[]): void {
    if (facts.length > 0) this.#take(evaluate(withReach(facts), this.#local, this.#goal, this.#places, this.#rulesFor(files)));
    for (const fact of facts) {
      if (this.#isKept(fact)) this.#kept.push(fact);
      if (fact.kind === 'annotation' && fact.fields.key.startsWith(ANNOTATION_PREFIX)) this.#annotations.push(fact);
    }
    for (const file of files) if (file.text.includes('unshim-ignore[')) this.#commented.push(file);
  }

  /** One by one: there can be more than a call can have arguments. */
  #take(hits: readonly Hit[]): void {
    for (const hit of hits) this.#hits.push(hit);
  }

  /** Templates put texts together, so that a literal need not stand in any of them; a file's name can be what tells. */
  #rulesFor(files: readonly Artifact[]): ReadonlySet<Rule> {
    if (!this.#narrow || files.some(file => file.text.includes('{{'))) return this.#all;
    return rulesFor(
      files.flatMap(file => [file.uri, file.text]),
      this.#local,
    );
  }

  #isKept(fact: Fact): boolean {
    return this.#keep.some(fact, ({ test }) => test(fact, this.#goal));
  }

  /** The findings of all bundles, suppressions applied; `known` are the ids of all rules there are. */
  finish(known: ReadonlySet<string>): { readonly findings: readonly Finding[]; readonly notifications: readonly Notification[] } {
    this.#take(evaluate(this.#kept, this.#global, this.#goal, this.#places));
    const ran = new Set([...this.#local, ...this.#global].map(rule => rule.source.id));
    const judged = suppress(this.#hits, this.#commented, this.#annotations, { ran, all: known }, this.#places);
    const { findings, notifications } = withinBounds(judged.findings);
    return { findings, notifications: [...judged.notifications, ...notifications] };
  }
}

interface RuleParts {
  readonly local: readonly Rule[];
  readonly global: readonly Rule[];
  readonly keep: Dispatch<LedTest>;
}

const parts = new WeakMap<readonly Rule[], RuleParts>();

/** The same for every evaluation of a scan, so that what leads facts to tests is made once. */
function partsOf(rules: readonly Rule[]): RuleParts {
  let known = parts.get(rules);
  if (known === undefined) {
    const global = rules.filter(looksAtScan);
    known = { local: rules.filter(rule => !looksAtScan(rule)), global, keep: new Dispatch(keepTests(global)) };
    parts.set(rules, known);
  }
  return known;
}

/** What a rule on the whole scan matches or asks for. */
function keepTests(rules: readonly Rule[]): readonly LedTest[] {
  return rules.flatMap(({ triggers, source }) => [
    ...triggers.flatMap(trigger => [trigger, ...trigger.with, ...trigger.without]),
    ...source.cases
      .flatMap(one => [...(one.with ?? []), ...(one.without ?? [])])
      .map(({ fact }) => ({ on: fact, literals: () => undefined, test: () => true })),
  ]);
}
