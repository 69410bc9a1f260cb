// Conditions of Ansible tasks, blocks and roles: which of them hold only where the runtime is Docker.
import type { Guard } from '../../model/document.ts';
import { get, itemsOf, type Node } from '../../model/tree.ts';
import { guardOfCondition } from '../../readers/template/jinja.ts';
import type { Collector, Context } from '../context.ts';
import type { Visit } from '../walk.ts';

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();
const LONGEST = 2000;

/** A variable whose name says that it switches Docker on, tested as it is. */
const SWITCH =
  /^[\s(]*(?:[\w.]+_)?(?:(?:use|install|enable|with|is|manage|setup|deploy)_docker|docker_(?:enabled?|install|use|used|manage|managed|deploy))(?:_\w*(?:engine|runtime))?\s*(?:\|\s*default\([^()]*\)\s*)?(?:\|\s*bool\s*)?(?:==\s*(?:true|True|'yes'|"yes")\s*)?[\s)]*$/;

/** The surroundings of what stands under a `when:` that asks for Docker; nothing where there is none, or one outside holds already. */
export function guardedContext({ node }: Visit, collect: Collector, context: Context): Context | undefined {
  if (collect.document.dialect !== 'ansible' || context.guard !== undefined || node.kind !== 'map') return undefined;
  const guard = conditionsOf(get(node, 'when'))
    .map(guardOf)
    .find(found => found !== undefined);
  return guard === undefined ? undefined : { ...context, guard };
}

/** All items of a list must hold, so that one that asks for Docker is enough. */
function conditionsOf(when: Node | undefined): readonly string[] {
  const nodes = when?.kind === 'scalar' ? [when] : itemsOf(when);
  return nodes.flatMap(node => (node.kind === 'scalar' && node.text.length <= LONGEST ? [withoutBraces(node.template ?? node.text)] : []));
}

function withoutBraces(condition: string): string {
  return /^\s*\{\{([^{}]*)\}\}\s*$/.exec(condition)?.[1]?.trim() ?? condition;
}

function guardOf(condition: string): Guard | undefined {
  if (SWITCH.test(condition)) return { kind: 'runtime-branch', condition: condition.trim() };
  return guardOfCondition(condition, NO_VARIABLES);
}
