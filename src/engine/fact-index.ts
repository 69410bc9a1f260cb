// The facts of a bundle, findable by kind and by nearness.
import type { Fact, FactKind } from '../model/fact.ts';
import type { Surroundings } from '../model/rule.ts';

/** Scope of a ConfigMap or Secret, so that a pod that uses one by name is joined with what stands in it. */
export function configScope(bundle: string, kind: string, name: string): string {
  return `${bundle}|${kind}/${name}`;
}

export class FactIndex implements Surroundings {
  readonly #byKind = new Map<FactKind, Fact[]>();
  readonly #byGroup = new Map<string, Fact[]>();
  readonly #byScope = new Map<string, Fact[]>();
  readonly #links = new Map<string, Set<string>>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      push(this.#byKind, fact.kind, fact);
      push(this.#byGroup, fact.group, fact);
      push(this.#byScope, fact.scope, fact);
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

  ofKind(kind: FactKind): readonly Fact[] {
    return this.#byKind.get(kind) ?? [];
  }

  near(fact: Fact, kind: FactKind, distance: 'group' | 'scope' | 'bundle' | 'scan'): readonly Fact[] {
    if (distance === 'scan') return this.ofKind(kind);
    if (distance === 'bundle') return this.ofKind(kind).filter(other => other.document.artifact.bundle === fact.document.artifact.bundle);
    if (distance === 'group') return (this.#byGroup.get(fact.group) ?? []).filter(other => other.kind === kind);
    const scopes = [fact.scope, ...(this.#links.get(fact.scope) ?? [])];
    return scopes.flatMap(scope => (this.#byScope.get(scope) ?? []).filter(other => other.kind === kind));
  }
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
