// A rule as its YAML file says it, and as the engine runs it.
import type { Effect, Level, Precision, Runtime } from './finding.ts';
import type { Fact, FactKind } from './fact.ts';

/** Words of the predicate vocabulary with their options, as written: `{path: docker-socket}`, `{in: [a, b]}`. */
export type PredicateSource = string | number | boolean | { readonly [word: string]: unknown };

/** Tests on a fact's fields; all must hold. `any`, `all` and `not` nest. */
export type WhereSource = { readonly [field: string]: PredicateSource | WhereSource | readonly WhereSource[] };

/** How near: the same section or list item, the same pod or file (default), the same directory or chart, the whole repository, cluster or node. */
export type Distance = 'group' | 'scope' | 'bundle' | 'scan';

/** Another fact that must, or must not, be found near the first one. */
export interface CompanionSource {
  readonly fact: FactKind;
  readonly where?: WhereSource;
  readonly in?: Distance;
}

export interface TriggerSource {
  readonly on: FactKind;
  readonly dialects?: readonly string[];
  readonly where?: WhereSource;
  readonly with?: readonly CompanionSource[];
  readonly without?: readonly CompanionSource[];
}

export interface CaseSource {
  /** Conditions; all that are given must hold. */
  readonly to?: Runtime | readonly Runtime[];
  /** A range for the Kubernetes version moved to, such as `>=1.27`. */
  readonly kubernetes?: string;
  readonly where?: WhereSource;
  readonly with?: readonly CompanionSource[];
  readonly without?: readonly CompanionSource[];
  /** The outcome. `level: none` means: no finding. */
  readonly level: Level | 'none';
  readonly effect?: Effect;
  readonly when?: string;
  readonly message?: string;
  readonly fix?: string | Partial<Record<Runtime, string>>;
}

export interface RuleSource {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly precision: Precision;
  /** Ids of the catalogue's signals that this rule covers. */
  readonly signals?: readonly string[];
  readonly on?: FactKind;
  readonly dialects?: readonly string[];
  readonly where?: WhereSource;
  readonly with?: readonly CompanionSource[];
  readonly without?: readonly CompanionSource[];
  /** Several alternatives in place of `on`. */
  readonly matches?: readonly TriggerSource[];
  /** Literals, one of which every matching text holds (any case); only where they cannot be derived from the predicates. */
  readonly needs?: readonly string[];
  /** At most one finding for all matching facts of a scope, file or scan. */
  readonly once?: 'group' | 'scope' | 'file' | 'scan';
  /** With `once`: one finding for each value of this field. */
  readonly onceFor?: string;
  /** For rules about many facts at once: how many distinct values of a field the scan must hold. */
  readonly aggregate?: { readonly distinct: string; readonly atLeast?: number; readonly atMost?: number };
  readonly cases: readonly CaseSource[];
  readonly message: string;
  readonly why: string;
  readonly fix: string | Partial<Record<Runtime, string>>;
  /** A short bad example and its repair, YAML or text. */
  readonly example?: { readonly bad: string; readonly good: string; readonly language?: string };
  readonly references: readonly string[];
  readonly added: string;
  readonly tags?: readonly string[];
}

/** The state of a scan that conditions may ask about. */
export interface Goal {
  readonly to: Runtime;
  /** `1.NN` */
  readonly kubernetes: string;
}

/** Knows the facts near a fact. */
export interface Surroundings {
  /** Whether another fact near enough passes the companion's test. */
  has(fact: Fact, companion: CompiledCompanion, goal: Goal): boolean;
}

export type Test = (fact: Fact, goal: Goal) => boolean;

/** A field that facts can be looked up by. */
export type HandleField = 'name' | 'key' | 'program' | 'package' | 'service' | 'term' | 'agent' | 'value' | 'dialect';

/** A test of facts, with what tells early and cheaply that most of them fail it. */
export interface LedTest {
  readonly on: FactKind;
  /** Values (lower case), one of which the field must have, so that only such facts need to be tested. */
  readonly handle?: { readonly field: HandleField; readonly values: readonly string[] };
  /** Literals, one of which stands in some field of every fact that passes; worked out when asked for. */
  readonly literals: () => readonly string[] | undefined;
  readonly test: Test;
}

export interface CompiledCompanion extends LedTest {
  readonly distance: Distance;
}

export interface CompiledTrigger extends LedTest {
  readonly dialects?: ReadonlySet<string>;
  readonly with: readonly CompiledCompanion[];
  readonly without: readonly CompiledCompanion[];
}

export interface CompiledCase {
  readonly source: CaseSource;
  readonly holds: (fact: Fact, goal: Goal, around: Surroundings) => boolean;
}

export interface Rule {
  readonly source: RuleSource;
  readonly triggers: readonly CompiledTrigger[];
  readonly cases: readonly CompiledCase[];
  /** Literals, lower case, one of which every text that can match holds. */
  readonly needs: readonly string[];
  /** Whether an agent's image alone can make it match, so that the literals of all known agents are its needs as well. */
  readonly aboutAgents: boolean;
  /** The file it was read from, for messages. */
  readonly file: string;
}
