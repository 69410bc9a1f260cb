// What a rule can say, gathered from its cases, for the lists and explanations that people read.
import type { Effect, Level, Runtime } from '../model/finding.ts';
import { DEFAULT_WHEN, effectOf } from '../model/outcome.ts';
import type { CaseSource, RuleSource } from '../model/rule.ts';
import { effectSentence, RUNTIMES } from '../report/words.ts';

const RANK: Readonly<Record<Level | 'none', number>> = { error: 0, warning: 1, note: 2, none: 3 };

/** The worst level that a rule can give. */
export function worstLevel(source: RuleSource): Level {
  const [worst] = source.cases.map(({ level }) => level).toSorted((a, b) => RANK[a] - RANK[b]);
  return worst === undefined || worst === 'none' ? 'note' : worst;
}

/** One outcome of a rule: how bad, what happens, under which conditions on where the cluster goes, and what is said of the place. */
export interface Outcome {
  readonly level: Level;
  readonly effect: Effect;
  readonly sentence: string;
  /** The finding's message, with `PATH` for the path that it will name. */
  readonly message: string;
}

/** The outcomes that a rule can have, worst first, each once. */
export function outcomes(source: RuleSource): readonly Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { level, when = DEFAULT_WHEN, ...rest } of source.cases) {
    if (level === 'none') continue;
    const effect = effectOf(rest.effect, level);
    const sentence = effectSentence({ effect, when }) + conditions(rest);
    const message = (rest.message ?? source.message).replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, field: string) => field.toUpperCase());
    found.set(`${level} ${sentence} ${message}`, { level, effect, sentence, message });
  }
  return [...found.values()].toSorted((a, b) => RANK[a.level] - RANK[b.level]);
}

function conditions({ to, kubernetes }: Pick<CaseSource, 'to' | 'kubernetes'>): string {
  const names = typeof to === 'string' ? [to] : (to ?? []);
  const parts = [names.map(name => RUNTIMES[name]).join(' or '), kubernetes === undefined ? '' : `Kubernetes ${kubernetes}`].filter(part => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** What to do, the runtimes with the same advice together; a runtime that the rule does not name is told containerd's. */
export function advice(source: RuleSource): readonly { readonly runtimes: string; readonly text: string }[] {
  const { fix } = source;
  if (typeof fix === 'string') return [{ runtimes: 'any runtime', text: fix }];
  const byText = new Map<string, string[]>();
  for (const [runtime, name] of Object.entries(RUNTIMES) as [Runtime, string][]) {
    const text = fix[runtime] ?? fix.containerd;
    if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  return [...byText].map(([text, names]) => ({ runtimes: names.join(', '), text }));
}
