// The program: arguments in, exit code out; each command is loaded only when it is called.
import { setFlagsFromString } from 'node:v8';
import type { UserError } from '../model/errors.ts';
import { VERSION } from '../version.ts';
import { EXIT } from './exit-code.ts';
import { describeFailure } from './failure.ts';
import { holdInterrupts } from './interrupt.ts';
import { guardStreams, writeError, writeOutput } from './streams.ts';

/** Runs a command with the arguments after its name; answers with the exit code. */
export type Command = (argv: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./commands/scan.ts')).scanCommand,
  snapshot: async () => (await import('./commands/snapshot.ts')).snapshotCommand,
  merge: async () => (await import('./commands/merge.ts')).mergeCommand,
  rbac: async () => (await import('./commands/rbac.ts')).rbacCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
};

/** Whether they do so only the command knows, once it is loaded and has read its options. */
const READS_CLUSTERS: ReadonlySet<string> = new Set(['scan', 'snapshot']);

/** Runs the program with the arguments after its name; never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  // Optimizing the one enormous function of a grammar's lexer takes longer than most scans, and the process waits for it at its end.
  setFlagsFromString('--liftoff-only');
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  const fail = (error: unknown): Promise<void> => writeError(describeFailure(error, verbose));
  guardStreams(fail);
  try {
    return await dispatch(argv);
  } catch (error) {
    await fail(error);
    return EXIT.incomplete;
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-V') {
    await writeOutput(`${VERSION}\n`);
    return EXIT.clean;
  }
  if (first === undefined || first === '--help' || first === '-h') return showOverview();
  // `help scan` is `scan --help`.
  const [name, args] = first === 'help' ? [rest[0], ['--help']] : [first, rest];
  if (name === undefined) return showOverview();
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw await unknownCommand(name, rest);
  if (READS_CLUSTERS.has(name)) holdInterrupts();
  return (await load())(args);
}

async function showOverview(): Promise<number> {
  const { overviewHelp } = await import('./help/overview.ts');
  const { showHelp } = await import('./help/layout.ts');
  return showHelp(overviewHelp);
}

async function unknownCommand(name: string, rest: readonly string[]): Promise<UserError> {
  const { explainUnknownCommand } = await import('./unknown-command.ts');
  return explainUnknownCommand(name, rest, Object.keys(COMMANDS));
}
