// JSON into trees that know their places; comments and trailing commas are taken, as many configuration files have them.
import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import type { Span } from '../model/location.ts';
import type { Entry, Node, ScalarNode } from '../model/tree.ts';
import { tooDeep } from './depth.ts';
import type { ReadError } from './result.ts';

/** Reads the one JSON value in a span of a text. Never throws. */
export function readJson(text: string, span: Span): { readonly root?: Node; readonly errors: readonly ReadError[] } {
  const deep = tooDeep(text, span.start, span.end);
  if (deep !== undefined) return { errors: [{ code: 'too-complex', message: 'nests more than 200 levels deep', offset: deep }] };
  const problems: ParseError[] = [];
  const source = text.slice(span.start, span.end);
  const tree = parseTree(source, problems, { allowTrailingComma: true, disallowComments: false });
  const errors = problems.map(problem => ({ message: sentence(printParseErrorCode(problem.error)), offset: span.start + problem.offset }));
  if (tree === undefined) return { errors };
  return { root: build(tree, source, span.start), errors };
}

function sentence(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function build(node: JsonNode, source: string, offset: number): Node {
  const start = offset + node.offset;
  const end = start + node.length;
  if (node.type === 'object') {
    return { kind: 'map', start, end, entries: (node.children ?? []).flatMap(property => entry(property, source, offset)) };
  }
  if (node.type === 'array') return { kind: 'seq', start, end, items: (node.children ?? []).map(item => build(item, source, offset)) };
  return scalar(node, source, offset);
}

function entry(property: JsonNode, source: string, offset: number): Entry[] {
  const [key, value] = property.children ?? [];
  if (key === undefined) return [];
  const keyNode = scalar(key, source, offset);
  const missing: ScalarNode = { kind: 'scalar', value: null, text: '', style: 'plain', start: keyNode.end, end: keyNode.end };
  return [{ key: keyNode, value: value === undefined ? missing : build(value, source, offset) }];
}

function scalar(node: JsonNode, source: string, offset: number): ScalarNode {
  const start = offset + node.offset;
  const end = start + node.length;
  const value: unknown = node.value;
  if (typeof value !== 'string') {
    const text = source.slice(node.offset, node.offset + node.length);
    return { kind: 'scalar', value: typeof value === 'number' || typeof value === 'boolean' ? value : null, text, style: 'plain', start, end };
  }
  const closed = node.length >= 2 && source[node.offset + node.length - 1] === '"' ? 1 : 0;
  const inner = { start: start + 1, end: Math.max(start + 1, end - closed) };
  return {
    kind: 'scalar',
    value,
    text: value,
    style: 'quoted',
    ...inner,
    ...(value.length === inner.end - inner.start ? {} : { spelling: 'double' as const }),
  };
}
