// What commands write to files and to shells: here-documents, `echo`, `printf` and `tee`.
import type { Heredoc } from '../../model/document.ts';
import { mapSpan } from '../../model/segment-map.ts';
import { programName } from './command.ts';
import { unescapeValue } from './escapes.ts';
import type { Input } from './redirects.ts';
import { readRedirects, NO_STREAMS } from './redirects.ts';
import type { Syntax } from '../grammar.ts';
import type { Value } from './value.ts';
import { joinValues } from './value.ts';
import type { WordSource } from './words.ts';
import { readArgument } from './words.ts';
import { unwrap } from './wrappers.ts';

/** The connections of a command, in the outermost text's places. */
export interface Connections {
  readonly inputs: readonly Input[];
  /** The file that its output ends in. */
  readonly target: string | undefined;
  /** True where a shell reads its output. */
  readonly feedsShell: boolean;
}

const CAT_TO = /^\s{0,20}(?:cat\s*>{1,2}|tee(?:\s+-a)?\s)\s*["']?([\w./-]+)/;

/** The files in a script that a command makes. */
export function heredocsOf(words: readonly Value[], { inputs, target }: Connections): readonly Heredoc[] {
  const file = fileOf(words) ?? target;
  const heredocs = inputs.map(input => heredocOf(input.value, file, input.span));
  const written = file === undefined ? undefined : writtenText(words);
  return written === undefined ? heredocs : [...heredocs, heredocOf(written, file)];
}

function heredocOf(value: Value, target: string | undefined, place = { start: 0, end: 0 }): Heredoc {
  const [first] = value.map;
  const body = first === undefined ? { start: place.start, end: place.start } : mapSpan(value.map, 0, value.text.length);
  const isSlice = first === undefined || (value.map.length === 1 && first.exact);
  const content = isSlice ? {} : { content: { text: value.text, map: value.map } };
  return { body, ...(target === undefined ? {} : { target }), ...content };
}

/** What `echo` or `printf` prints; nothing for other programs. */
export function writtenText(words: readonly Value[]): Value | undefined {
  const program = programName(words[0]?.text ?? '');
  if (program !== 'echo' && program !== 'printf') return undefined;
  let at = 1;
  while (/^-[neE]{1,3}$|^--$/.test(words[at]?.text ?? '')) at++;
  const isEscaped = words.slice(1, at).some(word => word.text.includes('e'));
  const rest = words.slice(at);
  const [format] = rest;
  if (format === undefined) return undefined;
  if (program === 'echo') return isEscaped ? unescapeValue(joinValues(rest), false) : joinValues(rest);
  const isBare = /^(?:%[sb]|\\n|\s){1,20}$/.test(format.text);
  return isBare && rest.length > 1 ? joinValues(rest.slice(1)) : unescapeValue(format.verbatim ?? format, true);
}

/** The file that a command's own words name: `tee -a file`, `dd of=file`, `install /dev/stdin file`. */
function fileOf(words: readonly Value[]): string | undefined {
  const program = programName(words[0]?.text ?? '');
  const rest = words.slice(1).map(word => word.text);
  if (program === 'tee') return rest.find(word => !word.startsWith('-'));
  if (program === 'dd') return rest.find(word => word.startsWith('of='))?.slice(3);
  return program === 'install' && rest.includes('/dev/stdin') ? rest.at(-1) : undefined;
}

/** What the command at the far end of a pipe does with what it reads. */
export function readerOf(reader: Syntax, source: WordSource): { readonly target?: string; readonly isShell: boolean } {
  const isRedirected = reader.type === 'redirected_statement';
  const command = isRedirected ? reader.children.find(child => child.type === 'command') : reader;
  if (command?.type !== 'command') return { isShell: false };
  const nodes = command.children.filter(child => child.type !== 'variable_assignment' && !child.type.endsWith('_redirect'));
  let words: readonly Value[] = nodes.flatMap(child => readArgument(child, source));
  const { target } = readRedirects([...command.children, ...(isRedirected ? reader.children : [])], source, NO_STREAMS);
  for (let i = 0; i < 5; i++) {
    const [part] = unwrap(words);
    if (part === undefined) break;
    if (part.kind === 'stdin') return { isShell: true };
    if (part.kind === 'script') return fileTarget(CAT_TO.exec(part.script.text)?.[1]);
    words = part.words;
  }
  const isCopied = programName(words[0]?.text ?? '') === 'cat';
  return fileTarget(fileOf(words) ?? (isCopied ? target : undefined));
}

function fileTarget(target: string | undefined): { readonly target?: string; readonly isShell: boolean } {
  return target === undefined ? { isShell: false } : { target, isShell: false };
}
