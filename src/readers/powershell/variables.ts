// The variables of a PowerShell script that are set once, to a text.
import { UNRESOLVED } from '../../model/tree.ts';
import type { Variables } from './lexer.ts';

const ASSIGNED =
  /(?:^|[;{(,])[ \t]*(?:\[[\w.[\]]{1,60}\][ \t]*)?\$(?:(?:env|global|script|local|private):)?(\w{1,100})[ \t]*(\+?=)[ \t]*(?:"([^"`\n]{0,500})"|'([^'\n]{0,500})')?/gim;
const MAX_CHAIN = 5;
const MAX_VALUE = 2000;
/** Characters that expansions may add to what is read. */
const EXPANSION_BUDGET = 1_000_000;

/** Makes the lookup of a script's variables; names are in lower case. */
export function constantsOf(text: string): Variables {
  const known = new Map<string, string | undefined>();
  for (const [, name = '', operator, double, single] of text.matchAll(ASSIGNED)) {
    const key = name.toLowerCase();
    const value = operator === '=' ? (double ?? single) : undefined;
    known.set(key, known.has(key) && known.get(key) !== value ? undefined : value);
  }
  const expand = (name: string, depth: number): string | undefined => {
    const value = known.get(name);
    if (value === undefined || depth > MAX_CHAIN) return undefined;
    const full = value.replace(/\$(?:\{(?:\w+:)?(\w+)\}|(?:(?:env|global|script|local):)?(\w+)|\()/gi, (_, braced?: string, bare?: string) => {
      const inner = braced ?? bare;
      return (inner === undefined ? undefined : expand(inner.toLowerCase(), depth + 1)) ?? UNRESOLVED;
    });
    return full.length > MAX_VALUE ? undefined : full;
  };
  const found = new Map<string, string | undefined>();
  let budget = EXPANSION_BUDGET;
  return name => {
    const key = name.replace(/^env:/, '');
    if (!found.has(key)) found.set(key, expand(key, 0));
    const value = found.get(key);
    budget -= value?.length ?? 0;
    return budget < 0 ? undefined : value;
  };
}
