// The facts of a bundle, findable by kind and by nearness.
import type { Fact, FactKind } from '../model/fact.ts';
import type { CompiledCompanion, Distance, Goal, Surroundings } from '../model/rule.ts';

/** Scope of a ConfigMap or Secret, so that a pod that uses one by name is joined with what stands in it. */
export function configScope(bundle: string, kind: string, name: string): string {
  return `${bundle}|${kind}/${name}`;
}

export class FactIndex implements Surroundings {
  readonly #byKind = new Map<FactKind, Fact[]>();
  /** Facts by kind and distance, and by the place that they lie in; made when a rule first asks. */
  readonly #byPlace = new Map<string, Map<string, Fact[]>>();
  readonly #links = new Map<string, Set<string>>();
  /** What a companion's test says does not depend on the fact that asks, so it is asked once a place. */
  readonly #answers = new Map<CompiledCompanion, Map<string, readonly Fact[]>>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      push(this.#byKind, fact.kind, fact);
      if (fact.kind === 'volume' && fact.fields.reference !== undefined) this.#link(fact, fact.fields.reference);
    }
  }

  /** A volume's or an `envFrom`'s reference is `ConfigMap/name` or `Secret/name`. */
  #link(fact: Fact, reference: string): void {
    const [kind = '', name = ''] = reference.split('/', 2);
    const other = configScope(fact.document.artifact.bundle, kind, name);
    pushSet(this.#links, fact.scope, other);
    pushSet(this.#links, other, fact.scope);
  }

  has(fact: Fact, companion: CompiledCompanion, goal: Goal): boolean {
    return this.#matching(fact, companion, goal).some(other => other !== fact);
  }

  #matching(fact: Fact, companion: CompiledCompanion, goal: Goal): readonly Fact[] {
    const place = companion.distance === 'scan' ? '' : placeOf(fact, companion.distance);
    const answers = this.#answers.get(companion) ?? new Map<string, readonly Fact[]>();
    this.#answers.set(companion, answers);
    let found = answers.get(place);
    if (found === undefined) answers.set(place, (found = this.#near(place, companion).filter(other => companion.test(other, goal))));
    return found;
  }

  /** The facts of a kind in a fact's scope, itself among them. */
  inScope(fact: Fact, kind: FactKind): readonly Fact[] {
    return this.#near(fact.scope, { on: kind, distance: 'scope' });
  }

  #near(place: string, { on: kind, distance }: Pick<CompiledCompanion, 'on' | 'distance'>): readonly Fact[] {
    if (distance === 'scan') return this.#byKind.get(kind) ?? [];
    const byPlace = this.#placesOf(kind, distance);
    const links = distance === 'scope' ? this.#links.get(place) : undefined;
    if (links === undefined) return byPlace.get(place) ?? [];
    return [place, ...links].flatMap(one => byPlace.get(one) ?? []);
  }

  #placesOf(kind: FactKind, distance: Exclude<Distance, 'scan'>): ReadonlyMap<string, Fact[]> {
    const key = `${kind} ${distance}`;
    let byPlace = this.#byPlace.get(key);
    if (byPlace === undefined) {
      this.#byPlace.set(key, (byPlace = new Map<string, Fact[]>()));
      for (const fact of this.#byKind.get(kind) ?? []) push(byPlace, placeOf(fact, distance), fact);
    }
    return byPlace;
  }
}

function placeOf(fact: Fact, distance: Exclude<Distance, 'scan'>): string {
  if (distance === 'bundle') return fact.document.artifact.bundle;
  return distance === 'group' ? fact.group : fact.scope;
}

function push<K>(map: Map<K, Fact[]>, key: K, fact: Fact): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [fact]);
  else list.push(fact);
}

function pushSet(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
