// What Ansible's tasks, blocks and roles give to what stands in them: their names, and conditions that hold only where the runtime is Docker.
import type { Guard } from '../../model/document.ts';
import { get, itemsOf, type Node } from '../../model/tree.ts';
import { guardOfCondition } from '../../readers/template/jinja.ts';
import type { Collector, Context } from '../context.ts';
import type { Visit } from '../walk.ts';
import { isTask } from './task.ts';

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();
const LONGEST = 2000;
const LONGEST_NAME = 60;

/** A variable whose name says that it switches Docker on, tested as it is. */
const SWITCH =
  /^[\s(]*(?:[\w.]+_)?(?:(?:use|install|enable|with|is|manage|setup|deploy)_docker|docker_(?:enabled?|install|use|used|manage|managed|deploy))(?:_\w*(?:engine|runtime))?\s*(?:\|\s*default\([^()]*\)\s*)?(?:\|\s*bool\s*)?(?:==\s*(?:true|True|'yes'|"yes")\s*)?[\s)]*$/;

/** The surroundings of what a task or role says: its name, and a `when:` that asks for Docker; nothing where neither is new. */
export function taskContext(visit: Visit, collect: Collector, context: Context): Context | undefined {
  const { node } = visit;
  if (collect.document.dialect !== 'ansible' || node.kind !== 'map') return undefined;
  const guard =
    context.guard ??
    conditionsOf(get(node, 'when'))
      .map(guardOf)
      .find(found => found !== undefined);
  const label = isTask(visit) ? (taskLabel(visit, collect.document.artifact.uri) ?? context.label) : context.label;
  if (guard === context.guard && label === context.label) return undefined;
  return { ...context, ...(label === undefined ? {} : { label }), ...(guard === undefined ? {} : { guard }) };
}

/** A task by its role, or else its file, and its name. */
function taskLabel({ node }: Visit, uri: string): string | undefined {
  const name = get(node, 'name');
  const role = /(?:^|\/)roles\/([^/]+)\//.exec(uri)?.[1];
  if (name?.kind !== 'scalar' || name.text.trim() === '') return role === undefined ? undefined : `role ${role}`;
  const file = uri.slice(uri.lastIndexOf('/') + 1);
  return `${role === undefined ? file : `role ${role}`}, task "${name.text.trim().slice(0, LONGEST_NAME)}"`;
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
