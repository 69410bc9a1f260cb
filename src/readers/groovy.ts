// Jenkins pipelines: the scripts of their steps, the manifests in their strings, and the pods that they describe.
//
// The reader is our own and knows only tokens and brackets: what matters stands in strings and in the arguments of a few calls.
import type { Span } from '../model/location.ts';
import type { Node } from '../model/tree.ts';
import { groovyTokens, type Token } from './groovy/lexer.ts';
import { groovyPods } from './groovy/pods.ts';
import type { InnerScript } from './inner-script.ts';
import { ValueBuilder, type Value } from './shell/value.ts';

export interface GroovyResult {
  /** What the steps `sh`, `bat`, `powershell` and `pwsh` run. */
  readonly scripts: readonly InnerScript[];
  readonly manifests: readonly Span[];
  readonly pods: readonly Node[];
}

const STEPS: ReadonlyMap<string, InnerScript['language']> = new Map([
  ['sh', 'shell'],
  ['bat', 'batch'],
  ['powershell', 'powershell'],
  ['pwsh', 'powershell'],
]);
const MANIFEST = /^[ \t]*(?:apiVersion|kind|metadata|spec|containers|volumes)[ \t]*:/m;

/** Reads a pipeline. Never throws. */
export function readGroovy(text: string): GroovyResult {
  const tokens = groovyTokens(text);
  const scripts: InnerScript[] = [];
  const manifests: Span[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'string') continue;
    const language = stepOf(tokens, index);
    if (language !== undefined) scripts.push({ script: unescaped(text, token), language });
    else if (token.quote.length === 3 && MANIFEST.test(token.text.slice(0, 2000))) manifests.push(token.inner);
  }
  return { scripts: joined(scripts), manifests, pods: groovyPods(text, tokens) };
}

/** The language of the step that a string is the script of: `sh '...'`, `sh(script: '...')`, `sh script: '...'`. */
function stepOf(tokens: readonly Token[], index: number): InnerScript['language'] | undefined {
  let at = index - 1;
  if (tokens[at]?.text === ':' && tokens[at - 1]?.text === 'script') at -= 2;
  while (at > index - 12 && tokens[at]?.text === ',') at -= 4;
  if (tokens[at]?.text === '(') at--;
  const step = tokens[at];
  return step?.kind === 'name' ? STEPS.get(step.text) : undefined;
}

/** A script without Groovy's own escapes. */
function unescaped(text: string, { inner }: Token & { readonly kind: 'string' }): Value {
  const builder = new ValueBuilder();
  let run = inner.start;
  for (const { index } of text.slice(inner.start, inner.end).matchAll(/\\[\\$"'n\n]/g)) {
    const at = inner.start + index;
    const char = text.charAt(at + 1);
    builder.exact(text.slice(run, at), run).inexact(char === 'n' ? '\n' : char, { start: at, end: at + 2 });
    run = at + 2;
  }
  return builder.exact(text.slice(run, inner.end), run).build();
}

/** The scripts of one language as one, since each by itself costs a start of the parser. */
function joined(scripts: readonly InnerScript[]): readonly InnerScript[] {
  const builders = new Map<InnerScript['language'], ValueBuilder>();
  for (const { script, language } of scripts) {
    const builder = builders.get(language) ?? new ValueBuilder();
    builders.set(language, builder.add(script));
    const end = script.map.at(-1);
    builder.inexact('\n', { start: end === undefined ? 0 : end.to + end.toLength, end: end === undefined ? 0 : end.to + end.toLength });
  }
  return [...builders].map(([language, builder]) => ({ language, script: builder.build() }));
}
