// Programs of Windows that run another program or a script: how to find it among their words.
import { programName } from '../shell/command.ts';
import type { Value } from '../shell/value.ts';
import { joinValues, sliceValue } from '../shell/value.ts';

export type WindowsLanguage = 'powershell' | 'batch';

export type Wrapped =
  { readonly kind: 'command'; readonly words: readonly Value[] } | { readonly kind: 'script'; readonly script: Value; readonly language: WindowsLanguage };

/** Cmdlets and programs whose named argument is a program, with the argument that holds what it is given. */
const STARTERS: ReadonlyMap<string, { readonly program: RegExp; readonly args: RegExp }> = new Map([
  ['start-process', { program: /^-(?:filepath|path)$/i, args: /^-(?:argumentlist|args)$/i }],
  ['saps', { program: /^-(?:filepath|path)$/i, args: /^-(?:argumentlist|args)$/i }],
  ['new-scheduledtaskaction', { program: /^-execute$/i, args: /^-argument$/i }],
]);

/** Options whose value is a command line of Windows' own. */
const LINE_OPTIONS: ReadonlyMap<string, RegExp> = new Map([
  ['new-service', /^-(?:binarypathname|path)$/i],
  ['set-service', /^-binarypathname$/i],
  ['sc', /^binpath=$/i],
  ['schtasks', /^\/tr$/i],
]);

/** The name of a program as Windows knows it, where capitals are as good as small letters. */
export function windowsProgram(words: readonly Value[]): string {
  return programName(words[0]?.text ?? '').toLowerCase();
}

/** What a command runs in its turn; nothing where it runs nothing. */
export function unwrap(words: readonly Value[]): Wrapped | undefined {
  const program = windowsProgram(words);
  const starter = STARTERS.get(program);
  if (starter !== undefined) return started(words, starter);
  const option = LINE_OPTIONS.get(program);
  if (option !== undefined) return scriptOf(after(words, word => option.test(word.text))?.slice(0, 1), 'batch');
  switch (program) {
    case 'cmd':
      return scriptOf(
        after(words, word => /^\/[ck]$/i.test(word.text)),
        'batch',
      );
    case 'powershell':
    case 'pwsh':
      return powershell(words);
    case 'invoke-expression':
    case 'iex':
      return scriptOf(words.slice(words[1]?.text.toLowerCase() === '-command' ? 2 : 1), 'powershell');
    case 'nssm':
      return words[1]?.text.toLowerCase() === 'install' ? commandOf(words.slice(3)) : undefined;
    case 'call':
      return commandOf(words.slice(1));
    case 'start':
      return commandOf(afterTitle(words));
    default:
      return undefined;
  }
}

function after(words: readonly Value[], isOption: (word: Value) => boolean): readonly Value[] | undefined {
  const at = words.findIndex((word, index) => index > 0 && isOption(word));
  return at < 0 ? undefined : words.slice(at + 1);
}

function scriptOf(words: readonly Value[] | undefined, language: WindowsLanguage): Wrapped | undefined {
  if (words === undefined || words.length === 0) return undefined;
  return { kind: 'script', script: joinValues(words), language };
}

function commandOf(words: readonly Value[]): Wrapped | undefined {
  return words.length === 0 ? undefined : { kind: 'command', words };
}

/** Options of `powershell` that take a value. */
const VALUED = /^[-/](?:ex\w*|ep|v\w*|w\w*|psc\w*|i\w*|o\w*|config\w*|wd|workingdirectory|settingsfile)$/i;

function powershell(words: readonly Value[]): Wrapped | undefined {
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (/^[-/]c(?:o\w*)?$/i.test(text)) return scriptOf(words.slice(at + 1), 'powershell');
    if (/^[-/](?:f|fi|file|e|ec|en\w*)$/i.test(text)) return undefined;
    if (VALUED.test(text)) at++;
    else if (!/^[-/]/.test(text)) return scriptOf(words.slice(at), 'powershell');
  }
  return undefined;
}

/** `Start-Process docker -ArgumentList "ps", "-a"` */
function started(words: readonly Value[], { program, args }: { readonly program: RegExp; readonly args: RegExp }): Wrapped | undefined {
  const positional = words[1]?.text.startsWith('-') === false ? words[1] : undefined;
  const name = after(words, word => program.test(word.text))?.[0] ?? positional;
  if (name === undefined) return undefined;
  const given = after(words, word => args.test(word.text)) ?? (positional === undefined ? [] : words.slice(2, 3));
  const end = given.findIndex(word => /^-(?:NoNewWindow|Wait|PassThru|WindowStyle|WorkingDirectory|Redirect\w+|Verb|Credential)$/i.test(word.text));
  return commandOf([name, ...given.slice(0, end < 0 ? given.length : end).flatMap(splitAtBlanks)]);
}

function splitAtBlanks(value: Value): readonly Value[] {
  return [...value.text.matchAll(/"[^"]*"|\S+/g)].slice(0, 1000).map(match => sliceValue(value, match.index, match.index + match[0].length));
}

/** `start "title" /wait program` */
function afterTitle(words: readonly Value[]): readonly Value[] {
  const isTitled = words[1]?.extent !== undefined && words[1].extent.end - words[1].extent.start > words[1].text.length;
  const from = words.findIndex((word, index) => index > (isTitled ? 1 : 0) && !word.text.startsWith('/'));
  return from < 0 ? [] : words.slice(from);
}
