// Regular expressions that cannot run away: RE2 syntax, matched by the runtime's own engine only where that is safe.
import { RE2JS } from 're2js';

/** Longer texts go to the engine whose time is linear; on shorter ones a pattern with few repetitions, none in another, is always quick. */
const LONGEST = 400;
const MOST_REPETITIONS = 3;

/** A test for a pattern in RE2 syntax. Throws where the pattern is none. */
export function linearTest(pattern: string): (text: string) => boolean {
  const linear = RE2JS.compile(pattern);
  const native = nativeOf(pattern);
  const ending = endingOf(pattern);
  return text => {
    if (ending !== undefined && !text.endsWith(ending)) return false;
    return native !== undefined && text.length <= LONGEST ? native.test(text) : linear.matcher(text).find();
  };
}

/** The literal that every match ends with, at the end of the text: most keys are told apart by it alone. */
function endingOf(pattern: string): string | undefined {
  if (/^\(\?[a-z]*[im]/.test(pattern)) return undefined;
  const literal = /(?:^|[^\\\w])(\w{3,})\$$/.exec(pattern)?.[1];
  return literal === undefined || hasChoice(pattern) ? undefined : literal;
}

/** Whether a pattern is a choice as a whole, so that its end is the end of the last alternative only. */
function hasChoice(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) return true;
  }
  return false;
}

/** The pattern for the runtime's own engine, where both read it alike and no repetition stands inside another. */
function nativeOf(pattern: string): RegExp | undefined {
  const flags = /^\(\?([is]+)\)/.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  if (/\(\?(?!:)|\[\[:|\\[AzQECpP]|\\x\{/.test(body) || repetitions(body) > MOST_REPETITIONS) return undefined;
  try {
    return new RegExp(body, flags?.[1] ?? '');
  } catch {
    // Syntax that only RE2 has: the linear engine takes it.
    return undefined;
  }
}

/**
 * How many repetitions without bound a pattern has; infinite where a group that can match in several ways is itself repeated, the
 * shape that backtracking engines choke on.
 */
export function repetitions(pattern: string): number {
  const open: boolean[] = [];
  let count = 0;
  let inClass = false;
  const isAmbiguous = (): void => {
    if (open.length > 0) open[open.length - 1] = true;
  };
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') {
      open.push(false);
      if (pattern[at + 1] === '?') at++;
    } else if (char === ')') {
      const ambiguous = open.pop() ?? false;
      if (ambiguous && isRepeated(pattern, at + 1)) return Infinity;
      if (ambiguous) isAmbiguous();
    } else if (isUnbounded(pattern, at)) {
      count++;
      isAmbiguous();
    } else if (char === '|' || char === '?') isAmbiguous();
  }
  return count;
}

function isUnbounded(pattern: string, at: number): boolean {
  const char = pattern[at];
  return char === '*' || char === '+' || (char === '{' && /^\{\d*,\d*\}/.test(pattern.slice(at, at + 12)));
}

/** A handful of times does no harm. */
function isRepeated(pattern: string, at: number): boolean {
  return isUnbounded(pattern, at) || /^\{\d{2,}\}/.test(pattern.slice(at, at + 12));
}
