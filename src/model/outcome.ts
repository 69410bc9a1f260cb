// What a rule's case says where it does not say it itself.
import type { Effect, Level } from './finding.ts';

export const DEFAULT_WHEN = 'when the node leaves Docker Engine';

/** The effect of a case: a note warns of nothing that breaks, anything worse fails in silence unless the case knows better. */
export function effectOf(effect: Effect | undefined, level: Level): Effect {
  return effect ?? (level === 'note' ? 'none-yet' : 'runs-but-fails');
}
