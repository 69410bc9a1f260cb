// The facts of a bundle, findable by kind and by nearness.
import { fieldText, type Fact, type FactKind } from '../model/fact.ts';
import type { CompiledCompanion, CompiledTrigger, Distance, Goal, HandleField, Surroundings } from '../model/rule.ts';

/** Scope of a ConfigMap or Secret, so that a pod that uses one by name is joined with what stands in it. */
export function configScope(bundle: string, kind: string, name: string): string {
  return `${bundle}|${kind}/${name}`;
}

export class FactIndex implements Surroundings {
  readonly #byKind = new Map<FactKind, Fact[]>();
  readonly #order = new Map<Fact, number>();
  /** Facts by kind and by the group, scope or bundle that they lie in. */
  readonly #byPlace: Readonly<Record<Exclude<Distance, 'scan'>, Map<string, Fact[]>>> = { group: new Map(), scope: new Map(), bundle: new Map() };
  /** Facts by kind and field, and by the field's value in lower case; made when a trigger first asks. */
  readonly #byHandle = new Map<string, Map<string, Fact[]>>();
  readonly #links = new Map<string, Set<string>>();
  /** What a companion's test says does not depend on the fact that asks, so it is asked once a place. */
  readonly #answers = new Map<CompiledCompanion, Map<string, readonly Fact[]>>();

  constructor(facts: readonly Fact[]) {
    for (const [position, fact] of facts.entries()) {
      this.#order.set(fact, position);
      push(this.#byKind, fact.kind, fact);
      for (const distance of ['group', 'scope', 'bundle'] as const) push(this.#byPlace[distance], `${fact.kind} ${placeOf(fact, distance)}`, fact);
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

  /** The facts that a trigger has to test, in the order in which they were stated. */
  candidates({ on, handle }: CompiledTrigger): readonly Fact[] {
    if (handle === undefined) return this.ofKind(on);
    const byValue = this.#handles(on, handle.field);
    const found = handle.values.flatMap(value => byValue.get(value) ?? []);
    return handle.values.length === 1 ? found : found.sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }

  #handles(kind: FactKind, field: HandleField): ReadonlyMap<string, Fact[]> {
    const key = `${kind} ${field}`;
    let byValue = this.#byHandle.get(key);
    if (byValue === undefined) {
      this.#byHandle.set(key, (byValue = new Map<string, Fact[]>()));
      for (const fact of this.ofKind(kind)) push(byValue, fieldText(fact, field).toLowerCase(), fact);
    }
    return byValue;
  }

  ofKind(kind: FactKind): readonly Fact[] {
    return this.#byKind.get(kind) ?? [];
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
    return this.#near(fact.scope, { kind, distance: 'scope' });
  }

  #near(place: string, { kind, distance }: Pick<CompiledCompanion, 'kind' | 'distance'>): readonly Fact[] {
    if (distance === 'scan') return this.ofKind(kind);
    const places = distance === 'scope' ? [place, ...(this.#links.get(place) ?? [])] : [place];
    return places.flatMap(one => this.#byPlace[distance].get(`${kind} ${one}`) ?? []);
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
