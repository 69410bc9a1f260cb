// The files that a command of a Windows script writes.
import type { Value } from '../shell/value.ts';
import { joinValues } from '../shell/value.ts';
import type { Statement } from './statement.ts';
import { windowsProgram } from './unwrap.ts';

/** A text and the file that it goes to. */
export interface Written {
  readonly value: Value;
  readonly target?: string;
}

const WRITERS: ReadonlySet<string> = new Set(['set-content', 'add-content', 'ac', 'out-file', 'new-item', 'ni', 'tee-object', 'tee']);
const SWITCHES = /^-(?:force|nonewline|append|noclobber|confirm|passthru|asbytestream|whatif|erroraction|itemtype|type|encoding|width)$/i;
const VALUED_SWITCHES = /^-(?:itemtype|type|encoding|width|erroraction)$/i;

/** The files that a statement writes, and the texts in it that go nowhere. */
export function filesOf({ words, inputs, target }: Statement): readonly Written[] {
  const program = windowsProgram(words);
  const writer = WRITERS.has(program) ? parametersOf(words.slice(1)) : undefined;
  const path = target ?? writer?.path?.text;
  const texts = writer?.value === undefined ? inputs : [writer.value];
  const echoed = program === 'echo' && target !== undefined && words.length > 1 && inputs.length === 0 ? [joinValues(words.slice(1))] : [];
  return [...texts, ...echoed].map(value => ({ value, ...(path === undefined ? {} : { target: path.replaceAll('\\', '/') }) }));
}

/** `-Path` and `-Value`, by name or by their position. */
function parametersOf(words: readonly Value[]): { readonly path?: Value; readonly value?: Value } {
  const positional: Value[] = [];
  let path: Value | undefined;
  let value: Value | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const text = word?.text ?? '';
    if (/^-(?:path|filepath|literalpath)$/i.test(text)) path = words[++at];
    else if (/^-(?:value|inputobject)$/i.test(text)) value = words[++at];
    else if (SWITCHES.test(text)) at += VALUED_SWITCHES.test(text) ? 1 : 0;
    else if (word !== undefined) positional.push(word);
  }
  const file = path ?? positional.shift();
  const content = value ?? positional.shift();
  return { ...(file === undefined ? {} : { path: file }), ...(content === undefined ? {} : { value: content }) };
}
