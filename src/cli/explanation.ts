// One rule as a page of text.
import type { createColors } from 'picocolors';
import type { RuleSource } from '../model/rule.ts';
import { visible } from '../report/safe-text.ts';
import { advice, type Outcome, outcomes, worstLevel } from './rule-summary.ts';
import { wrap } from './wrap.ts';

type Colors = ReturnType<typeof createColors>;

const WIDEST = 80;
const LEVEL_COLUMN = 9;

/** What the rule finds, what happens, why, what to do for each runtime, an example and its repair, and where to read on. */
export function explanation(source: RuleSource, width: number, colors: Colors): string {
  const columns = Math.min(width, WIDEST);
  const text = (prose: string, indent = '  '): string => wrap(visibleParagraphs(prose), columns, indent);
  const about = `${source.category}, ${source.precision} precision, since unshim ${source.added}`;
  const parts: (readonly [title: string, body: string])[] = [
    ['What happens', [...outcomes(source).map(outcome => outcomeText(outcome, columns)), ...lowered(source, text)].join('\n')],
    ['Why', text(source.why)],
    ['What to do', adviceText(source, text)],
  ];
  if (source.example !== undefined) parts.push(['Example', verbatim(source.example.bad)], ['Repaired', verbatim(source.example.good)]);
  if (source.references.length > 0) parts.push(['References', source.references.map(url => `  ${visible(url)}`).join('\n')]);
  const head = `${colors.bold(source.id)}\n${text(source.title)}\n${text(about)}`;
  return `${[head, ...parts.map(([title, body]) => `${colors.bold(title)}\n${body}`)].join('\n\n')}\n`;
}

/** What is said in brackets behind a message is the same for all rules. */
function lowered(source: RuleSource, text: (prose: string) => string): readonly string[] {
  if (worstLevel(source) === 'note') return [];
  return [
    '',
    text("In a branch that is off by default it is at most a warning, and in a file that is not for a cluster's nodes a note; the message then says why."),
  ];
}

/** Level and effect, and under them the words that a finding will have. */
function outcomeText({ level, sentence, message }: Outcome, columns: number): string {
  const indent = ' '.repeat(LEVEL_COLUMN + 2);
  return `  ${level.padEnd(LEVEL_COLUMN)}${wrap(visible(sentence), columns, indent).trimStart()}\n${wrap(visible(message), columns, indent)}`;
}

function adviceText(source: RuleSource, text: (prose: string, indent?: string) => string): string {
  const parts = advice(source);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return text(only.text);
  return parts.map(part => `  ${part.runtimes}\n${text(part.text, '    ')}`).join('\n');
}

/** Blank lines part paragraphs; everything else that cannot be seen is shown as an escape. */
function visibleParagraphs(prose: string): string {
  return prose
    .trim()
    .split(/\n[ \t]*\n/)
    .map(paragraph => visible(paragraph.replaceAll(/\s+/g, ' ')))
    .join('\n\n');
}

function verbatim(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `  ${visible(line)}`.trimEnd())
    .join('\n');
}
