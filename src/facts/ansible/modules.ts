// What Ansible's modules do on a node: commands that they run, services that they switch, packages that they install, files that they write.
import { get, itemsOf, UNRESOLVED, type Node, type ScalarNode } from '../../model/tree.ts';
import { argumentFacts } from '../arguments.ts';
import type { Child, Collector, Context } from '../context.ts';
import { lineOfFile } from './lines.ts';
import { childArtifact, scriptChild } from '../embedded.ts';
import { packageFact, serviceName } from '../packages.ts';
import { groupOf } from '../pods.ts';
import { settingDialect } from '../setting-dialect.ts';
import { below, type Visit } from '../walk.ts';
import { argument, isTask, moduleCalls, moduleName, oldStyle, options, runsElsewhere, valuesOf, withText, type ModuleCall } from './task.ts';

const COMMANDS: ReadonlySet<string> = new Set(['shell', 'command', 'raw', 'script', 'win_command', 'expect']);
const POWERSHELL: ReadonlySet<string> = new Set(['win_shell', 'win_powershell']);
const SERVICES: ReadonlySet<string> = new Set(['service', 'systemd', 'systemd_service', 'sysvinit', 'openrc', 'win_service', 'runit']);
const PACKAGES: ReadonlySet<string> = new Set([
  'apt',
  'yum',
  'dnf',
  'dnf5',
  'package',
  'apk',
  'zypper',
  'pacman',
  'tdnf',
  'rpm_ostree_pkg',
  'portage',
  'homebrew',
  'snap',
  'pip',
  'win_package',
  'win_chocolatey',
]);
const FILES: ReadonlySet<string> = new Set([
  'copy',
  'template',
  'file',
  'blockinfile',
  'lineinfile',
  'get_url',
  'unarchive',
  'replace',
  'ini_file',
  'synchronize',
  'win_copy',
  'win_template',
  'win_file',
  'win_get_url',
  'stat',
]);

/** Modules that also take the path under another name. */
const NAMED_FILES: ReadonlySet<string> = new Set(['file', 'lineinfile', 'blockinfile', 'replace']);

/** Facts of a task; its command lines given as one text are read where the walk meets them. */
export function taskFacts(visit: Visit, collect: Collector, context: Context): void {
  if (collect.document.dialect !== 'ansible' || !isTask(visit) || runsElsewhere(visit.node)) return;
  for (const call of moduleCalls(visit, collect)) {
    if (COMMANDS.has(call.module)) {
      wordsOf(call, collect, { ...context, role: 'task' });
      linesOfLoop(call, collect, { ...context, role: 'task' });
    } else if (SERVICES.has(call.module)) services(call, collect, context);
    else if (PACKAGES.has(call.module)) packages(call, collect, context);
    else if (FILES.has(call.module)) {
      freeForm(call, collect, context);
      filesOfLoop(call, collect, context);
      lineOfFile(call, collect, context);
    }
  }
}

/** Whether a task installs or removes packages, or is a block of tasks, so that its own variables mean what is made of them there. */
export function isPackageTask(visit: Visit, collect: Collector): boolean {
  return isTask(visit) && (get(visit.node, 'block') !== undefined || moduleCalls(visit, collect).some(call => PACKAGES.has(call.module)));
}

