// Ansible tasks: where they stand, which modules they call and with which arguments.
import { entriesOf, get, itemsOf, type Node, type ScalarNode } from '../../model/tree.ts';
import type { Collector } from '../context.ts';
import { scalarWithin, splitWords } from '../flags.ts';
import { below, type Visit } from '../walk.ts';

/** A module that a task calls; `visit` is its value, with a text that may be options such as `name=docker state=started`. */
export interface ModuleCall {
  readonly task: Node | undefined;
  /** The name without its collection: `shell` of `ansible.builtin.shell`. */
  readonly module: string;
  readonly visit: Visit;
}

/** Lists of tasks; the root of a file of tasks has no key. */
const TASK_LISTS = /^(?:|tasks|pre_tasks|post_tasks|handlers|block|rescue|always)$/;
const COLLECTION = /^(?:ansible\.(?:builtin|legacy|windows|posix)|community\.(?:general|windows|docker)|chocolatey\.chocolatey|containers\.docker)\./;
/** Words of a task that are no modules. */
const KEYWORDS =
  /^(?:name|when|vars|register|tags|notify|become\w*|loop\w*|with_\w+|until|retries|delay|environment|args|ignore_errors|failed_when|changed_when|delegate_\w+|run_once|block|rescue|always|hosts|roles|tasks|handlers|pre_tasks|post_tasks|listen|no_log|check_mode|async|poll)$/;

/** Whether a part of a tree is a task, as an item of a list of tasks. */
export function isTask(visit: Visit): boolean {
  return visit.node.kind === 'map' && visit.parent?.node.kind === 'seq' && TASK_LISTS.test(visit.parent.key);
}

/** Tasks that run on the machine that runs Ansible say nothing about nodes. */
export function runsElsewhere(task: Node): boolean {
  const delegate = get(task, 'delegate_to');
  return get(task, 'local_action') !== undefined || (delegate?.kind === 'scalar' && /^(?:localhost|127\.0\.0\.1)$/.test(delegate.text));
}

/** The name of a module without its collection. */
export function moduleName(key: string): string {
  return key.replace(COLLECTION, '');
}

/** The modules that a task calls: one, in a sound task. */
export function moduleCalls(visit: Visit, collect: Collector): readonly ModuleCall[] {
  return entriesOf(visit.node).flatMap(({ key, value }): ModuleCall[] => {
    if (KEYWORDS.test(key.text)) return [];
    const at = below(visit, key.text, value);
    const old = key.text === 'action' ? oldStyle(visit.node, at, collect) : undefined;
    if (old !== undefined) return [old];
    return [{ task: visit.node, module: moduleName(key.text), visit: at }];
  });
}

/** `action: service name=docker state=started`, or a mapping that names its module, as old playbooks write them. */
export function oldStyle(task: Node | undefined, at: Visit, collect: Collector): ModuleCall | undefined {
  const { node } = at;
  if (node.kind !== 'scalar') {
    const module = get(node, 'module');
    return module?.kind === 'scalar' ? { task, module: moduleName(module.text), visit: at } : undefined;
  }
  const match = /^\s*([\w.]+)\s+([^]*)$/.exec(node.text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { task, module: moduleName(match[1]), visit: { ...at, node: scalarWithin(collect.document.artifact, node, match[2]) } };
}

/** An argument of a module by any of its names, in a mapping or in a text of `name=value` words. */
export function argument({ visit, task }: ModuleCall, collect: Collector, ...names: readonly string[]): Node | undefined {
  const { node } = visit;
  for (const name of names) {
    const value = get(node, name) ?? get(get(task, 'args'), name);
    if (value !== undefined) return value;
  }
  return node.kind === 'scalar' ? options(node, collect).find(option => names.includes(option.name))?.value : undefined;
}

/** The `name=value` words of a text, each value with its place. */
export function options(node: ScalarNode, collect: Collector): readonly { readonly name: string; readonly value: ScalarNode }[] {
  if (!/\w=/.test(node.text)) return [];
  return splitWords(node.text).flatMap(word => {
    const equals = word.text.indexOf('=');
    const name = word.text.slice(0, equals);
    if (equals < 1 || !/^[a-z_]+$/.test(name)) return [];
    return [{ name, value: scalarWithin(collect.document.artifact, node, word.text.slice(equals + 1)) }];
  });
}

const LOOPS = ['loop', 'with_items', 'with_list', 'with_flattened'] as const;
const ITEM = /\{\{\s*item(?:\.(\w+))?\s*\}\}/;
const LONGEST_WITH_ITEM = 500;

/** The texts that a value stands for: itself, the parts of a list, or what it comes to with each item of the task's loop. */
export function valuesOf(node: Node | undefined, task: Node | undefined): readonly ScalarNode[] {
  if (node?.kind === 'seq') return node.items.flatMap(item => (item.kind === 'scalar' ? valuesOf(item, task) : []));
  if (node?.kind !== 'scalar' || node.text === '') return [];
  const written = node.template ?? node.text;
  const match = written.length <= LONGEST_WITH_ITEM ? ITEM.exec(written) : null;
  if (match === null) return [node];
  const [whole, key] = match;
  const isAll = written.trim() === whole;
  return LOOPS.flatMap(word => itemsOf(get(task, word)))
    .flatMap(each => {
      const value = key === undefined ? each : get(each, key);
      return value?.kind === 'scalar' ? [value] : itemsOf(value).filter(one => one.kind === 'scalar');
    })
    .map(item =>
      isAll
        ? item
        : withText(
            item,
            written.replaceAll(whole, () => item.text),
          ),
    );
}

/** Another text that stands where a scalar does. */
export function withText({ start, end }: ScalarNode, text: string): ScalarNode {
  return { kind: 'scalar', value: text, text, style: 'plain', spelling: 'shell', start, end };
}
