// Files of tasks that are included on a condition: what stands in them holds only where the condition does.
import { posix } from 'node:path';
import type { Guard } from '../../model/document.ts';
import type { Fact } from '../../model/fact.ts';

const INCLUDE = /(?:^|[.\]"])(?:include|include_tasks|import_tasks|include_vars)(?:"\])?(?:\.file)?$/;

/** The facts of a bundle, those in files that are included only under a condition guarded by it. */
export function withIncludeGuards(facts: readonly Fact[]): readonly Fact[] {
  const guards = guardsOfFiles(facts);
  if (guards.size === 0) return facts;
  return facts.map(fact => {
    const guard = fact.guard === undefined ? guards.get(fact.document.artifact.uri) : undefined;
    return guard === undefined ? fact : { ...fact, guard };
  });
}

/** The guard of each file that no task includes without one. */
function guardsOfFiles(facts: readonly Fact[]): ReadonlyMap<string, Guard> {
  const guards = new Map<string, Guard>();
  const open = new Set<string>();
  for (const fact of facts) {
    if (fact.kind !== 'setting' || fact.document.dialect !== 'ansible' || !INCLUDE.test(fact.fields.key) || !/\.ya?ml$/.test(fact.fields.value)) continue;
    const file = posix.join(posix.dirname(fact.document.artifact.uri), fact.fields.value);
    if (fact.guard === undefined) open.add(file);
    else guards.set(file, fact.guard);
  }
  for (const file of open) guards.delete(file);
  return guards;
}
