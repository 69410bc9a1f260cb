// Whether to write in colour.
import { type Arguments, oneOf } from './arguments.ts';

const MODES = ['auto', 'always', 'never'] as const;
export type ColorMode = (typeof MODES)[number];

/** What the decision rests on, besides what the user says. */
export interface ColorContext {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The value of `--color`. */
export function readColorMode(args: Arguments): ColorMode {
  return oneOf(args, 'color', MODES, 'auto');
}

/** `--color` wins over FORCE_COLOR, that over NO_COLOR, and those over what the stream is. */
export function useColor(mode: ColorMode, { isTerminal, env }: ColorContext): boolean {
  if (mode !== 'auto') return mode === 'always';
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return isTerminal;
}
