// Crontabs: what their lines begin with, and which texts they are.
const NUMBERS = String.raw`[\d*][\d*,/-]{0,60}`;
const NAMES = String.raw`[A-Za-z]{3}(?:[-,][A-Za-z]{3}){0,11}`;
const FIELD = `(?:${NUMBERS}|${NAMES})[ \\t]+`;
const NICKNAME = '@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)[ \\t]+';
const TIMES = new RegExp(`^[ \\t]*(?:${NICKNAME}|(?:${NUMBERS}[ \\t]+){3}(?:${FIELD}){2})(?=\\S)`);
const OTHER_LINE = /^\s*(?:#|$|[A-Z_]\w*\s*=)/;

/** How long the times at the beginning of a crontab's line are, blanks included; nothing where it has none. */
export function cronTimes(line: string): number | undefined {
  return TIMES.exec(line)?.[0].length;
}

/** Whether the lines of a text are those of a crontab: times with a command, variables and comments. */
export function isCrontab(text: string): boolean {
  const lines = text.split('\n').filter(line => !OTHER_LINE.test(line));
  return lines.length > 0 && lines.every(line => cronTimes(line) !== undefined);
}
