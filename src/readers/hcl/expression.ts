// Expressions of HCL as trees: literals as they are, functions that only wrap a value as that value, all else not resolved.
import type { Span } from '../../model/location.ts';
import { wholeMap } from '../../model/segment-map.ts';
import { UNRESOLVED, type Entry, type Node, type ScalarNode } from '../../model/tree.ts';
import { MAX_DEPTH } from '../depth.ts';
import type { Syntax } from '../grammar.ts';
import { plainScalar } from '../nodes.ts';
import { hereText, quotedText, type Names } from './template.ts';

/** What reading one file needs at hand. */
export interface HclSource {
  readonly text: string;
  readonly names: Names;
  /** Mappings that are written out as the text of a file: `jsonencode({ ... })`. */
  readonly encoded: Set<Node>;
  /** What the grammar made nothing of. */
  readonly unread: Span[];
  /** Where it nests deeper than is read. */
  tooDeep?: number;
}

/** Functions whose value is their first argument, for whoever looks for what is in it. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'base64encode',
  'base64gzip',
  'chomp',
  'compact',
  'distinct',
  'flatten',
  'jsondecode',
  'jsonencode',
  'nonsensitive',
  'sensitive',
  'sort',
  'textencodebase64',
  'tolist',
  'tomap',
  'toset',
  'tostring',
  'trimspace',
  'yamldecode',
  'yamlencode',
]);

const ENCODERS: ReadonlySet<string> = new Set(['jsonencode', 'yamlencode']);

/** Functions whose last argument is their value, or what they fall back on. */
const FALL_BACK: ReadonlySet<string> = new Set(['coalesce', 'indent', 'join', 'lookup', 'try']);

/** The value of an expression. */
export function valueOf(syntax: Syntax, source: HclSource, depth: number): Node {
  if (depth > MAX_DEPTH) {
    source.tooDeep ??= syntax.start;
    return notResolved(syntax, source);
  }
  const [first, second] = syntax.children;
  switch (syntax.type) {
    case 'expression':
      if (first?.type === '(' && second !== undefined) return valueOf(second, source, depth + 1);
      return first === undefined || second !== undefined ? named(syntax, source) : valueOf(first, source, depth);
    case 'literal_value':
      return first === undefined ? notResolved(syntax, source) : literal(first, source);
    case 'string_lit':
      return quotedText(source.text, syntax, source.names);
    case 'template_expr':
      return first === undefined ? notResolved(syntax, source) : template(first, source, depth);
    case 'collection_value':
    case 'for_expr':
      return first === undefined ? notResolved(syntax, source) : valueOf(first, source, depth);
    case 'tuple':
      return list(syntax, syntax.children.filter(isExpression), source, depth);
    case 'for_tuple_expr':
      return list(syntax, syntax.children.filter(isExpression).slice(0, 1), source, depth);
    case 'object':
      return { kind: 'map', start: syntax.start, end: syntax.end, entries: syntax.children.flatMap(child => element(child, source, depth)) };
    case 'function_call':
      return call(syntax, source, depth);
    case 'conditional':
      return choice(syntax, source, depth);
    default:
      return notResolved(syntax, source);
  }
}

function isExpression({ type }: Syntax): boolean {
  return type === 'expression';
}

function list(syntax: Syntax, items: readonly Syntax[], source: HclSource, depth: number): Node {
  return { kind: 'seq', start: syntax.start, end: syntax.end, items: items.map(item => valueOf(item, source, depth + 1)) };
}

function literal(syntax: Syntax, source: HclSource): ScalarNode {
  const written = source.text.slice(syntax.start, syntax.end);
  const base = { kind: 'scalar' as const, text: written, style: 'plain' as const, start: syntax.start, end: syntax.end };
  switch (syntax.type) {
    case 'string_lit':
      return quotedText(source.text, syntax, source.names);
    case 'numeric_lit':
      return { ...base, value: Number(written) };
    case 'bool_lit':
      return { ...base, value: written === 'true' };
    case 'null_lit':
      return { ...base, value: null, text: '' };
    default:
      return { ...base, value: written };
  }
}

