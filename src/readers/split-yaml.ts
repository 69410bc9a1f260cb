// Finds the items of a YAML list of objects by the indentation of its lines.
import type { Span } from '../model/location.ts';
import type { ListItem, ListItems } from './split-items.ts';

/** What is known of a list while its lines are read. */
interface Scan {
  readonly text: string;
  readonly end: number;
  readonly head: { apiVersion?: string; kind?: string };
  readonly items: ListItem[];
  /** Where the lines under `items` are read: the column of its dashes, or -1 until the first one. */
  column: number | undefined;
  /** Where the open item begins. */
  item: { readonly start: number; readonly indent: number } | undefined;
  isListSeen: boolean;
}

const MAX_COLUMN = 100;
const MAX_ANCHORS = 10_000;

/** The items of a block list under `items`; nothing where they might mean something else apart than together. */
export function splitYamlItems(text: string, span: Span): ListItems | undefined {
  const start = bodyStart(text, span);
  if (start === undefined || holdsLoneReturn(text, span) || holdsAlias(text.slice(span.start, span.end))) return undefined;
  const scan: Scan = { text, end: span.end, head: {}, items: [], column: undefined, item: undefined, isListSeen: false };
  for (let line = start; line < span.end; line = nextLine(text, line, span.end)) {
    if (!readLine(scan, line)) return undefined;
  }
  closeItem(scan, span.end);
  const isList = scan.head.kind?.endsWith('List') === true && scan.items.length > 0;
  return isList ? { head: scan.head, items: scan.items, path: 'items' } : undefined;
}

/** Takes one line in; false where the document is not of the plain form that can be split. */
function readLine(scan: Scan, line: number): boolean {
  const { text, column } = scan;
  const most = column === undefined ? 1 : column === -1 ? MAX_COLUMN : column + 1;
  const width = indentation(text, line, most);
  const at = line + width;
  const sign = at < scan.end ? text.charAt(at) : '\n';
  if (sign === '\n' || sign === '\r' || sign === '#') return true;
  if (column !== undefined && column >= 0 && width > column) return true;
  if (column === undefined && width > 0) return true;
  if (sign === '\t' || width === MAX_COLUMN) return false;
  if (sign === '-' && isGap(text, at + 1)) return column === undefined || readDash(scan, line, width);
  return width === 0 && readKey(scan, line);
}

function readDash(scan: Scan, line: number, width: number): boolean {
  if (scan.column !== -1 && scan.column !== width) return false;
  closeItem(scan, line);
  scan.column = width;
  const { text, end } = scan;
  let at = line + width + 1;
  while (text.charAt(at) === ' ') at++;
  const sign = at < end ? text.charAt(at) : '\n';
  // Anchors, tags, flow style and block scalars; a tab's width is anyone's guess.
  if ('&*!{[|>?@`%\t'.includes(sign)) return false;
  const isBare = sign === '\n' || sign === '\r' || sign === '#';
  scan.item = isBare ? { start: nextLine(text, line, end), indent: 0 } : { start: at, indent: at - line };
  return true;
}

const KEY = /^([A-Za-z]\w*):(?:[ \t]+(.*))?$/;

function readKey(scan: Scan, line: number): boolean {
  const { text, end } = scan;
  closeItem(scan, line);
  scan.column = undefined;
  const written = text.slice(line, Math.min(nextLine(text, line, end), line + 1000)).trimEnd();
  if (written === '...') return true;
  const [, key, rest = ''] = KEY.exec(written) ?? [];
  if (key === undefined) return false;
  if (key === 'items') {
    if (scan.isListSeen || !/^(?:#.*)?$/.test(rest)) return false;
    scan.isListSeen = true;
    scan.column = -1;
  } else if (key === 'kind' || key === 'apiVersion') {
    const value = plainValue(rest);
    if (value === undefined || scan.head[key] !== undefined) return false;
    scan.head[key] = value;
  }
  return true;
}

function closeItem(scan: Scan, end: number): void {
  if (scan.item === undefined) return;
  const { start, indent } = scan.item;
  scan.items.push({ span: { start, end: Math.max(start, end) }, indent });
  scan.item = undefined;
}

/** A word on one line, quoted or not; nothing for anything that is more. */
function plainValue(written: string): string | undefined {
  const match = /^(?:"([\w./-]*)"|'([\w./-]*)'|([\w./-]+))[ \t]*(?:#.*)?$/.exec(written);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** The offset of the first line after `---`; nothing where that line, or what stands before it, is more than usual. */
function bodyStart(text: string, { start, end }: Span): number | undefined {
  for (let line = start; line < end; line = nextLine(text, line, end)) {
    const sign = text.charAt(line);
    if (sign === '%') return undefined;
    if (text.startsWith('---', line) && isGap(text, line + 3)) {
      return /^---[ \t]*(?:#.*)?$/.test(text.slice(line, Math.min(nextLine(text, line, end), line + 1000)).trimEnd()) ? nextLine(text, line, end) : undefined;
    }
    if (sign !== '#' && sign !== '\n' && sign !== '\r') return line;
  }
  return undefined;
}

function holdsLoneReturn(text: string, { start, end }: Span): boolean {
  for (let at = text.indexOf('\r', start); at !== -1 && at < end; at = text.indexOf('\r', at + 1)) {
    if (text.charAt(at + 1) !== '\n') return true;
  }
  return false;
}

/** Whether a name that is anchored anywhere is used as an alias; an item could need the anchor of another one. */
function holdsAlias(text: string): boolean {
  if (!text.includes('*') || !text.includes('&')) return false;
  const anchors = new Set<string>();
  for (const [, name = ''] of text.matchAll(/&([^\s,[\]{}]+)/g)) {
    anchors.add(name);
    if (anchors.size > MAX_ANCHORS) return true;
  }
  for (const [, name = ''] of text.matchAll(/\*([^\s,[\]{}]+)/g)) {
    if (anchors.has(name)) return true;
  }
  return false;
}

/** Spaces at the start of a line, counted no further than a limit. */
function indentation(text: string, line: number, most: number): number {
  let width = 0;
  while (width < most && text.charCodeAt(line + width) === 0x20) width++;
  return width;
}

function isGap(text: string, at: number): boolean {
  return at >= text.length || ' \t\r\n'.includes(text.charAt(at));
}

function nextLine(text: string, from: number, end: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 || at >= end ? end : at + 1;
}
