// Where a finding in rendered text comes from: the line of the template, or of the values, that made it.
import type { Finding } from '../../model/finding.ts';
import type { Location, Region } from '../../model/location.ts';
import { withoutCredentials } from '../credentials.ts';
import { align, type Alignment } from './align.ts';
import type { Rendering } from './rendering.ts';

/** A line that may have made it. */
export interface SourceLine {
  readonly uri: string;
  readonly region: Region;
  readonly snippet: string;
}

/** A shorter text stands on too many lines by chance. */
const SHORTEST = 4;
const MOST_LINES = 50;
/** A loop in a template can make findings without end; beyond this many they are told at the template alone. */
const MOST_SEARCHES = 2_000;
const PRINTS_LINES = /\{\{-?\s*(?!if\b|else\b|end\b|range\b|with\b|define\b|block\b|break\b|continue\b|\/\*|\$[\w.]*\s*:?=)/;

/** Where a finding may come from. */
export interface Origins {
  /** The likeliest first. */
  readonly lines: readonly SourceLine[];
  /** Whether the first one printed it, beyond doubt. */
  readonly isCertain: boolean;
}

/** Finds lines in the files that something was rendered from. */
export class SourceLines {
  readonly #rendering: Rendering;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #alignments = new Map<string, Alignment>();
  #searches = 0;

  constructor(rendering: Rendering) {
    this.#rendering = rendering;
  }

  /** The lines that may have made what a finding in rendered text is about. */
  of(finding: Finding): Origins {
    const { uri: own = '', region } = finding.location.physical ?? {};
    const needle = needleOf(finding.location.snippet);
    const keys = keysOf(finding.location.logical?.path ?? '');
    const printer = region === undefined ? undefined : this.#printerOf(own, region.startLine - 1);
    const isSearched = this.#searches++ < MOST_SEARCHES;
    const files = isSearched ? this.#inOrder(own, finding).filter(uri => uri !== own || printer === undefined) : [];
    const found = needle === undefined ? [] : files.flatMap(uri => this.#holding(uri, needle, keys)).slice(0, MOST_LINES);
    if (printer !== undefined) return { lines: [this.#lineOf(own, printer, needle), ...found], isCertain: true };
    if (!isSearched) return { lines: [], isCertain: false };
    const around = region === undefined ? [] : this.#actionsAround(own, region.startLine - 1);
    return { lines: [...found, ...around, ...this.#filledIn(own, keys)], isCertain: false };
  }

  /** Whether a line of a template, from 1, printed something. */
  isInForce(uri: string, line: number): boolean {
    return this.#alignmentOf(uri)?.inForce.has(line - 1) === true;
  }

  #printerOf(uri: string, line: number): number | undefined {
    return this.#alignmentOf(uri)?.printedBy.get(line);
  }

  #alignmentOf(uri: string): Alignment | undefined {
    const known = this.#alignments.get(uri);
    const printed = this.#rendering.printed.get(uri);
    if (known !== undefined || this.#rendering.kind !== 'chart' || printed === undefined) return known;
    const made = align(this.#linesOf(uri), printed.split(/\r?\n/));
    this.#alignments.set(uri, made);
    return made;
  }

  #lineOf(uri: string, at: number, needle: string | undefined): SourceLine {
    const line = this.#linesOf(uri)[at] ?? '';
    const from = needle === undefined ? -1 : line.indexOf(needle);
    return needle === undefined || from < 0 ? wholeLine(uri, at, line) : lineAt(uri, at, from, needle);
  }

  /** Actions that print whole lines, between the nearest lines around that are known. */
  #actionsAround(uri: string, line: number): readonly SourceLine[] {
    const lines = this.#linesOf(uri);
    const known = [...(this.#alignmentOf(uri)?.printedBy ?? [])];
    const before = known.filter(([printed]) => printed < line).toSorted(([a], [b]) => b - a)[0]?.[1];
    if (before === undefined) return [];
    const after = known.filter(([printed]) => printed > line).toSorted(([a], [b]) => a - b)[0]?.[1] ?? lines.length;
    return lines.flatMap((text, at) => (at > before && at < after && PRINTS_LINES.test(text) ? [wholeLine(uri, at, text)] : []));
  }

  /** The template, the values that decide, then whatever else there is; of a kustomization the files that name the object. */
  #inOrder(own: string, { owner }: Finding): readonly string[] {
    const { kind, values, sources } = this.#rendering;
    if (kind === 'chart') return [...new Set([own, ...values, ...sources.keys()])];
    const named = [...sources].map(([uri, text]) => ({
      uri,
      rank: [owner?.name, owner?.kind].filter(word => word !== undefined && text.includes(word)).length,
    }));
    return named.toSorted((a, b) => b.rank - a.rank).map(({ uri }) => uri);
  }

  /** Lines that hold a text; those that have the key before it alone, where there are any. */
  #holding(uri: string, needle: string, keys: readonly string[]): readonly SourceLine[] {
    const [key] = keys;
    const found = this.#linesOf(uri).flatMap((line, at) => (line.includes(needle) && !isComment(line) ? [{ line, at }] : []));
    const keyed = key === undefined ? [] : found.filter(({ line }) => isKeyOf(line, key));
    const chosen = keyed.length > 0 ? keyed : needle.length >= SHORTEST ? found : [];
    return chosen.map(({ line, at }) => lineAt(uri, at, line.indexOf(needle), needle));
  }

  /** The line of the innermost key that an action gives its value, on the line itself or on the next one. */
  #filledIn(uri: string, keys: readonly string[]): readonly SourceLine[] {
    const lines = this.#linesOf(uri);
    for (const key of keys) {
      const found = lines.flatMap((line, at) => (isKeyOf(line, key) ? (actionAt(lines, at) ?? []) : []));
      if (found.length > 0) return found.map(at => wholeLine(uri, at, lines[at] ?? ''));
    }
    return [];
  }

  #linesOf(uri: string): readonly string[] {
    let lines = this.#lines.get(uri);
    if (lines === undefined) this.#lines.set(uri, (lines = (this.#rendering.sources.get(uri) ?? '').split(/\r?\n/)));
    return lines;
  }
}

/** The first line of a snippet that says something, without the quotes that the tool's own printer sets. */
export function needleOf(snippet: string | undefined): string | undefined {
  const line = snippet
    ?.split('\n')
    .map(one => one.replace(/^\s*(?:- )*/, '').trim())
    .find(one => one !== '' && !/^[|>][-+]?$/.test(one));
  const plain = line?.replace(/^(["'])(.*)\1$/, '$2');
  return plain === '' ? undefined : plain;
}

/** The mapping keys of a field's path, the innermost first; list items have none. */
function keysOf(path: string): readonly string[] {
  const outermost = path.split(' > ')[0] ?? '';
  return [...outermost.matchAll(/[\w/-]+(?=$|[.[])/g)]
    .map(([key]) => key)
    .filter(key => !/^\d+$/.test(key))
    .toReversed();
}

function isKeyOf(line: string, key: string): boolean {
  const text = line.replace(/^\s*(?:- )*["']?/, '');
  return text.startsWith(key) && /^["']?\s*:/.test(text.slice(key.length));
}

function isComment(line: string): boolean {
  return /^\s*(?:#|\{\{-?\s*\/\*)/.test(line);
}

function actionAt(lines: readonly string[], at: number): number | undefined {
  if (lines[at]?.includes('{{') === true) return at;
  return /^\s*\{\{/.test(lines[at + 1] ?? '') ? at + 1 : undefined;
}

function wholeLine(uri: string, at: number, line: string): SourceLine {
  const text = line.trim();
  return lineAt(uri, at, line.indexOf(text), text);
}

function lineAt(uri: string, at: number, from: number, text: string): SourceLine {
  const region = { startLine: at + 1, startColumn: from + 1, endLine: at + 1, endColumn: from + 1 + text.length };
  return { uri, region, snippet: withoutCredentials(text) };
}

/** A finding's place, moved from the rendered text to the line that made it; to the file as a whole where none is known. */
export function movedTo(line: SourceLine | undefined, { physical, logical }: Location): Location {
  const rest = logical === undefined ? {} : { logical };
  if (line !== undefined) return { physical: { uri: line.uri, region: line.region }, ...rest, snippet: line.snippet };
  return { ...(physical === undefined ? {} : { physical: { uri: physical.uri } }), ...rest };
}
