// HCL, the language of Terraform, Packer and Nomad: attributes, blocks and their templates, with their places.
import type { Span } from '../model/location.ts';
import { entriesOf, UNRESOLVED, type MapNode, type Node } from '../model/tree.ts';
import { MAX_DEPTH } from './depth.ts';
import { loadGrammar, type Parse, type Syntax } from './grammar.ts';
import { bodyOf } from './hcl/body.ts';
import { valueOf, type HclSource } from './hcl/expression.ts';
import { maskHcl } from './hcl/mask.ts';
import type { Names } from './hcl/template.ts';
import { rootOrError } from './nodes.ts';
import type { ReadError, ReadResult } from './result.ts';

/** A tree, and what keeps it from being whole; which of its mappings are the text of a file (`jsonencode({ ... })`), and what of the text is not in it. */
export type HclResult = ReadResult & { readonly encoded: ReadonlySet<Node>; readonly unread: readonly Span[]; readonly mistake?: ReadError };

/** Reads a text; what its variables and locals are by default stands for them. Never throws. */
export type ReadHcl = (text: string) => HclResult;

let loading: Promise<ReadHcl> | undefined;

/** Loads the grammar, once; ask only when there is HCL to read. */
export function loadHcl(): Promise<ReadHcl> {
  loading ??= loadGrammar('tree-sitter-hcl').then(parse => text => read(text, parse));
  return loading;
}

const NO_NAMES: Names = new Map();

function read(text: string, parse: Parse): HclResult {
  const encoded = new Set<Node>();
  const unread: Span[] = [];
  const masked = maskHcl(text);
  const content = parseBlocks(masked.text, parse)?.filter(child => child.type !== 'comment');
  if (content === undefined) return { encoded, unread, error: { code: 'too-complex', message: 'HCL that its grammar finds no end in', offset: 0 } };
  const make = (names: Names): { readonly root: MapNode; readonly tooDeep?: number } => {
    unread.length = 0;
    const source: HclSource = { text, names, encoded, unread };
    const [first] = content;
    // Variables' values may be an object instead, as JSON has it.
    const whole = first?.type === 'object' ? valueOf(first, source, 0) : undefined;
    const root = whole?.kind === 'map' ? whole : bodyOf(content, { start: 0, end: text.length }, source, 0);
    return source.tooDeep === undefined ? { root } : { root, tooDeep: source.tooDeep };
  };
  const plain = make(NO_NAMES);
  const names = namesOf(plain.root);
  const { root, tooDeep } = names.size === 0 ? plain : make(names);
  if (tooDeep !== undefined)
    return { encoded, unread, error: { code: 'too-complex', message: `nests more than ${String(MAX_DEPTH)} levels deep`, offset: tooDeep } };
  if (masked.unclosed !== undefined) unread.push({ start: masked.unclosed, end: text.length });
  const mistake = masked.unclosed === undefined ? {} : { mistake: { message: 'a here-document that does not end', offset: masked.unclosed } };
  return { ...rootOrError({ ...root, entries: [...root.entries] }, content[0]?.start, 'HCL'), encoded, unread, ...mistake };
}

const BLOCK = /^(?:resource|data|module|variable|locals|provider|output|terraform|moved|import|check|source|build|packer|job|inputs)\b[^\n=]*\{/gm;
const MOST_BLOCKS = 2000;

/** What a text consists of. Where the grammar does not fit, each block by itself, so that a mistake in one does not cost the others. */
function parseBlocks(text: string, parse: Parse): readonly Syntax[] | undefined {
  const whole = parse(text);
  if (whole?.hasError === false) return whole.root.children;
  const starts = [...text.matchAll(BLOCK)].map(match => match.index);
  if (starts.length === 0 || starts.length > MOST_BLOCKS) return whole?.root.children;
  const parts = [0, ...starts].map((start, index) => parse(text.slice(start, starts[index] ?? text.length), start));
  return parts.some(part => part === undefined) ? whole?.root.children : parts.flatMap(part => part?.root.children ?? []);
}

/** Longer texts are files of their own, and read where they stand. */
const LONGEST_DEFAULT = 300;

/** What variables are where nobody sets them, and locals that are written out. */
function namesOf(root: MapNode): Names {
  const names = new Map<string, string>();
  for (const { key, value } of root.entries) {
    if (key.text === 'variable')
      for (const variable of entriesOf(value))
        for (const { key: part, value: preset } of entriesOf(variable.value)) if (part.text === 'default') note(names, `var.${variable.key.text}`, preset);
    if (key.text === 'locals') for (const local of entriesOf(value)) note(names, `local.${local.key.text}`, local.value);
  }
  return names;
}

function note(names: Map<string, string>, name: string, value: Node): void {
  if (value.kind !== 'scalar' || value.value === null) return;
  if (value.text !== '' && value.text.length <= LONGEST_DEFAULT && !value.text.includes('\n') && !value.text.includes(UNRESOLVED)) names.set(name, value.text);
}
