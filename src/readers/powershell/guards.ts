// What a condition of a PowerShell script says about the runtime.
import type { Guard } from '../../model/document.ts';
import type { Verdict } from '../shell/verdict.ts';
import { guardOf, invert, nameVerdict, pathVerdict } from '../shell/verdict.ts';
import type { Frame } from './frame.ts';

const COMPARED = /-[ic]?(not)?(eq|ne|like|match|contains|in)\s+["']?([\w*.:/]{1,60})/i;
const PATH_TESTED = /\bTest-Path\s+(?:-\w+\s+)?["']?([^"')\n]{1,200})/i;
const NAME_TESTED = /\bGet-(?:Command|Service|Process)\s+(?:-\w+\s+)?["']?([\w.*-]{1,60})/i;

/** The guard of a block by the `if` or the arm of a `switch` before it. */
export function armGuard(around: Frame): Guard | undefined {
  const [only] = around.parts;
  if (around.isSwitch && around.parts.length === 1 && only !== undefined && only.kind !== 'group')
    return nameVerdict(only.value.text) === 'docker' ? guardOf(`switch ${only.value.text}`) : undefined;
  if (around.keyword === 'else') return around.otherwise;
  if (around.keyword !== 'if' && around.keyword !== 'elseif') return undefined;
  const condition = around.condition ?? '';
  const verdict = conditionVerdict(condition);
  const { otherwise } = around;
  if (verdict === 'other') around.otherwise ??= guardOf(`not ${condition}`);
  return otherwise ?? (verdict === 'docker' ? guardOf(condition) : undefined);
}

/** The verdict of an `if`'s condition. */
function conditionVerdict(condition: string): Verdict {
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
