// `unshim rbac`: prints the least role that a scan of a cluster needs.
import { UserError } from '../../model/errors.ts';
import type { Notification } from '../../model/finding.ts';
import { visible } from '../../report/safe-text.ts';
import type { ClusterOptions } from '../../sources/cluster/clusters.ts';
import type { Listable, ServiceAccount } from '../../sources/cluster/role.ts';
import { type Arguments, type CommandSpec, HELP, readArguments } from '../arguments.ts';
import { CONTEXT_OPTIONS, readTargetClusters } from '../cluster-options.ts';
import { EXIT } from '../exit-code.ts';
import { showHelp } from '../help/layout.ts';
import { rbacHelp } from '../help/rbac.ts';
import { watchInterrupts } from '../interrupt.ts';
import { quoted } from '../quoted.ts';
import { splitLists } from '../scan-options.ts';
import { selectRules } from '../select-rules.ts';
import { writeError, writeOutput } from '../streams.ts';

export const RBAC: CommandSpec = {
  command: 'rbac',
  options: {
    ...CONTEXT_OPTIONS,
    'service-account': { takes: 'value' },
    'include-secrets': { takes: 'flag' },
    'ask-kubelets': { takes: 'flag' },
    only: { takes: 'list' },
    disable: { takes: 'list' },
    rules: { takes: 'list' },
    help: HELP,
  },
};

/** What the role is made of. */
interface Needed {
  readonly kinds: readonly Listable[];
  readonly contexts: readonly string[];
  readonly notifications: readonly Notification[];
}

/** Runs `unshim rbac` with the arguments after its name. */
export async function rbacCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, RBAC);
  if (args.has('help')) return showHelp(rbacHelp);
  const [stray] = args.positionals;
  if (stray !== undefined) throw new UserError(`rbac takes no argument, not ${quoted(stray)}`, { hint: 'Name a cluster with --context NAME.' });
  const clusters = readClusters(args);
  const account = readServiceAccount(args.value('service-account'));
  const [only, disable] = [splitLists(args.values('only')), splitLists(args.values('disable'))];
  const { rules } = await selectRules({ dirs: args.values('rules'), only, disable });
  const includeSecrets = args.has('include-secrets');
  const interrupt = clusters === undefined ? undefined : watchInterrupts();
  const { kinds, contexts, notifications } = await neededBy(
    rules,
    includeSecrets,
    interrupt === undefined ? undefined : { ...clusters, signal: interrupt.signal },
  );
  await writeError(notifications.map(({ message }) => `unshim: ${visible(message)}\n`).join(''));
  const isComplete = notifications.length === 0;
  if (kinds.length > 0) {
    const [{ clusterRole }, { roleText }] = await Promise.all([import('../../sources/cluster/role.ts'), import('../role-text.ts')]);
    const notes = { only, disabled: disable, ruleCount: rules.length, contexts, isComplete, includeSecrets, askKubelets: args.has('ask-kubelets') };
    await writeOutput(roleText(clusterRole(kinds), notes, account));
  }
  const met = isComplete ? EXIT.clean : EXIT.incomplete;
  const code = interrupt?.exitCode(met) ?? met;
  if (!isComplete)
    await writeError(`unshim: ${kinds.length > 0 ? 'the role may lack something' : 'there is no role to print'}, so the exit code is ${String(code)}\n`);
  return code;
}

/** Nothing where no cluster is asked for: the role is for any then. */
function readClusters(args: Arguments): ClusterOptions | undefined {
  if (['cluster', 'context', 'all-contexts'].some(option => args.has(option))) return readTargetClusters(args);
  const stray = Object.keys(CONTEXT_OPTIONS).find(option => args.has(option));
  if (stray !== undefined) throw new UserError(`--${stray} is about clusters, but none is asked for; add --cluster, --context NAME or --all-contexts`);
  return undefined;
}

function readServiceAccount(text: string | undefined): ServiceAccount | undefined {
  if (text === undefined) return undefined;
  const [, namespace, name] = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/.exec(text) ?? [];
  if (namespace === undefined || name === undefined) throw new UserError(`--service-account takes NAMESPACE/NAME, not ${quoted(text)}`);
  return { namespace, name };
}

type Rules = Awaited<ReturnType<typeof selectRules>>['rules'];

async function neededBy(rules: Rules, includeSecrets: boolean, clusters: ClusterOptions | undefined): Promise<Needed> {
  if (clusters === undefined) {
    const { wantedKinds } = await import('../../sources/cluster/kinds.ts');
    return { kinds: wantedKinds(rules, { includeSecrets }), contexts: [], notifications: [] };
  }
  const [{ readListedKinds }, { listable }] = await Promise.all([import('../../sources/cluster/clusters.ts'), import('../../sources/cluster/role.ts')]);
  const needed = { kinds: new Array<Listable>(), contexts: new Array<string>(), notifications: new Array<Notification>() };
  for await (const { context, kinds, notifications } of readListedKinds(clusters, rules)) {
    needed.contexts.push(context);
    needed.kinds.push(...kinds.map(listable));
    needed.notifications.push(...notifications);
  }
  return needed;
}
