// Variables that hold a command line: set to one or another in the branches of a script, and run later as `$CHECK`.
import type { Syntax } from '../grammar.ts';

const VARIABLE = /^\$\{?([A-Za-z_]\w{0,100})\}?$/;
/** Programs behind which the command may be one of the next words. */
const BEFORE_COMMAND = /^(?:sudo|timeout|eval|exec|time|nice|nohup|command|watch)$/;
/** Options and a duration between such a program and its command. */
const MOST_BETWEEN = 4;

/** The variables of a script that are run as commands. */
export function runVariables(root: Syntax, text: string): ReadonlySet<string> {
  const run = new Set<string>();
  const stack: Syntax[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of node.children) if (child.children.length > 0) stack.push(child);
    if (node.type === 'command') for (const name of namesRun(node, text)) run.add(name);
  }
  return run;
}

function namesRun(command: Syntax, text: string): readonly string[] {
  const at = command.children.findIndex(child => child.type === 'command_name');
  const words = at < 0 ? [] : command.children.slice(at, at + 1 + MOST_BETWEEN).map(child => text.slice(child.start, Math.min(child.end, child.start + 120)));
  const [program = '', ...rest] = words;
  const candidates = BEFORE_COMMAND.test(program) ? rest : [program];
  return candidates.flatMap(word => VARIABLE.exec(word)?.[1] ?? []);
}
