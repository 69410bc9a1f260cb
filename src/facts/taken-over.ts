// Registries that Docker's configuration names and the next runtime's as well, so that nothing is lost with Docker.
import type { Fact } from '../model/fact.ts';

const REGISTRY_LISTS: ReadonlySet<string> = new Set(['registry-mirrors[]', 'insecure-registries[]']);

/** The facts of a node without what its own configuration of the next runtime has settled; `texts` are that configuration. */
export function withoutTakenOver(facts: readonly Fact[], texts: readonly string[]): readonly Fact[] {
  return facts.filter(fact => {
    const registry = registryOf(fact);
    return registry === undefined || !texts.some(text => text.includes(registry));
  });
}

/** `mirror.example.com:5000` of `http://mirror.example.com:5000/`. */
function registryOf(fact: Fact): string | undefined {
  if (fact.kind !== 'setting' || fact.fields.dialect !== 'daemon-json' || !REGISTRY_LISTS.has(fact.fields.key)) return undefined;
  const registry = fact.fields.value.replace(/^[a-z]{1,10}:\/\//i, '').replace(/\/$/, '');
  return registry === '' ? undefined : registry;
}
