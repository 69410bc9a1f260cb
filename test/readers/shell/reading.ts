// How the shell tests look at a script: each command as one line.
import { loadShell } from '../../../src/readers/shell.ts';
import type { ScriptCommand } from '../../../src/model/document.ts';

const reader = await loadShell();

/** The commands of a script. */
export function read(text: string): readonly ScriptCommand[] {
  return reader.read(text).commands;
}

/** The words of each command, without the commands that only set variables. */
export function lines(text: string): string[] {
  return read(text)
    .filter(command => command.words.length > 0)
    .map(command => command.words.map(word => word.text).join(' '));
}

/** The text of each command whose program or wrapper chain ends in `docker`, as the script writes it. */
export function dockerTexts(text: string): string[] {
  return read(text)
    .filter(command => /(?:^|\/)docker$/.test(command.words[0]?.text ?? ''))
    .map(command => text.slice(command.start, command.end));
}

/** The condition that guards each `docker` command, by its first argument. */
export function guards(text: string): Record<string, string | undefined> {
  const docker = read(text).filter(command => command.words[0]?.text === 'docker');
  return Object.fromEntries(docker.map(command => [command.words[1]?.text ?? '', command.guard?.condition]));
}

/** Each file in a script: where it goes to, and its text. */
export function files(text: string): { target: string | undefined; text: string }[] {
  return read(text)
    .flatMap(command => command.heredocs)
    .map(({ target, body, content }) => ({ target, text: content?.text ?? text.slice(body.start, body.end) }));
}
