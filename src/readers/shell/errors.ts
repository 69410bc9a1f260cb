// What the grammar got wrong: the stretches of text that are worth reading again by themselves.
import type { Span } from '../../model/location.ts';
import type { Syntax } from '../grammar.ts';
import type { Value } from './value.ts';
import { ValueBuilder } from './value.ts';

/** The lines of an error, from the first word that belongs to no command to the end of its line or the next statement. */
export function strayLines(error: Syntax, text: string): readonly Value[] {
  const spans: Span[] = [];
  let covered = error.start;
  for (const child of error.children) {
    if (child.end <= covered) continue;
    if (!isStray(child)) {
      covered = child.end;
      continue;
    }
    const newline = text.indexOf('\n', child.end);
    const end = newline < 0 ? text.length : newline;
    spans.push({ start: Math.max(child.start, covered), end });
    covered = end;
  }
  return spans.filter(span => span.end - span.start > 2).map(({ start, end }) => new ValueBuilder().exact(text.slice(start, end), start).build());
}

const WORDS: ReadonlySet<string> = new Set(['word', 'command_name', 'concatenation', 'string', 'variable_name']);

function isStray(node: Syntax): boolean {
  return WORDS.has(node.type);
}

/** A command without what stands on later lines, which the grammar sometimes takes for its arguments. */
export function splitCommand(command: Syntax, text: string): { readonly node: Syntax; readonly rest?: Value } {
  for (let i = 1; i < command.children.length; i++) {
    const before = command.children[i - 1];
    const child = command.children[i];
    if (before === undefined || child === undefined || !breaksLine(text, before.end, child.start)) continue;
    const rest = new ValueBuilder().exact(text.slice(child.start, command.end), child.start).build();
    return { node: { ...command, end: before.end, children: command.children.slice(0, i) }, rest };
  }
  return { node: command };
}

function breaksLine(text: string, start: number, end: number): boolean {
  if (end - start < 1) return false;
  const gap = text.slice(start, end);
  return gap.includes('\n') && gap.replace(/\\\r?\n/g, '').includes('\n');
}
