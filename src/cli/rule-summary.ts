// What a rule can say, gathered from its cases, for the lists and explanations that people read.
import type { Effect, Level, Runtime } from '../model/finding.ts';
import { DEFAULT_WHEN, effectOf } from '../model/outcome.ts';
import type { RuleSource } from '../model/rule.ts';
import { effectSentence, RUNTIMES } from '../report/words.ts';

const RANK: Readonly<Record<Level | 'none', number>> = { error: 0, warning: 1, note: 2, none: 3 };

/** The worst level that a rule can give. */
export function worstLevel(source: RuleSource): Level {
  const [worst] = source.cases.map(({ level }) => level).toSorted((a, b) => RANK[a] - RANK[b]);
  return worst === undefined || worst === 'none' ? 'note' : worst;
}

/** One outcome of a rule: how bad, what happens, and under which conditions on where the cluster goes. */
export interface Outcome {
  readonly level: Level;
  readonly effect: Effect;
  readonly sentence: string;
}

/** The outcomes that a rule can have, worst first, each once. */
export function outcomes(source: RuleSource): readonly Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { level, when = DEFAULT_WHEN, to, kubernetes, ...rest } of source.cases) {
    if (level === 'none') continue;
    const effect = effectOf(rest.effect, level);
    const runtimes = to === undefined ? [] : [(typeof to === 'string' ? [to] : to).map(name => RUNTIMES[name]).join(' or ')];
    const conditions = [...runtimes, ...(kubernetes === undefined ? [] : [`Kubernetes ${kubernetes}`])];
    const sentence = effectSentence({ effect, when }) + (conditions.length === 0 ? '' : ` (${conditions.join(', ')})`);
    found.set(`${level} ${sentence}`, { level, effect, sentence });
  }
  return [...found.values()].toSorted((a, b) => RANK[a.level] - RANK[b.level]);
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
