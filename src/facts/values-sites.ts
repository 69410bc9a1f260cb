// The lines of a chart's values that its templates mount: whoever mends the template's path has to mend them.
import type { Fact, FactOf } from '../model/fact.ts';

const VALUE = /\.Values((?:\.[\w-]+)+)/g;

/** The facts, with one more for each value that a template's hostPath is made from and that is that path. */
export function withValuesSites(facts: readonly Fact[]): readonly Fact[] {
  const mounts = facts.filter(isTemplated);
  if (mounts.length === 0) return facts;
  const values = valuesByKey(facts);
  return [...facts, ...mounts.flatMap(mount => sitesOf(mount, values))];
}

function isTemplated(fact: Fact): fact is FactOf<'hostPath'> {
  return fact.kind === 'hostPath' && fact.fields.template?.includes('.Values.') === true;
}

/** A chart may have several files of values. */
function valuesByKey(facts: readonly Fact[]): ReadonlyMap<string, readonly FactOf<'setting'>[]> {
  const found = new Map<string, FactOf<'setting'>[]>();
  for (const fact of facts) {
    if (fact.kind !== 'setting' || fact.document.dialect !== 'values' || fact.fields.value === '') continue;
    const key = `${fact.document.artifact.bundle}|${fact.fields.key}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [fact]);
    else list.push(fact);
  }
  return found;
}

function sitesOf(mount: FactOf<'hostPath'>, values: ReadonlyMap<string, readonly FactOf<'setting'>[]>): readonly Fact[] {
  const keys = [...(mount.fields.template ?? '').matchAll(VALUE)].map(match => (match[1] ?? '').slice(1));
  return [...new Set(keys)].flatMap(key =>
    (values.get(`${mount.document.artifact.bundle}|${key}`) ?? [])
      .filter(value => mount.fields.path.includes(value.fields.value))
      .map(({ document, span, path, identity, group }) => ({ ...mount, document, span, path, identity, group })),
  );
}