/** The command line that a text of a task is, by the module or the key that it stands under. */
export function taskCommand(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child | undefined {
  const at = callOf(visit);
  if (at === undefined) return undefined;
  if (at.module === 'action') return oldCommand(visit, collect, context);
  if (POWERSHELL.has(at.module)) return { artifact: childArtifact(visit, node, collect, ''), context: { ...context, role: 'task' }, syntax: 'plain' };
  return COMMANDS.has(at.module) ? scriptChild(visit, node, collect, { ...context, role: 'task' }) : undefined;
}

/** `action: shell docker ps`, as old playbooks write it. */
function oldCommand(visit: Visit, collect: Collector, context: Context): Child | undefined {
  const call = oldStyle(undefined, visit, collect);
  return call?.visit.node.kind === 'scalar' && COMMANDS.has(call.module)
    ? scriptChild(visit, call.visit.node, collect, { ...context, role: 'task' })
    : undefined;
}

/** The module whose command a visited text is; a `cmd` in a list of variables counts as one of `command`. */
function callOf(visit: Visit): { readonly module: string } | undefined {
  const { parent, key } = visit;
  if (parent === undefined || parent.node.kind !== 'map') return undefined;
  if (isTask(parent)) return runsElsewhere(parent.node) ? undefined : { module: moduleName(key) };
  const isArgument = key === 'cmd' || key === '_raw_params' || key === 'script' || key === 'command';
  if (isArgument && parent.parent !== undefined && isTask(parent.parent)) {
    return runsElsewhere(parent.parent.node) ? undefined : { module: parent.key === 'args' ? 'command' : moduleName(parent.key) };
  }
  if (key === 'job' && moduleName(parent.key) === 'cron') return { module: 'shell' };
  return key === 'cmd' && parent.parent?.node.kind === 'seq' ? { module: 'command' } : undefined;
}

function wordsOf(call: ModuleCall, collect: Collector, context: Context): void {
  const argv = argument(call, collect, 'argv');
  if (argv?.kind !== 'seq') return;
  const nodes = itemsOf(argv).filter(item => item.kind === 'scalar');
  argumentFacts(nodes, { visit: below(call.visit, 'argv', argv) }, collect, context);
}

/** Package managers, and what switches services: `yum install -y {{ item }}`. */
const SWITCHES = /\b(?:systemctl|service|apt|apt-get|yum|dnf|zypper|apk)\s/;
/** More items are data rather than packages and services. */
const MOST_ITEMS = 20;

/** A command line that says only by the items of its loop what it installs or switches, once for each of them. */
function linesOfLoop(call: ModuleCall, collect: Collector, context: Context): void {
  const { node } = call.visit;
  const line = node.kind === 'scalar' ? node : argument(call, collect, 'cmd', '_raw_params');
  if (line?.kind !== 'scalar' || !SWITCHES.test(line.text)) return;
  const lines = valuesOf(line, call.task);
  if (lines.length > MOST_ITEMS) return;
  for (const one of lines) if (one !== line) collect.children.push(scriptChild(call.visit, one, collect, context));
}

const STATES: Readonly<Record<string, string>> = {
  started: 'start',
  running: 'start',
  stopped: 'stop',
  restarted: 'restart',
  reloaded: 'reload',
  absent: 'disable',
};

function services(call: ModuleCall, collect: Collector, context: Context): void {
  const action = actionOf(call, collect);
  if (action === undefined) return;
  for (const name of valuesOf(argument(call, collect, 'name', 'service', 'unit'), call.task)) {
    collect.add('service', { service: serviceName(name.text), action, role: 'task' }, name, placeOf(call, name, collect), context);
  }
}

function actionOf(call: ModuleCall, collect: Collector): string | undefined {
  if (isTrue(argument(call, collect, 'masked'))) return 'mask';
  const state = textOfNode(argument(call, collect, 'state'));
  if (state !== undefined && STATES[state] !== undefined) return STATES[state];
  if (state !== undefined && isFilledIn(state)) return 'start';
  const enabled = argument(call, collect, 'enabled');
  if (enabled !== undefined) return isTrue(enabled) || isFilledIn(textOfNode(enabled) ?? '') ? 'enable' : 'disable';
  const mode = textOfNode(argument(call, collect, 'start_mode'));
  return mode === 'disabled' ? 'disable' : mode === undefined ? undefined : 'enable';
}

function packages(call: ModuleCall, collect: Collector, context: Context): void {
  const written = textOfNode(argument(call, collect, 'state')) ?? '';
  const state = /^(?:absent|removed|uninstalled)$/.test(written) ? ('absent' as const) : ('present' as const);
  for (const node of valuesOf(argument(call, collect, 'name', 'pkg', 'package', 'deb', 'product_id', 'path'), call.task)) {
    for (const name of node.text.split(',')) {
      packageFact(name.trim(), { manager: call.module, state }, { span: node, place: placeOf(call, node, collect) }, collect, context);
    }
  }
}

/** `template: src=docker.json.j2 dest=/etc/docker/daemon.json` as the settings that it would be in a mapping. */
function freeForm(call: ModuleCall, collect: Collector, context: Context): void {
  const { node } = call.visit;
  if (node.kind !== 'scalar') return;
  const dialect = settingDialect(collect, context);
  for (const { name, value } of options(node, collect)) {
    const at = below(call.visit, name, value);
    const place = { path: at.path, identity: at.identity, group: groupOf(collect, call.task ?? call.visit.node) };
    collect.add('setting', { dialect, key: at.pattern, name, value: value.text }, value, place, context);
  }
}

/** Where a task puts a file that no `dest` or `path` names in full: for each item of its loop, in a folder, or under the module's other name for it. */
function filesOfLoop(call: ModuleCall, collect: Collector, context: Context): void {
  if (textOfNode(argument(call, collect, 'state')) === 'absent') return;
  const written = argument(call, collect, 'dest', 'path');
  const other = written === undefined && NAMED_FILES.has(call.module) ? argument(call, collect, 'destfile', 'name') : undefined;
  const dialect = settingDialect(collect, context);
  for (const file of [...valuesOf(written ?? other, call.task), ...intoFolder(call, written, collect)]) {
    if (file === written) continue;
    const at = below(call.visit, 'dest', file);
    const { node } = call.visit;
    const place = { path: at.path, identity: at.identity, group: groupOf(collect, node.kind === 'scalar' ? (call.task ?? node) : node) };
    collect.add('setting', { dialect, key: at.pattern, name: 'dest', value: file.text }, file, place, context);
  }
}

/** The files that a task puts into a folder under their own names: `copy: src=docker.service dest=/etc/systemd/system/`. */
function intoFolder(call: ModuleCall, folder: Node | undefined, collect: Collector): readonly ScalarNode[] {
  if (folder?.kind !== 'scalar' || !folder.text.endsWith('/')) return [];
  return valuesOf(argument(call, collect, 'src'), call.task).flatMap(source => {
    const name = source.text.slice(source.text.lastIndexOf('/') + 1).replace(/\.j2$/, '');
    return name === '' ? [] : [withText(folder, `${folder.text}${name}`)];
  });
}

function placeOf(call: ModuleCall, node: Node, collect: Collector): { path: string; identity: string; group: string } {
  const task = get(call.task, 'name');
  const name = task?.kind === 'scalar' ? task.text : '';
  const text = node.kind === 'scalar' ? node.text : '';
  return { path: call.visit.path, identity: `${call.visit.pattern}[${name}] ${text}`, group: groupOf(collect, call.task ?? call.visit.node) };
}

function textOfNode(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** A role that leaves the state to a variable is there to start the service. */
function isFilledIn(text: string): boolean {
  return text.includes('{{') || text.includes(UNRESOLVED);
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && /^(?:true|yes|on|1)$/i.test(node.text);
}
