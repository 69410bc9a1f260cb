// `unshim scan`: looks through the inputs, prints the report, and says with the exit code how it went.
import type { Report } from '../../model/report.ts';
import type { FormatName } from '../../report/index.ts';
import { readArguments } from '../arguments.ts';
import { deliverReport } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import { showHelp } from '../help/layout.ts';
import { scanHelp } from '../help/scan.ts';
import { checkWritable } from '../outputs.ts';
import { letInterruptsGo, watchInterrupts } from '../interrupt.ts';
import { liveProgress } from '../live-progress.ts';
import { describeGaps, describeGoal, describeRun } from '../progress.ts';
import { readScanOptions, SCAN, type ScanOptions } from '../scan-options.ts';
import { writeError } from '../streams.ts';

/** Runs `unshim scan` with the arguments after its name. */
export async function scanCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, SCAN);
  const { formats } = await import('../../report/index.ts');
  const { NEWEST_KUBERNETES } = await import('../../rules/versions.ts');
  const known = { formats: Object.keys(formats) as FormatName[], newest: NEWEST_KUBERNETES, toolPath: process.env['PATH'] ?? '' };
  if (args.has('help')) return showHelp(scanHelp(known.formats, known.newest));
  const options = readScanOptions(args, known);
  // Of files alone nothing is known before all of them are read.
  if (options.clusters === undefined) letInterruptsGo();
  for (const { file } of options.outputs) if (file !== undefined) checkWritable(file);

  const started = performance.now();
  const interrupt = options.clusters === undefined ? undefined : watchInterrupts();
  const report = await runScan(options, interrupt?.signal);
  await deliverReport(report, options, formats);
  if (options.verbose) await writeError(describeRun(report, performance.now() - started));
  await writeError(describeGoal(options.kubernetes, known.newest));
  const met = exitCode(report, options.failOn);
  const code = interrupt?.exitCode(met) ?? met;
  await writeError(describeGaps(report, options, code));
  return code;
}

async function runScan(options: ScanOptions, signal: AbortSignal | undefined): Promise<Report> {
  const [{ scan }, { selectRules }] = await Promise.all([import('../../scan.ts'), import('../select-rules.ts')]);
  const rules = await selectRules({ dirs: options.ruleDirs, only: options.only, disable: options.disable });
  const progress = liveProgress(options.quiet);
  const { onProgress } = progress;
  const clusters =
    options.clusters === undefined
      ? {}
      : { clusters: { ...options.clusters, ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) } };
  const report = await scan({
    ...clusters,
    paths: options.paths,
    hosts: options.hosts,
    ...(options.paths.includes('-') ? { stdin: process.stdin } : {}),
    cwd: process.cwd(),
    rules,
    to: options.to,
    kubernetes: options.kubernetes,
    exclude: options.exclude,
    ignore: options.ignore,
    ...(options.render === undefined ? {} : { render: options.render }),
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
    ...(options.category === undefined ? {} : { category: options.category }),
  });
  progress.end();
  return report;
}
