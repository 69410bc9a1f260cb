// What the conditions of a script say about the runtime.
import type { Syntax } from '../grammar.ts';
import type { Verdict } from './verdict.ts';
import { invert, nameVerdict, pathVerdict } from './verdict.ts';
import type { WordSource } from './words.ts';
import { readWord } from './words.ts';

const MAX_DEPTH = 30;
const FILE_TEST = /^-[abcdefhprsSwxLO]$/;
const TRUTHY = /^(?:1|true|yes|y|on|enabled?)$/i;
const FALSY = /^(?:0|false|no|n|off|disabled?|)$/i;
const WHICH = /(?:\bwhich|\bcommand\s+-v|\btype\s+-[pP])\s+["']?([\w./-]{1,100})/;

/** Verdicts already given: each part of a long `a && b && c` is a condition of its own. */
const known = new WeakMap<Syntax, { readonly verdict: Verdict }>();

/** The verdict of a condition; `depth` bounds conditions within conditions. */
export function conditionVerdict(node: Syntax | undefined, source: WordSource, depth = 0): Verdict {
  if (node === undefined || depth > MAX_DEPTH) return undefined;
  const before = known.get(node);
  if (before !== undefined) return before.verdict;
  const verdict = findVerdict(node, source, depth);
  known.set(node, { verdict });
  return verdict;
}

function findVerdict(node: Syntax, source: WordSource, depth: number): Verdict {
  const inner = (child: Syntax | undefined): Verdict => conditionVerdict(child, source, depth + 1);
  const [first, second, third] = node.children;
  switch (node.type) {
    case 'negated_command':
      return invert(inner(second));
    case 'list':
      return joined(second?.type, inner(first), inner(third));
    case 'redirected_statement':
      return inner(first);
    case 'test_command':
    case 'parenthesized_expression':
    case 'compound_statement':
    case 'subshell':
      return inner(second);
    case 'pipeline':
      return pipelineVerdict(node, source);
    case 'unary_expression':
      return first?.type === '!' ? invert(inner(second)) : unaryVerdict(sliceOf(first, source), second, source);
    case 'binary_expression':
      return binaryVerdict(node, source, inner);
    case 'command':
      return commandVerdict(node, source);
    default:
      return undefined;
  }
}

/** The verdict of one arm's pattern list in a `case`. */
export function patternsVerdict(patterns: readonly Syntax[], source: WordSource): Verdict {
  const verdicts = new Set(patterns.map(pattern => nameVerdict(readWord(pattern, source).text)));
  const [only] = verdicts;
  return verdicts.size === 1 ? only : undefined;
}

function joined(operator: string | undefined, left: Verdict, right: Verdict): Verdict {
  if (operator === '||' || operator === '-o') return left === right ? left : undefined;
  return left ?? right;
}

function sliceOf(node: Syntax | undefined, source: WordSource): string {
  return node === undefined ? '' : source.text.slice(node.start, Math.min(node.end, node.start + 300));
}

function unaryVerdict(operator: string, operand: Syntax | undefined, source: WordSource): Verdict {
  if (operand === undefined) return undefined;
  if (operator === '-n' || operator === '-z') {
    const verdict = nameVerdict(WHICH.exec(sliceOf(operand, source))?.[1] ?? '');
    return operator === '-n' ? verdict : invert(verdict);
  }
  return FILE_TEST.test(operator) ? pathVerdict(readWord(operand, source).text) : undefined;
}

function binaryVerdict(node: Syntax, source: WordSource, inner: (child: Syntax | undefined) => Verdict): Verdict {
  const [left, operator, right] = node.children;
  const sign = sliceOf(operator, source);
  if (sign === '&&' || sign === '||' || sign === '-a' || sign === '-o') return joined(sign, inner(left), inner(right));
  if (left === undefined || right === undefined) return undefined;
  return comparison([sliceOf(left, source), sign, readWord(right, source).text], readWord(left, source).text);
}

/** `"$RUNTIME" = docker`, either way round, or `$USE_DOCKER == true`. */
function comparison([written, sign, right]: readonly [string, string, string], left: string): Verdict {
  if (sign !== '=' && sign !== '==' && sign !== '!=' && sign !== '=~') return undefined;
  const verdict = toggleVerdict(written, right) ?? nameVerdict(right) ?? nameVerdict(left);
  return sign === '!=' ? invert(verdict) : verdict;
}

function toggleVerdict(written: string, value: string): Verdict {
  if (!/\$\{?\w*docker/i.test(written)) return undefined;
  if (TRUTHY.test(value)) return 'docker';
  return FALSY.test(value) && value !== '' ? 'other' : undefined;
}

/** `dpkg -l | grep docker`: the last command decides, unless it looks at Docker's own containers. */
function pipelineVerdict(node: Syntax, source: WordSource): Verdict {
  const stages = node.children.filter(child => child.type === 'command' || child.type === 'redirected_statement');
  const first = wordsOf(stages[0], source);
  const last = wordsOf(stages.at(-1), source);
  if (first[0] === 'docker' || !/^(?:e|f)?grep$/.test(last[0] ?? '')) return undefined;
  return grepVerdict(last);
}

function grepVerdict(words: readonly string[]): Verdict {
  // A cgroup path tells in what a script runs, not what the node runs.
  if (words.some(word => /\/proc\/|cgroup/.test(word))) return undefined;
  const pattern = words.slice(1).find(word => !word.startsWith('-')) ?? '';
  const verdict = /docker/i.test(pattern) ? 'docker' : /containerd|cri-?o\b/i.test(pattern) ? 'other' : undefined;
  return words.some(word => /^-[a-zA-Z]{0,5}v/.test(word)) ? invert(verdict) : verdict;
}

function wordsOf(node: Syntax | undefined, source: WordSource): string[] {
  const command = node?.type === 'redirected_statement' ? node.children[0] : node;
  const words = (command?.children ?? []).filter(child => child.type !== 'variable_assignment' && child.type !== 'file_redirect');
  const texts = words.slice(0, 20).map(word => readWord(word, source).text);
  return texts[0] === 'sudo' ? texts.slice(texts[1]?.startsWith('-') === true ? 2 : 1) : texts;
}

function commandVerdict(node: Syntax, source: WordSource): Verdict {
  const words = wordsOf(node, source);
  const [program = '', ...rest] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const operands = rest.filter(word => !word.startsWith('-'));
  const written = sliceOf(node, source);
  if (rest.length === 0 && written.startsWith('$')) return toggleVerdict(written, 'true');
  if (name === 'test' || name === '[') return wordTestVerdict(node, words, source);
  if (name === 'command' && rest[0]?.startsWith('-') !== true) return undefined;
  if (PRESENCE.has(name)) return operands.length === 0 ? undefined : nameVerdict(base(operands[0] ?? ''));
  if (PROCESSES.has(name)) return nameVerdict(operands.at(-1) ?? '');
  if (name === 'systemctl') return /^(?:is-active|is-enabled|status|cat|list-unit-files)$/.test(operands[0] ?? '') ? nameVerdict(operands[1] ?? '') : undefined;
  if (name === 'service') return operands[1] === 'status' ? nameVerdict(operands[0] ?? '') : undefined;
  if (name === 'grep' || name === 'egrep') return grepVerdict(words);
  const isAsked = rest.length === 0 || rest.every(word => /^(?:info|version|ps|-v|--version)$/.test(word));
  return isAsked ? nameVerdict(name) : undefined;
}

const PRESENCE: ReadonlySet<string> = new Set(['command', 'which', 'type', 'hash']);
const PROCESSES: ReadonlySet<string> = new Set(['pgrep', 'pidof', 'rpm', 'dpkg', 'dpkg-query']);

function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `test "$RUNTIME" = docker`, which the grammar takes for a command. */
function wordTestVerdict(node: Syntax, words: readonly string[], source: WordSource): Verdict {
  const isNegated = words[1] === '!';
  const [left = '', sign = '', right = ''] = words.slice(isNegated ? 2 : 1);
  const written = sliceOf(node.children[isNegated ? 2 : 1], source);
  const operand = node.children.at(-1);
  const verdict = words.length === (isNegated ? 4 : 3) ? unaryVerdict(left, operand, source) : comparison([written, sign, right], left);
  return isNegated ? invert(verdict) : verdict;
}
