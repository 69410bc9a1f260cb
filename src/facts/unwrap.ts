// The program behind the wrappers of a command that is given word by word, as containers, probes and units have it.
import type { Span } from '../model/location.ts';
import { programName } from '../readers/shell/command.ts';
import { spanOf, type Value } from '../readers/shell/value.ts';
import { isWrapper, unwrap as unwrapValues } from '../readers/shell/wrappers.ts';
import { unwrap as unwrapWindows, type WindowsLanguage } from '../readers/windows/unwrap.ts';

/** A word of a command line: its text without quotes, and where it stands. */
export interface CommandWord extends Span {
  readonly text: string;
}

export interface Unwrapped<W> {
  /** The wrapped command; where there is a script, the words of what runs it. */
  readonly words: readonly W[];
  /** Programs around it, outermost first. */
  readonly wrappers: readonly string[];
  /** The word that is a script: of `sh -c SCRIPT`, `su -c SCRIPT`, `ssh HOST SCRIPT`. */
  readonly script?: W;
}

/** More than any real command has. */
export const MOST_WRAPPERS = 12;

/** The wrapped command of a command line, and what stands around it. */
export function unwrap<W extends CommandWord>(list: readonly W[]): Unwrapped<W> {
  const wrappers: string[] = [];
  let words = list;
  while (wrappers.length < MOST_WRAPPERS) {
    const program = programName(words[0]?.text ?? '');
    const inner = isWrapper(program) ? inside(words) : undefined;
    if (inner === undefined) break;
    wrappers.push(program);
    if (inner.script !== undefined) return { words, wrappers, script: inner.script };
    words = inner.words;
  }
  return { words, wrappers };
}

function inside<W extends CommandWord>(list: readonly W[]): { readonly words: readonly W[]; readonly script?: W } | undefined {
  const [part] = unwrapValues(list.map(valueAt));
  if (part === undefined || part.kind === 'stdin') return undefined;
  const first = part.kind === 'command' ? part.words[0] : part.script;
  const at = first === undefined ? undefined : spanOf(first)?.start;
  const word = at === undefined ? undefined : list[at];
  if (at === undefined || word === undefined) return undefined;
  if (part.kind === 'command') return { words: list.slice(at, at + part.words.length) };
  if (part.script.text === word.text) return { words: list, script: word };
  // What `ssh` and `watch` join is one command as a rule.
  return part.script.text.startsWith(`${word.text} `) ? { words: list.slice(at) } : undefined;
}

/** The script that `powershell` or `cmd` is given, as the words that it is made of. */
export function windowsScript<W extends CommandWord>(list: readonly W[]): { readonly language: WindowsLanguage; readonly words: readonly W[] } | undefined {
  if (!/^(?:powershell|pwsh|cmd)$/i.test(programName(list[0]?.text ?? ''))) return undefined;
  const part = unwrapWindows(list.map(valueAt));
  const at = part?.kind === 'script' ? spanOf(part.script)?.start : undefined;
  return part?.kind !== 'script' || at === undefined ? undefined : { language: part.language, words: list.slice(at) };
}

/** A word whose place is its index, by which it is found again. */
function valueAt({ text }: CommandWord, index: number): Value {
  return { text, map: text === '' ? [] : [{ from: 0, length: text.length, to: index, toLength: 1, exact: false }] };
}
