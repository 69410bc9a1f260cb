// What the parts of a PowerShell statement name and write.
import { sliceValue, ValueBuilder, type Value } from '../shell/value.ts';
import type { Part } from './frame.ts';
import type { WordToken } from './lexer.ts';

/** A variable's name, without its sign and scope. */
export function nameOf(token: WordToken, text: string): Value {
  const written = new ValueBuilder().exact(text.slice(token.start, token.end), token.start).build();
  const match = /^\$\{?(?:(?:env|global|script|local|private|using):)?/i.exec(written.text);
  const end = written.text.endsWith('}') ? written.text.length - 1 : written.text.length;
  return sliceValue(written, match?.[0].length ?? 0, end);
}

/** What `echo` and its kin hand to the next command of a pipe. */
export function writtenBy(parts: readonly Part[]): Value[] {
  const [first, ...rest] = parts;
  if (first?.kind !== 'bare' || !/^(?:echo|write|write-output)$/i.test(first.value.text)) return [];
  return rest.flatMap(part => (part.kind === 'group' ? part.elements : [part.value]));
}
