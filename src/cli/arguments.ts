// Reads a command's arguments against the options that it knows.
import { parseArgs } from 'node:util';
import { UserError } from '../model/errors.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';

export interface OptionSpec {
  /** `flag` is given or not; `value` takes the last one given; `list` takes all. */
  readonly takes: 'flag' | 'value' | 'list';
  readonly short?: string;
}

/** What a command is called and which options it knows. */
export interface CommandSpec {
  readonly command: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}

/** Every command knows `--help`. */
export const HELP: OptionSpec = { takes: 'flag', short: 'h' };

export interface Arguments {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  /** The last value given for an option. */
  value(option: string): string | undefined;
  /** Every value given for an option, in order. */
  values(option: string): readonly string[];
}

/** Throws a `UserError` that names the first mistake. `--help` wins over mistakes. */
export function readArguments(argv: readonly string[], spec: CommandSpec): Arguments {
  const { tokens } = parseArgs({ args: [...argv], options: optionsConfig(spec), strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  const wantsHelp = tokens.some(token => token.kind === 'option' && token.name === 'help');
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const value = wantsHelp ? '' : checkedValue(token, spec);
    given.set(token.name, [...(given.get(token.name) ?? []), value]);
  }
  return {
    positionals,
    has: option => given.has(option),
    value: option => given.get(option)?.at(-1),
    values: option => given.get(option) ?? [],
  };
}

/** The one word out of a few that an option takes, or a `UserError` that names them all. */
export function oneOf<T extends string>(args: Arguments, option: string, choices: readonly T[], fallback: T): T {
  const value = args.value(option);
  if (value === undefined) return fallback;
  const found = choices.find(choice => choice === value);
  if (found === undefined) throw new UserError(`--${option} takes ${listOf(choices, 'or')}, not ${quoted(value)}${didYouMean(value, choices, '')}`);
  return found;
}

/** `a, b or c` */
export function listOf(words: readonly string[], join: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${join} ${last}`;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionsConfig(spec: CommandSpec): Record<string, { type: 'boolean' | 'string'; short?: string }> {
  const config: Record<string, { type: 'boolean' | 'string'; short?: string }> = {};
  for (const [name, option] of Object.entries(spec.options)) {
    config[name] = { type: option.takes === 'flag' ? 'boolean' : 'string', ...(option.short === undefined ? {} : { short: option.short }) };
  }
  return config;
}

function checkedValue(token: OptionToken, spec: CommandSpec): string {
  const option = Object.hasOwn(spec.options, token.name) ? spec.options[token.name] : undefined;
  if (option === undefined) {
    const names = token.rawName.startsWith('--') ? Object.keys(spec.options) : [];
    throw new UserError(`unknown option ${quoted(token.rawName)}${didYouMean(token.name, names, `; see unshim ${spec.command} --help`, '--')}`);
  }
  if (option.takes === 'flag') {
    if (token.value !== undefined) throw new UserError(`option ${token.rawName} takes no value`);
    return '';
  }
  // `--format --quiet` is a forgotten value, `--format=--quiet` is not.
  const forgotten = token.inlineValue !== true && token.value !== '-' && token.value?.startsWith('-') === true;
  if (token.value === undefined || token.value === '' || forgotten) throw new UserError(`option ${token.rawName} needs a value`);
  return token.value;
}