/** A string that is one interpolation and nothing else is what stands in that. */
function template(syntax: Syntax, source: HclSource, depth: number): Node {
  if (syntax.type === 'heredoc_template') return hereText(source.text, syntax.start, source.names) ?? notResolved(syntax, source);
  const [, only, closing] = syntax.children;
  const inner = only?.type === 'template_interpolation' && closing?.type === 'quoted_template_end' ? only.children.find(isExpression) : undefined;
  return inner === undefined ? quotedText(source.text, syntax, source.names) : valueOf(inner, source, depth + 1);
}

function element(syntax: Syntax, source: HclSource, depth: number): readonly Entry[] {
  if (syntax.type !== 'object_elem') return [];
  const [name, value] = syntax.children.filter(isExpression);
  if (name === undefined || value === undefined) return [];
  const bare = plainScalar(source.text, name);
  const key = /^[\w.-]+$/.test(bare.text) ? bare : valueOf(name, source, depth + 1);
  return [{ key: key.kind === 'scalar' ? key : bare, value: valueOf(value, source, depth + 1) }];
}

function call(syntax: Syntax, source: HclSource, depth: number): Node {
  const [name, , list] = syntax.children;
  const called = name === undefined ? '' : source.text.slice(name.start, name.end);
  const given = list?.type === 'function_arguments' ? list.children.filter(isExpression) : [];
  const args = (): readonly Node[] => given.map(one => valueOf(one, source, depth + 1));
  const { start, end } = syntax;
  if (called === 'merge') return { kind: 'map', start, end, entries: args().flatMap(one => (one.kind === 'map' ? one.entries : [])) };
  if (called === 'concat') return { kind: 'seq', start, end, items: args().flatMap(one => (one.kind === 'seq' ? one.items : [one])) };
  const chosen = WRAPPERS.has(called) ? given[0] : FALL_BACK.has(called) ? given.at(-1) : undefined;
  const value = chosen === undefined ? notResolved(syntax, source) : valueOf(chosen, source, depth + 1);
  if (ENCODERS.has(called) && value.kind !== 'scalar') source.encoded.add(value);
  return value;
}

/** Both values where both are known; else the one that says something. */
function choice(syntax: Syntax, source: HclSource, depth: number): Node {
  const [, yes, no] = syntax.children.filter(isExpression).map(one => valueOf(one, source, depth + 1));
  if (yes === undefined || no === undefined) return notResolved(syntax, source);
  if (isEmpty(no)) return yes;
  if (isEmpty(yes)) return no;
  if (yes.kind !== 'scalar' || no.kind !== 'scalar') return yes.kind === 'scalar' ? no : yes;
  return yes.text === no.text ? yes : { kind: 'seq', start: syntax.start, end: syntax.end, items: [yes, no] };
}

function isEmpty(node: Node): boolean {
  if (node.kind === 'scalar') return node.text === '' || node.text === UNRESOLVED;
  return node.kind === 'seq' ? node.items.length === 0 : node.entries.length === 0;
}

/** `var.runtime` and `local.runtime` by what they are without being set. */
function named(syntax: Syntax, source: HclSource): ScalarNode {
  const written = source.text.slice(syntax.start, syntax.end);
  return standIn(syntax, written, source.names.get(written) ?? UNRESOLVED);
}

function notResolved(syntax: Syntax, source: HclSource): ScalarNode {
  return standIn(syntax, source.text.slice(syntax.start, syntax.end), UNRESOLVED);
}

function standIn({ start, end }: Syntax, written: string, text: string): ScalarNode {
  return {
    kind: 'scalar',
    value: text,
    text,
    template: written,
    style: 'plain',
    start,
    end,
    tokens: { raw: written, parts: text === '' ? [] : wholeMap(text.length, 0, written.length) },
  };
}
