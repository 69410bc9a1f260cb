// What a condition of a PowerShell script says about the runtime.
import type { Verdict } from '../shell/verdict.ts';
import { invert, nameVerdict, pathVerdict } from '../shell/verdict.ts';

const COMPARED = /-[ic]?(not)?(eq|ne|like|match|contains|in)\s+["']?([\w*.:/]{1,60})/i;
const PATH_TESTED = /\bTest-Path\s+(?:-\w+\s+)?["']?([^"')\n]{1,200})/i;
const NAME_TESTED = /\bGet-(?:Command|Service|Process)\s+(?:-\w+\s+)?["']?([\w.*-]{1,60})/i;

/** The verdict of an `if`'s condition. */
export function conditionVerdict(condition: string): Verdict {
  const isNegated = /^\(?\s*(?:!|-not\b)/i.test(condition);
  const verdict = plainVerdict(condition.slice(0, 1000));
  return isNegated ? invert(verdict) : verdict;
}

function plainVerdict(condition: string): Verdict {
  const compared = COMPARED.exec(condition);
  if (compared !== null) {
    const verdict = nameVerdict(compared[3] ?? '');
    return compared[1] !== undefined || compared[2]?.toLowerCase() === 'ne' ? invert(verdict) : verdict;
  }
  const path = PATH_TESTED.exec(condition)?.[1]?.replaceAll('\\', '/');
  if (path !== undefined) return path.includes('docker_engine') ? 'docker' : pathVerdict(path.trim());
  return nameVerdict(NAME_TESTED.exec(condition)?.[1] ?? '');
}
