// `unshim explain`: says what one rule finds, why it matters and what to do.
import { createColors } from 'picocolors';
import { UserError } from '../../model/errors.ts';
import type { RuleSource } from '../../model/rule.ts';
import { safeJson } from '../../report/safe-text.ts';
import { type CommandSpec, HELP, oneOf, readArguments } from '../arguments.ts';
import { readColorMode, useColor } from '../color.ts';
import { EXIT } from '../exit-code.ts';
import { explanation } from '../explanation.ts';
import { explainHelp } from '../help/explain.ts';
import { showHelp } from '../help/layout.ts';
import { quoted } from '../quoted.ts';
import { selectRules } from '../select-rules.ts';
import { outputWidth, writeOutput } from '../streams.ts';

const EXPLAIN: CommandSpec = {
  command: 'explain',
  options: { format: { takes: 'value' }, rules: { takes: 'list' }, color: { takes: 'value' }, help: HELP },
};

/** Runs `unshim explain` with the arguments after its name. */
export async function explainCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, EXPLAIN);
  if (args.has('help')) return showHelp(explainHelp);
  const [id, extra] = args.positionals;
  if (id === undefined || id === '') throw new UserError('explain needs the id of a rule; unshim rules lists them');
  if (extra !== undefined) throw new UserError(`explain takes one rule, not also ${quoted(extra)}`);
  const format = oneOf(args, 'format', ['text', 'json'], 'text');
  const color = useColor(readColorMode(args), { isTerminal: process.stdout.isTTY, env: process.env });
  const { rules } = await selectRules({ dirs: args.values('rules'), only: [id] });
  for (const { source } of rules) {
    await writeOutput(format === 'json' ? jsonOf(source) : explanation(source, outputWidth(), createColors(color)));
  }
  return EXIT.clean;
}

function jsonOf(source: RuleSource): string {
  const { id, title, category, precision, cases, message, why, fix, example, references, added, tags } = source;
  const outcomes = cases.map(({ to, kubernetes, level, effect, when }) => ({ to, kubernetes, level, effect, when }));
  return `${safeJson({ schemaVersion: 1, id, title, category, precision, outcomes, message, why, fix, example, references, added, tags })}\n`;
}
