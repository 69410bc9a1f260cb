// How the program says that it cannot go on.
import { UserError } from '../model/errors.ts';
import { ISSUES_URL } from '../project.ts';
import { visible } from '../report/safe-text.ts';

/** The lines for standard error: short for the user's own mistakes, with where to report it for ours. */
export function describeFailure(error: unknown, verbose: boolean): string {
  return `${lines(error, verbose).map(visible).join('\n')}\n`;
}

function lines(error: unknown, verbose: boolean): readonly string[] {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? [] : error.hint.split('\n').map(line => `  ${line}`);
    return [...`unshim: ${error.message}`.split('\n'), ...hint];
  }
  const summary = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return [
    ...`unshim failed: ${summary}`.split('\n'),
    `This is a bug in unshim. Please report it with the command that you ran: ${ISSUES_URL}`,
    ...(verbose ? stack : ['Run it again with --verbose to see where it happened.']),
  ];
}
