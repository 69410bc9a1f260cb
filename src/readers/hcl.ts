// HCL, the language of Terraform, Packer and Nomad: attributes, blocks and their templates, with their places.
import { entriesOf, UNRESOLVED, type MapNode, type Node } from '../model/tree.ts';
import { MAX_DEPTH } from './depth.ts';
import { loadGrammar, type Parse } from './grammar.ts';
import { bodyOf } from './hcl/body.ts';
import { valueOf, type HclSource } from './hcl/expression.ts';
import { maskHcl } from './hcl/mask.ts';
import type { Names } from './hcl/template.ts';
import { rootOrError } from './nodes.ts';
import type { ReadResult } from './result.ts';

/** Reads a text; what its variables and locals are by default stands for them. Never throws. */
export type ReadHcl = (text: string) => ReadResult;

let loading: Promise<ReadHcl> | undefined;

/** Loads the grammar, once; ask only when there is HCL to read. */
export function loadHcl(): Promise<ReadHcl> {
  loading ??= loadGrammar('tree-sitter-hcl').then(parse => text => read(text, parse));
  return loading;
}

const NO_NAMES: Names = new Map();

function read(text: string, parse: Parse): ReadResult {
  const parsed = parse(maskHcl(text));
  if (parsed === undefined) return { error: { code: 'too-complex', message: 'HCL that its grammar finds no end in', offset: 0 } };
  const content = parsed.root.children.filter(child => child.type !== 'comment');
  const make = (names: Names): { readonly root: MapNode; readonly tooDeep?: number } => {
    const source: HclSource = { text, names };
    const [first] = content;
    // Variables' values may be an object instead, as JSON has it.
    const whole = first?.type === 'object' ? valueOf(first, source, 0) : undefined;
    const root = whole?.kind === 'map' ? whole : bodyOf(content, { start: 0, end: text.length }, source, 0);
    return source.tooDeep === undefined ? { root } : { root, tooDeep: source.tooDeep };
  };
  const plain = make(NO_NAMES);
  const names = namesOf(plain.root);
  const { root, tooDeep } = names.size === 0 ? plain : make(names);
  if (tooDeep !== undefined) return { error: { code: 'too-complex', message: `nests more than ${String(MAX_DEPTH)} levels deep`, offset: tooDeep } };
  return rootOrError({ ...root, entries: [...root.entries] }, content[0]?.start, 'HCL');
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
