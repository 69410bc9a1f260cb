// Where a command's input comes from and where its output goes.
import type { Span } from '../../model/location.ts';
import type { Syntax } from '../grammar.ts';
import type { Value } from './value.ts';
import type { WordSource } from './words.ts';
import { readHeredocBody, readWord } from './words.ts';

/** The connections of a command. */
export interface Streams {
  /** The file its output is written to. */
  readonly target?: string;
  /** Here-documents and here-strings. */
  readonly inputs: readonly Input[];
  /** The command that reads its output in a pipe. */
  readonly reader?: Syntax;
  /** Words that the grammar keeps apart: what follows `<<EOF` on its line. */
  readonly words: readonly Syntax[];
  /** True where they are those of the last command of a list alone. */
  readonly isLastOnly: boolean;
}

/** The text of a here-document or a here-string; `span` is its whole extent, for an empty one too. */
export interface Input {
  readonly value: Value;
  readonly span: Span;
}

export const NO_STREAMS: Streams = { inputs: [], words: [], isLastOnly: false };

/** More for one command is nothing that anyone has written. */
const MAX_INPUTS = 50;
const OUTPUT: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>']);

/** Takes the redirections of a command or a compound together with what is known from around it. */
export function readRedirects(redirects: readonly Syntax[], source: WordSource, around: Streams): Streams {
  let streams = around;
  for (const redirect of redirects) {
    if (redirect.type === 'file_redirect') streams = withTarget(streams, outputOf(redirect, source));
    else if (redirect.type === 'herestring_redirect') streams = withInput(streams, hereString(redirect, source));
    else if (redirect.type === 'heredoc_redirect') streams = withHeredoc(streams, redirect, source);
  }
  return streams;
}

function withTarget(streams: Streams, target: string | undefined): Streams {
  return target === undefined ? streams : { ...streams, target };
}

function withInput(streams: Streams, input: Input | undefined): Streams {
  return input === undefined || streams.inputs.length >= MAX_INPUTS ? streams : { ...streams, inputs: [...streams.inputs, input] };
}

function withHeredoc(streams: Streams, redirect: Syntax, source: WordSource): Streams {
  const pipeline = redirect.children.find(child => child.type === 'pipeline');
  const reader = pipeline?.children.find(child => child.type !== '|' && child.type !== '|&');
  const words = redirect.children.filter(child => WORDS.has(child.type));
  const inner = readRedirects(
    redirect.children.filter(child => child.type === 'file_redirect'),
    source,
    streams,
  );
  const next = withInput({ ...inner, words: [...inner.words, ...words] }, heredoc(redirect, source));
  return reader === undefined ? next : { ...next, reader };
}

const WORDS: ReadonlySet<string> = new Set(['word', 'string', 'raw_string', 'concatenation', 'number', 'simple_expansion', 'expansion']);

/** The file that a redirection writes standard output to. */
export function outputOf(redirect: Syntax, source: WordSource): string | undefined {
  const [first, ...rest] = redirect.children;
  const descriptor = first?.type === 'file_descriptor' ? source.text.slice(first.start, first.end) : '1';
  const operator = first?.type === 'file_descriptor' ? rest[0] : first;
  const destination = redirect.children.at(-1);
  if (descriptor !== '1' || operator === undefined || destination === undefined || !OUTPUT.has(operator.type)) return undefined;
  const path = readWord(destination, source).text;
  return path.startsWith('/dev/') || path === '' ? undefined : path;
}

function hereString(redirect: Syntax, source: WordSource): Input | undefined {
  const word = redirect.children.at(-1);
  return word === undefined || word.type === '<<<' ? undefined : { value: readWord(word, source, { verbatim: true }), span: word };
}

function heredoc(redirect: Syntax, source: WordSource): Input | undefined {
  const body = redirect.children.find(child => child.type === 'heredoc_body');
  const delimiter = redirect.children.find(child => child.type === 'heredoc_start');
  if (body === undefined || delimiter === undefined) return undefined;
  const span = bodySpan(redirect, body, source.text);
  const isQuoted = /["'\\]/.test(source.text.slice(delimiter.start, delimiter.end));
  return { value: readHeredocBody(body, span, source, isQuoted), span };
}

/** The grammar leaves the leading tabs of `<<-` bodies out; a body is made of whole lines. */
function bodySpan(redirect: Syntax, body: Syntax, text: string): Span {
  const end = redirect.children.find(child => child.type === 'heredoc_end')?.start ?? body.end;
  const tabs = /\t*$/;
  const start = body.start - (tabs.exec(text.slice(Math.max(0, body.start - 100), body.start))?.[0].length ?? 0);
  const last = end - (tabs.exec(text.slice(Math.max(start, end - 100), end))?.[0].length ?? 0);
  return { start, end: Math.max(start, last) };
}
