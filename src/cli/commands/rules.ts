// `unshim rules`: lists the rules by category.
import { createColors } from 'picocolors';
import { UserError } from '../../model/errors.ts';
import type { Level } from '../../model/finding.ts';
import type { RuleSource } from '../../model/rule.ts';
import { safeJson, visible } from '../../report/safe-text.ts';
import { count } from '../../report/words.ts';
import { type CommandSpec, HELP, oneOf, readArguments } from '../arguments.ts';
import { readColorMode, useColor } from '../color.ts';
import { EXIT } from '../exit-code.ts';
import { showHelp } from '../help/layout.ts';
import { rulesHelp } from '../help/rules.ts';
import { quoted } from '../quoted.ts';
import { worstLevel } from '../rule-summary.ts';
import { selectRules } from '../select-rules.ts';
import { outputWidth, writeOutput } from '../streams.ts';
import { wrap } from '../wrap.ts';

const RULES: CommandSpec = {
  command: 'rules',
  options: { format: { takes: 'value' }, rules: { takes: 'list' }, color: { takes: 'value' }, help: HELP },
};

type Colors = ReturnType<typeof createColors>;

/** Runs `unshim rules` with the arguments after its name. */
export async function rulesCommand(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv, RULES);
  if (args.has('help')) return showHelp(rulesHelp);
  const [extra] = args.positionals;
  if (extra !== undefined) throw new UserError(`rules takes no arguments; did you mean unshim explain ${quoted(extra)}?`);
  const format = oneOf(args, 'format', ['table', 'json'], 'table');
  const color = useColor(readColorMode(args), { isTerminal: process.stdout.isTTY, env: process.env });
  const { rules } = await selectRules({ dirs: args.values('rules') });
  const sources = rules.map(rule => rule.source);
  await writeOutput(format === 'json' ? jsonList(sources) : tableList(sources, outputWidth(), createColors(color)));
  return EXIT.clean;
}

function jsonList(sources: readonly RuleSource[]): string {
  const rules = sources.map(source => ({
    id: source.id,
    title: source.title,
    category: source.category,
    level: worstLevel(source),
    precision: source.precision,
    added: source.added,
    tags: source.tags ?? [],
  }));
  return `${safeJson({ schemaVersion: 1, rules })}\n`;
}

const LEVEL_COLUMN = 9;
const WIDEST = 120;
/** Below this width titles stand under their ids. */
const NARROW = 70;

function tableList(sources: readonly RuleSource[], width: number, colors: Colors): string {
  const columns = Math.min(width, WIDEST);
  const categories = [...new Set(sources.map(source => source.category))].sort();
  const parts = categories.map(category => {
    const members = sources.filter(source => source.category === category);
    return `${colors.bold(visible(category))}\n${categoryRows(members, columns, colors)}`;
  });
  return `${parts.join('\n\n')}\n\n${count(sources.length, 'rule')}; unshim explain RULE says more about one\n`;
}

/** Titles stand beside the ids, or under them where too little room is left. */
function categoryRows(sources: readonly RuleSource[], columns: number, colors: Colors): string {
  const idColumn = Math.max(...sources.map(source => source.id.length)) + 2;
  const beside = columns >= NARROW && idColumn <= columns / 2;
  const indent = ' '.repeat(2 + LEVEL_COLUMN + (beside ? idColumn : 0));
  const rows = sources.map(source => {
    const level = worstLevel(source);
    const start = `  ${paint(level, colors)}${' '.repeat(LEVEL_COLUMN - level.length)}`;
    const title = wrap(visible(source.title), columns, indent);
    return beside ? `${start}${source.id.padEnd(idColumn)}${title.trimStart()}` : `${start}${source.id}\n${title}`;
  });
  return rows.join('\n');
}

function paint(level: Level, colors: Colors): string {
  const paints = { error: colors.red, warning: colors.yellow, note: colors.cyan };
  return paints[level](level);
}
