// Syntax trees as plain data, and the parsers that make them: tree-sitter's grammars in WebAssembly.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import type { Span } from '../model/location.ts';

/** A node of the grammar, or one of its tokens (`type` is then the token's own text, such as `&&`). */
export interface Syntax extends Span {
  readonly type: string;
  readonly children: readonly Syntax[];
}

/** What the grammar made of a text, and whether all of it fitted. */
export interface Parsed {
  readonly root: Syntax;
  readonly hasError: boolean;
}

/** Parses a text, whose places begin at `offset`; nothing where the grammar would need more work than any real text does. */
export type Parse = (text: string, offset?: number) => Parsed | undefined;

/** The packages of the grammars, each with its WebAssembly. */
const PACKAGES = { 'tree-sitter-bash': 'tree-sitter-bash', 'tree-sitter-hcl': '@tree-sitter-grammars/tree-sitter-hcl' } as const;

/** One progress call stands for a hundred steps of the parser; real texts need at most 0.06 calls a character. */
const CALLS_PER_CHARACTER = 0.2;
const CALLS_AT_LEAST = 2000;

/** The parser asks for its text in pieces, and again where it looks ahead in vain; of real texts it reads at most 5 times their length. */
const CHUNK = 1024;
const READS_PER_CHARACTER = 40;
const READS_AT_LEAST = 200_000;

let starting: Promise<void> | undefined;

/** Loads the parser and a grammar: 15 ms, so only when a text needs it. */
export async function loadGrammar(name: keyof typeof PACKAGES): Promise<Parse> {
  starting ??= Parser.init({ locateFile: () => wasmFile('web-tree-sitter', 'web-tree-sitter') });
  await starting;
  const language = await Language.load(wasmFile(PACKAGES[name], name));
  const parser = new Parser().setLanguage(language);
  return (text, offset = 0) => parse(parser, text, offset);
}

/** The bundle has its WebAssembly beside it; the sources find it in the packages. */
function wasmFile(from: string, name: string): string {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource ? createRequire(import.meta.url).resolve(`${from}/${name}.wasm`) : fileURLToPath(new URL(`./${name}.wasm`, import.meta.url));
}

function parse(parser: Parser, text: string, offset: number): Parsed | undefined {
  const tree = parseTree(parser, text);
  if (tree === undefined) return undefined;
  try {
    return { root: copyTree(tree, offset), hasError: tree.rootNode.hasError };
  } finally {
    tree.delete();
  }
}

function parseTree(parser: Parser, text: string): Tree | undefined {
  const callsAllowed = CALLS_AT_LEAST + text.length * CALLS_PER_CHARACTER;
  const readsAllowed = READS_AT_LEAST + text.length * READS_PER_CHARACTER;
  let calls = 0;
  let reads = 0;
  const readFrom = (index: number): string => {
    reads += CHUNK;
    return reads > readsAllowed ? '' : text.slice(index, index + CHUNK);
  };
  try {
    const tree = parser.parse(readFrom, null, { progressCallback: () => ++calls > callsAllowed || reads > readsAllowed });
    if (tree !== null && reads <= readsAllowed) return tree;
    tree?.delete();
  } catch (error) {
    // WebAssembly that runs out of memory aborts; the parser itself can be used again.
    if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
  }
  parser.reset();
  return undefined;
}

interface Building {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly children: Building[];
}

function copyTree(tree: Tree, offset: number): Syntax {
  const cursor = tree.walk();
  const here = (): Building => ({ type: cursor.nodeType, start: cursor.startIndex + offset, end: cursor.endIndex + offset, children: [] });
  const root = here();
  const open: Building[] = [];
  let at = root;
  for (;;) {
    if (cursor.gotoFirstChild()) {
      open.push(at);
    } else {
      while (!cursor.gotoNextSibling()) {
        if (open.length === 0 || !cursor.gotoParent()) {
          cursor.delete();
          return root;
        }
        open.pop();
      }
    }
    at = here();
    const parent = open[open.length - 1];
    if (parent === undefined) continue;
    parent.children.push(at);
  }
}
