// Splits a list of Kubernetes objects into its items without parsing it.
import type { Span } from '../model/location.ts';
import { isAtEnd, type JsonPart, jsonParts } from './split-json.ts';
import { splitYamlItems } from './split-yaml.ts';

/** Below this length, splitting a list into its items costs more than it saves. */
export const SPLIT_THRESHOLD = 64 * 1024;

export interface ListItem {
  readonly span: Span;
  /** The column, from 0, at which the span's first line begins: put as many spaces before the span to parse it alone. */
  readonly indent: number;
}

export interface ListItems {
  readonly head: { readonly apiVersion?: string; readonly kind?: string };
  readonly items: readonly ListItem[];
  /** The field of the document that holds the items; empty where the document itself is an array. */
  readonly path: 'items' | '';
}

/**
 * The items of a document that is a `List`, a typed list such as `PodList`, or a JSON array of objects. Nothing where it is none of
 * these or where an item might not be parsed alone (aliases, flow style in YAML, unusual forms): then parse the document whole.
 */
export function splitItems(text: string, span: Span): ListItems | undefined {
  let start = span.start;
  while (start < span.end && ' \t\r\n\uFEFF'.includes(text.charAt(start))) start++;
  const first = text.charAt(start);
  if (first === '{') return splitJsonList(text, { start, end: span.end });
  if (first !== '[') return splitYamlItems(text, span);
  const list = jsonParts(text, { start, end: span.end });
  if (list === undefined || !isAtEnd(text, { start: list.end, end: span.end })) return undefined;
  const items = objectItems(text, list.parts);
  return items === undefined ? undefined : { head: {}, items, path: '' };
}

function splitJsonList(text: string, span: Span): ListItems | undefined {
  const fields = jsonParts(text, span, 'items');
  if (fields === undefined || !isAtEnd(text, { start: fields.end, end: span.end })) return undefined;
  const [list, kind, apiVersion] = ['items', 'kind', 'apiVersion'].map(key => only(fields.parts, key));
  const head = { ...stringAt(text, 'apiVersion', apiVersion), ...stringAt(text, 'kind', kind) };
  const items = head.kind?.endsWith('List') === true ? objectItems(text, list?.parts) : undefined;
  return items === undefined ? undefined : { head, items, path: 'items' };
}

function only(fields: readonly JsonPart[], key: string): JsonPart | undefined {
  const found = fields.filter(field => field.key === key);
  return found.length === 1 ? found[0] : undefined;
}

function stringAt(text: string, key: 'apiVersion' | 'kind', part: JsonPart | undefined): { apiVersion?: string; kind?: string } {
  if (part === undefined || text.charAt(part.start) !== '"') return {};
  return { [key]: text.slice(part.start + 1, part.end - 1) };
}

function objectItems(text: string, parts: readonly JsonPart[] | undefined): readonly ListItem[] | undefined {
  if (parts === undefined || parts.some(part => text.charAt(part.start) !== '{')) return undefined;
  return parts.map(({ start, end }) => ({ span: { start, end }, indent: 0 }));
}
