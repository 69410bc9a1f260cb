// Regular expressions that cannot run away: RE2 syntax, matched by the runtime's own engine only where that is safe.
import { RE2JS } from 're2js';
import { mindsNoCase, patternLiterals } from './pattern-literals.ts';

/** Longer texts go to the engine whose time is linear; on shorter ones a pattern with few repetitions, none in another, is always quick. */
const LONGEST = 400;
const MOST_REPETITIONS = 3;

/** A test for a pattern in RE2 syntax that `checkPattern` has passed. */
export function linearTest(pattern: string): (text: string) => boolean {
  let linear: RE2JS | undefined;
  const native = nativeOf(pattern);
  const mayMatch = holdsLiteral(pattern);
  return text => {
    if (!mayMatch(text)) return false;
    if (native !== undefined && text.length <= LONGEST) return native.test(text);
    return (linear ??= RE2JS.compile(pattern)).matcher(text).find();
  };
}

function holdsLiteral(pattern: string): (text: string) => boolean {
  const literals = patternLiterals(pattern);
  const anyCase = mindsNoCase(pattern);
  if (literals === undefined) return () => true;
  return text => {
    const searched = anyCase ? text.toLowerCase() : text;
    return literals.some(literal => searched.includes(literal));
  };
}

/** Throws where a pattern is none in RE2 syntax. */
export function checkPattern(pattern: string): void {
  RE2JS.compile(pattern);
}

/** The pattern for the runtime's own engine, where both read it alike and no repetition stands inside another. */
function nativeOf(pattern: string): RegExp | undefined {
  const flags = /^\(\?([is]+)\)/.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  if (/\(\?(?!:)|\[\[:|\[\^?\]|\\[AzQECpPa\d]|\\x\{|[^\0-\x7f]/.test(body) || repetitions(body) > MOST_REPETITIONS) return undefined;
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
