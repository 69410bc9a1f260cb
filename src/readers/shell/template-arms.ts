// The arms of a template's conditions that are taken only where the runtime is Docker.
import type { Guard } from '../../model/document.ts';
import type { Span } from '../../model/location.ts';
import type { Verdict } from './verdict.ts';
import { guardOf, invert } from './verdict.ts';

/** An action of a template: `if eq .runtime "docker"`, `endif`. */
interface Action extends Span {
  readonly kind: 'value' | 'action';
  readonly body: string;
}

interface Arm {
  readonly condition: string;
  readonly verdict: Verdict;
  readonly start: number;
}

interface GuardedSpan extends Span {
  readonly guard: Guard;
}

const BLOCKS: ReadonlySet<string> = new Set(['range', 'with', 'define', 'block', 'for', 'macro']);
const ENDS: ReadonlySet<string> = new Set(['end', 'endif', 'endfor', 'endmacro']);
const MAX_OPEN = 100;

/** The guard in force at an offset, from the actions of a text in their order. */
export function dockerArms(actions: readonly Action[], length: number): (offset: number) => Guard | undefined {
  const open: Arm[] = [];
  const spans: GuardedSpan[] = [];
  const close = (end: number): Arm | undefined => {
    const arm = open.pop();
    const isOutermost = !open.some(outer => outer.verdict === 'docker');
    if (arm?.verdict === 'docker' && isOutermost) spans.push({ start: arm.start, end, guard: guardOf(arm.condition) });
    return arm;
  };
  for (const action of actions) {
    if (action.kind === 'value') continue;
    const { opens, closes, condition } = branchOf(action.body);
    const before = closes ? close(action.start) : undefined;
    if (!opens || open.length >= MAX_OPEN) continue;
    if (condition !== undefined) open.push({ condition, verdict: templateVerdict(condition), start: action.end });
    else open.push({ condition: `not (${before?.condition ?? ''})`, verdict: before?.verdict === 'other' ? 'docker' : undefined, start: action.end });
  }
  while (open.length > 0) close(length);
  return offset => spanAt(spans, offset)?.guard;
}

/** What an action does to the arms: an `else` closes one and opens another. */
function branchOf(body: string): { opens: boolean; closes: boolean; condition?: string } {
  const [, first = '', second = ''] = /^[-+~\s]{0,5}(\w*)\s*(\w*)/.exec(body) ?? [];
  const condition = body
    .slice(0, 500)
    .replace(/^[-+~\s]{0,5}(?:else\s+)?(?:if|elif)\b/, '')
    .replace(/[-+~]$/, '')
    .trim();
  if (first === 'if') return { opens: true, closes: false, condition };
  if (first === 'elif' || (first === 'else' && second === 'if')) return { opens: true, closes: true, condition };
  if (first === 'else') return { opens: true, closes: true };
  if (BLOCKS.has(first)) return { opens: true, closes: false, condition: '' };
  return { opens: false, closes: ENDS.has(first) };
}

function templateVerdict(condition: string): Verdict {
  if (/\bor\b|\|\|/.test(condition)) return undefined;
  const isDocker = /["'`](?:docker|dockershim)["'`]/.test(condition);
  const isOther = /["'`](?:containerd|cri-?o|remote)["'`]/.test(condition);
  const isNegative = /!=|\bne\b|\bnot\b/.test(condition);
  const isToggle = !isDocker && !isOther && /(?:use|enable|install|is)_?docker\b|\bdocker[._]?(?:enabled|runtime)\b/i.test(condition);
  const verdict = isToggle || (isDocker && !isOther) ? 'docker' : isOther && !isDocker ? 'other' : undefined;
  return isNegative ? invert(verdict) : verdict;
}

/** The spans are disjoint and ascending, for only outermost arms are kept. */
function spanAt(spans: readonly GuardedSpan[], offset: number): GuardedSpan | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return span !== undefined && offset < span.end ? span : undefined;
}
