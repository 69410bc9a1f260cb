// `unshim snapshot`: writes what a scan would read of clusters as files.
import { UserError } from '../../model/errors.ts';
import { visible } from '../../report/safe-text.ts';
import { count } from '../../report/words.ts';
import type { SnapshotReport } from '../../snapshot.ts';
import { type CommandSpec, HELP, readArguments } from '../arguments.ts';
import { CLUSTER_OPTIONS, readTargetClusters } from '../cluster-options.ts';
import { EXIT } from '../exit-code.ts';
import { showHelp } from '../help/layout.ts';
import { snapshotHelp } from '../help/snapshot.ts';
import { watchInterrupts } from '../interrupt.ts';
import { liveProgress } from '../live-progress.ts';
import { quoted } from '../quoted.ts';
import { writeError } from '../streams.ts';

const SNAPSHOT: CommandSpec = {
  command: 'snapshot',
  options: {
    output: { takes: 'value', short: 'o' },
    ...CLUSTER_OPTIONS,
    redact: { takes: 'flag' },
    rules: { takes: 'list' },
    quiet: { takes: 'flag', short: 'q' },
    help: HELP,
  },
};

/** Runs `unshim snapshot` with the arguments after its name. */
export async function snapshotCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, SNAPSHOT);
  if (args.has('help')) return showHelp(snapshotHelp);
  const [stray] = args.positionals;
  if (stray !== undefined) throw new UserError(`unshim snapshot takes no argument, not ${quoted(stray)}`, { hint: 'Name the folder with --output DIR.' });
  const folder = args.value('output');
  if (folder === undefined) throw new UserError('unshim snapshot needs --output DIR, the folder to write to');
  const clusters = readTargetClusters(args);
  const quiet = args.has('quiet');
  const interrupt = watchInterrupts();
  const progress = liveProgress(quiet);
  const { onProgress } = progress;
  const [{ snapshot }, { selectRules }] = await Promise.all([import('../../snapshot.ts'), import('../select-rules.ts')]);
  const rules = await selectRules({ dirs: args.values('rules'), only: [], disable: [] });
  const options = { ...clusters, signal: interrupt.signal, ...(onProgress === undefined ? {} : { onProgress }) };
  const report = await snapshot({ clusters: options, folder, cwd: process.cwd(), rules, redact: args.has('redact') });
  progress.end();
  const code = interrupt.exitCode(report.complete ? EXIT.clean : EXIT.incomplete);
  await writeError(describe(report, { folder, quiet, code }));
  return code;
}

/** Of a cluster that did not answer there is nothing to scan. */
function wasReached({ lists }: SnapshotReport['clusters'][number]): boolean {
  return lists.length > 0;
}

interface Shown {
  readonly folder: string;
  readonly quiet: boolean;
  readonly code: number;
}

function describe({ clusters, notifications, complete }: SnapshotReport, { folder, quiet, code }: Shown): string {
  const lines = notifications.filter(({ level }) => level === 'error').map(({ message }) => `unshim: ${visible(message)}`);
  if (!complete) lines.push(`unshim: not everything could be seen, so the snapshot is incomplete and the exit code is ${String(code)}`);
  if (!quiet) {
    for (const { context, lists, files } of clusters.filter(wasReached)) {
      const objects = lists.reduce((sum, list) => sum + list.objects, 0);
      lines.push(
        `unshim: cluster ${visible(context)}: ${count(files, 'object')} of ${String(objects)} can matter; scan them with unshim scan ${visible(folder)}`,
      );
    }
  }
  return lines.map(line => `${line}\n`).join('');
}
