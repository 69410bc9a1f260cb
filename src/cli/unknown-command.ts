// What to say about a first argument that is no command.
import { existsSync } from 'node:fs';
import { UserError } from '../model/errors.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';

/** People leave the command out, or put its options before it; say what they meant. */
export function explainUnknownCommand(name: string, rest: readonly string[], commands: readonly string[]): UserError {
  if (name.startsWith('-') && name !== '-') {
    const command = rest.find(word => commands.includes(word)) ?? 'scan';
    const near = didYouMean(name.replace(/^-+/, ''), ['help', 'version'], '', '--');
    return new UserError(
      near === '' ? `option ${quoted(name)} goes after a command: unshim ${command} ${quoted(name)}` : `unknown option ${quoted(name)}${near}`,
    );
  }
  const near = didYouMean(name, commands, '');
  if (near === '' && (name === '-' || existsSync(name))) return new UserError(`unknown command ${quoted(name)}; did you mean unshim scan ${quoted(name)}?`);
  return new UserError(`unknown command ${quoted(name)}${near === '' ? '; see unshim --help' : near}`);
}
