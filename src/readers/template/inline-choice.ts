// Chooses between the arms of blocks that stand on one line, where two arms side by side would read as one value.
import { DOCKER_TEXT } from './condition.ts';
import type { Survey } from './survey.ts';
import type { Arm, Template } from './structure.ts';

/** How much of an arm is looked at. */
const LOOK = 500;

/** The arms to leave out: of `a{{ if x }}b{{ else }}c{{ end }}` all but the one that the defaults take, or that matters most. */
export function inlineAlternatives(template: Template, survey: Survey): Set<number> {
  const hidden = new Set<number>();
  const { arms } = template.structure;
  const lines = lineNumbers(template);
  arms.forEach((arm, index) => {
    if (arm.order > 0 || arm.define !== undefined) return;
    const block = blockOf(arms, index);
    const last = arms[block.at(-1) ?? index];
    if (last === undefined || lines[arm.head] !== lines[last.tail]) return;
    const chosen = choose(template, survey, block);
    for (const other of block) if (other !== chosen) hidden.add(other);
  });
  return hidden;
}

/** The line that each piece begins on. */
function lineNumbers({ text, pieces }: Template): number[] {
  let line = 0;
  let newline = text.indexOf('\n');
  return pieces.map(({ end }) => {
    const here = line;
    for (; newline >= 0 && newline < end; newline = text.indexOf('\n', newline + 1)) line++;
    return here;
  });
}

function blockOf(arms: readonly Arm[], first: number): number[] {
  const block: number[] = [];
  for (let index = first; index >= 0; index = arms[index]?.next ?? -1) block.push(index);
  return block;
}

/** The arm to keep. A single arm that is off is kept where it names Docker: its guard tells that it is off. */
function choose(template: Template, survey: Survey, block: readonly number[]): number | undefined {
  const taken = block.find(index => survey.states[index] === 'on');
  if (taken !== undefined) return taken;
  const open = block.filter(index => survey.states[index] !== 'off');
  const naming = (open.length > 0 ? open : block).find(index => DOCKER_TEXT.test(armText(template, index)));
  return naming ?? open[0];
}

function armText({ text, pieces, structure }: Template, index: number): string {
  const arm = structure.arms[index];
  const start = pieces[arm?.head ?? 0]?.end ?? 0;
  const end = pieces[arm?.tail ?? 0]?.start ?? text.length;
  return text.slice(start, Math.min(end, start + LOOK));
}
