// What Salt's states do on a node: packages that they install, services that they switch, commands that they run, files that they write.
import type { Span } from '../model/location.ts';
import { entriesOf, get, itemsOf, type Node, type ScalarNode } from '../model/tree.ts';
import type { Collector, Context } from './context.ts';
import { scriptChild } from './embedded.ts';
import { packageFact, serviceName } from './packages.ts';
import { groupOf } from './pods.ts';
import { settingDialect } from './setting-dialect.ts';
import { below, keySpan, type Visit } from './walk.ts';

const PACKAGES: ReadonlyMap<string, 'present' | 'absent'> = new Map([
  ['installed', 'present'],
  ['latest', 'present'],
  ['group_installed', 'present'],
  ['removed', 'absent'],
  ['purged', 'absent'],
]);
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['running', 'start'],
  ['enabled', 'enable'],
  ['dead', 'stop'],
  ['disabled', 'disable'],
  ['masked', 'mask'],
]);
const COMMANDS: ReadonlySet<string> = new Set(['cmd.run', 'cmd.wait', 'cmd.script', 'cron.present']);
const FILES: ReadonlySet<string> = new Set(['file.managed', 'file.append', 'file.recurse', 'file.serialize']);

interface State {
  /** `pkg.installed` */
  readonly name: string;
  readonly visit: Visit;
  /** The name that the state goes by, which stands for the argument `name`. */
  readonly id: ScalarNode;
}

/** Facts of a state, which stands by its name or its module's below the identifier at the root. */
export function stateFacts(visit: Visit, collect: Collector, context: Context): void {
  if (collect.document.dialect !== 'salt') return;
  const state = stateAt(visit);
  if (state === undefined) return;
  const [module = '', action = ''] = state.name.split('.');
  const installed = module === 'pkg' ? PACKAGES.get(action) : undefined;
  if (installed !== undefined) packages(state, installed, collect, context);
  const switched = module === 'service' ? SERVICES.get(action) : undefined;
  if (switched !== undefined) services(state, switched, collect, context);
  if (COMMANDS.has(state.name)) commands(state, collect, context);
  if (FILES.has(state.name)) file(state, collect, context);
}

function stateAt(visit: Visit): State | undefined {
  const { parent, node } = visit;
  if (parent?.parent === undefined || parent.parent.parent !== undefined) return undefined;
  const id = entriesOf(parent.parent.node).find(({ value }) => value === parent.node)?.key;
  if (id === undefined) return undefined;
  // The older form: `pkg:` and below it `- installed`.
  const action = visit.key.includes('.') ? undefined : itemsOf(node).find(item => item.kind === 'scalar');
  return { name: action?.kind === 'scalar' ? `${visit.key}.${action.text}` : visit.key, visit, id };
}

function argument({ visit }: State, name: string): Node | undefined {
  for (const item of [visit.node, ...itemsOf(visit.node)]) {
    const value = get(item, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What the state is about: what `names` or another list holds, else `name`, else the identifier. */
function namesOf(state: State, ...lists: readonly string[]): readonly ScalarNode[] {
  for (const list of [...lists, 'names']) {
    const found = itemsOf(argument(state, list)).flatMap(item => (item.kind === 'scalar' ? [item] : entriesOf(item).map(({ key }) => key)));
    if (found.length > 0) return found;
  }
  const name = argument(state, 'name');
  return [name?.kind === 'scalar' && name.text !== '' ? name : state.id];
}

function placeOf({ visit, name }: State, node: ScalarNode, collect: Collector): { path: string; identity: string; group: string } {
  return { path: visit.path, identity: `${visit.identity} ${name} ${node.text}`, group: groupOf(collect, visit.node) };
}

/** Of several states under one identifier each is told at its own line. */
function spanOf({ visit, id }: State, node: ScalarNode): Span {
  return node === id ? keySpan(visit) : node;
}

function packages(state: State, installed: 'present' | 'absent', collect: Collector, context: Context): void {
  for (const node of namesOf(state, 'pkgs', 'sources')) {
    packageFact(node.text.trim(), { manager: 'salt', state: installed }, { span: spanOf(state, node), place: placeOf(state, node, collect) }, collect, context);
  }
}

function services(state: State, action: string, collect: Collector, context: Context): void {
  for (const node of namesOf(state)) {
    collect.add('service', { service: serviceName(node.text), action, role: 'unit' }, spanOf(state, node), placeOf(state, node, collect), context);
  }
}

/** Commands of one line; longer ones are read as the scripts that they are. */
function commands(state: State, collect: Collector, context: Context): void {
  for (const node of namesOf(state)) {
    if (!node.text.includes('\n')) collect.children.push(scriptChild(below(state.visit, 'name', node), node, collect, { ...context, role: 'script' }));
  }
}

/** Where a file goes, where its identifier is its path; another name is a setting of its own already. */
function file(state: State, collect: Collector, context: Context): void {
  const [node] = namesOf(state);
  if (node !== state.id) return;
  const at = below(state.visit, 'name', node);
  const place = { path: at.path, identity: `${at.identity} ${node.text}`, group: groupOf(collect, state.visit.node) };
  collect.add('setting', { dialect: settingDialect(collect, context), key: at.pattern, name: 'name', value: node.text }, node, place, context);
}
