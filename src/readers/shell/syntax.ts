// The parser of scripts: the grammar of bash with what it does not take worked around.
import { loadGrammar, type Syntax } from '../grammar.ts';
import { parseTolerantly } from './tolerance.ts';

/** Parses a script; nothing where the grammar would need more work than any real script does. */
export type ParseSyntax = (text: string) => Syntax | undefined;

/** Loads the parser, when the first script is met. */
export async function loadParser(): Promise<ParseSyntax> {
  const parse = await loadGrammar('tree-sitter-bash');
  return text => parseTolerantly(text, part => parse(part));
}
