// Functions on text that Go templates and Jinja share in all but name; unresolved parts of a text stay in it.
import { UNRESOLVED } from '../../model/tree.ts';
import { isWhole, MAX_TEXT, numberForm, textForm, UNKNOWN, type Value } from './value.ts';

export type TemplateFunction = (args: readonly Value[]) => Value;

/** A function of one text, the last argument. */
export function onText(change: (text: string, args: readonly Value[]) => Value): TemplateFunction {
  return args => {
    const subject = args.at(-1);
    if (subject === UNKNOWN || typeof subject === 'object') return UNKNOWN;
    return change(textForm(subject), args);
  };
}

/** A test of one text by another; not known where either is unresolved in part. */
export function testText(test: (text: string, part: string) => boolean): TemplateFunction {
  return ([part, text]) => {
    const [needle, hay] = [textForm(part), textForm(text)];
    return isWhole(needle) && isWhole(hay) ? test(hay, needle) : UNKNOWN;
  };
}

/** `%s`, `%d`, `%q`, ... filled in from the arguments. */
export function printf([format, ...args]: readonly Value[]): Value {
  if (typeof format !== 'string') return UNKNOWN;
  let next = 0;
  return bounded(
    format.replace(/%[-+# 0]{0,5}\d{0,4}(?:\.\d{1,4})?([a-zA-Z%])/g, (_, verb: string) => {
      if (verb === '%') return '%';
      const text = textForm(args[next++]);
      return verb === 'q' ? JSON.stringify(text) : text;
    }),
  );
}

/** Text, or nothing known where it is too long to be followed. */
export function bounded(text: string): Value {
  return text.length > MAX_TEXT ? UNKNOWN : text;
}

/** Path functions see `/` alone, as the charts' own do. */
export function directory(path: string): string {
  const at = path.lastIndexOf('/');
  if (at < 0) return path === UNRESOLVED ? path : '.';
  return at === 0 ? '/' : path.slice(0, at);
}

export function baseName(path: string): string {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function indented(text: string, spaces: Value): Value {
  const width = Math.min(numberForm(spaces) ?? 0, 200);
  return bounded(
    text
      .split('\n')
      .slice(0, 5_000)
      .map(line => ' '.repeat(Math.max(0, width)) + line)
      .join('\n'),
  );
}

function withoutEnd(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

function withoutStart(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function trimmedOf(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function truncated(text: string, length: Value): Value {
  const size = numberForm(length) ?? MAX_TEXT;
  return size >= 0 ? text.slice(0, size) : text.slice(size);
}

function base64(text: string): Value {
  return isWhole(text) ? Buffer.from(text).toString('base64') : UNKNOWN;
}

/** The text functions of Helm's templates. */
export const TEXT_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  toString: onText(text => text),
  toYaml: onText(text => text),
  toJson: onText(text => JSON.stringify(text)),
  quote: args => args.map(arg => (arg === undefined ? '' : JSON.stringify(textForm(arg)))).join(' '),
  squote: args => args.map(arg => (arg === undefined ? '' : `'${textForm(arg)}'`)).join(' '),
  print: args => bounded(args.map(textForm).join('')),
  println: args => bounded(`${args.map(textForm).join(' ')}\n`),
  cat: args => bounded(args.map(textForm).join(' ')),
  printf,
  lower: onText(text => text.toLowerCase()),
  upper: onText(text => text.toUpperCase()),
  title: onText(text => text.replace(/\b[a-z]/g, letter => letter.toUpperCase())),
  trim: onText(text => text.trim()),
  trimAll: onText((text, [characters]) => trimmedOf(text, textForm(characters))),
  trimSuffix: onText((text, [suffix]) => withoutEnd(text, textForm(suffix))),
  trimPrefix: onText((text, [prefix]) => withoutStart(text, textForm(prefix))),
  nospace: onText(text => text.replace(/\s/g, '')),
  trunc: onText((text, [length]) => truncated(text, length)),
  substr: onText((text, [from, to]) => text.slice(numberForm(from) ?? 0, numberForm(to) ?? text.length)),
  replace: onText((text, [from, to]) => (textForm(from) === '' ? text : bounded(text.split(textForm(from)).join(textForm(to))))),
  repeat: onText((text, [count]) =>
    (numberForm(count) ?? 0) * text.length > MAX_TEXT ? UNKNOWN : text.repeat(Math.max(0, Math.trunc(numberForm(count) ?? 0))),
  ),
  indent: onText((text, [spaces]) => indented(text, spaces)),
  nindent: onText((text, [spaces]) => {
    const lines = indented(text, spaces);
    return typeof lines === 'string' ? `\n${lines}` : lines;
  }),
  b64enc: onText(base64),
  b64dec: onText(text => (isWhole(text) ? bounded(Buffer.from(text, 'base64').toString('utf8')) : UNKNOWN)),
  dir: onText(text => directory(text)),
  base: onText(text => baseName(text)),
  clean: onText(text => text),
  contains: testText((text, part) => text.includes(part)),
  hasPrefix: testText((text, part) => text.startsWith(part)),
  hasSuffix: testText((text, part) => text.endsWith(part)),
};
