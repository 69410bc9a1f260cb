// The word that was meant.
import { distance } from 'fastest-levenshtein';

/** How many letters may be wrong: two swapped ones count as two, and in a long word about one in three. */
const allowed = (length: number): number => (length < 4 ? 1 : Math.min(4, Math.max(2, Math.floor(length / 3))));

/** The candidate that a mistyped word most likely stands for; the first one in order among equals. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  // Hostile lengths would make the distance slow, and no candidate is near them.
  if (wanted === '' || wanted.length > 100) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const away = distance(wanted, candidate.toLowerCase());
    if (away <= allowed(wanted.length) && away < (best?.distance ?? Infinity)) best = { candidate, distance: away };
  }
  return best?.candidate ?? holding(wanted, candidates);
}

/** A name's beginning, or some of its words, are meant to be that name: `warn` for `warning`, `socket-mount` for `docker-socket-mount`. */
function holding(part: string, candidates: readonly string[]): string | undefined {
  if (part.length < 3) return undefined;
  return candidates.find(candidate => candidate.startsWith(part)) ?? candidates.find(candidate => `-${candidate}-`.includes(`-${part}-`));
}

/** `; did you mean X?`, or `otherwise` where nothing is near. `prefix` stands before the word, such as `--`. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string, prefix = ''): string {
  const found = nearest(word, candidates);
  return found === undefined ? otherwise : `; did you mean ${prefix}${found}?`;
}
