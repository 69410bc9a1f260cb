// Command lines outside of containers: steps of cloud-init, Cluster API and CI systems, and exec handlers in charts' values.
import { get, itemsOf, type Node, type ScalarNode } from '../model/tree.ts';
import { taskCommand } from './ansible/modules.ts';
import { argumentFacts } from './arguments.ts';
import type { Child, Collector, Context } from './context.ts';
import { scriptChild } from './embedded.ts';
import { isContainer } from './pods.ts';
import { below, nearest, type Visit } from './walk.ts';

/** Lists in which each text is a command line of its own. */
const LISTS =
  /^(?:runcmd|bootcmd|commands|script|(?:before|after)_script|(?:pre|post)_?commands|(?:pre|post)(?:Kubeadm|Bootstrap)Commands|additionalCommands|runCommand|inline)$/;
/** Keys whose one text is a command line. */
const SINGLE = /^(?:run|script|shell|command|cmd)$/;

/** The script that a scalar is by the key that it stands under. */
export function commandLine(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child | undefined {
  if (typeof node.value !== 'string') return undefined;
  if (collect.document.dialect === 'ansible') return taskCommand(visit, node, collect, context);
  const around = visit.parent?.node;
  // A text of several lines may be any language, which its content tells better than its key.
  const isLine =
    around?.kind === 'seq' ? LISTS.test(visit.key) || isUserData(visit) : SINGLE.test(visit.key) && !node.text.includes('\n') && !isContainer(around);
  return isLine ? scriptChild(visit, node, collect, { ...context, role: 'script' }) : undefined;
}

/** CloudFormation joins the lines of user data from a list, named or tagged: `Fn::Join: ['', [...]]`, `!Join ['', [...]]`. */
function isUserData(visit: Visit): boolean {
  if (!/UserData|user_data/.test(visit.path)) return false;
  return visit.key === 'Fn::Join' || (visit.key === 'Fn::Base64' && visit.parent?.parent?.node.kind === 'seq');
}

/** Commands given word by word: an item of cloud-init's lists, an `exec` handler that stands in no container. */
export function wordLists(visit: Visit, collect: Collector, context: Context): void {
  const { node } = visit;
  if (node.kind === 'seq' && visit.parent?.node.kind === 'seq' && LISTS.test(visit.key)) {
    argumentFacts(scalars(node.items), { visit }, collect, { ...context, role: 'script' });
  }
  const command = visit.key === 'exec' ? get(node, 'command') : undefined;
  if (command?.kind !== 'seq' || nearest(visit, at => isContainer(at.node)) !== undefined) return;
  const role = /Probe$/.test(visit.parent?.key ?? '') ? 'probe' : 'lifecycle';
  argumentFacts(scalars(itemsOf(command)), { visit: below(visit, 'command', command) }, collect, { ...context, role });
}

function scalars(nodes: readonly Node[]): readonly ScalarNode[] {
  return nodes.filter(node => node.kind === 'scalar');
}
