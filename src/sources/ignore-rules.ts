// The rules of .gitignore files, gathered on the way down a tree, and those of --exclude.
import { readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import ignore from 'ignore';

/** All rules in force in a folder, tested against paths below `base`. */
export interface IgnoreRules {
  readonly base: string;
  readonly matcher: ignore.Ignore;
}

const MAX_BYTES = 1024 ** 2;
const MAX_PATTERNS = 5000;
// Each inner globstar of a pattern costs a power of the path's depth where it does not match.
const MAX_GLOBSTARS = 2;

/** The rules in force above a folder with those of one ignore file in it added; later rules win. */
export function withIgnoreFile(rules: IgnoreRules | undefined, folder: string, file = join(folder, '.gitignore')): IgnoreRules | undefined {
  const lines = readLines(file);
  if (lines.length === 0) return rules;
  const base = rules?.base ?? folder;
  const prefix = relativeUri(base, folder);
  const patterns = lines.flatMap(line => rebase(line, prefix));
  const matcher = ignore({ ignoreCase: false });
  if (rules !== undefined) matcher.add(rules.matcher);
  return { base, matcher: matcher.add(patterns) };
}

/** The rules that a repository states outside its tree. */
export function repositoryRules(folder: string): IgnoreRules | undefined {
  return withIgnoreFile(undefined, folder, join(folder, '.git', 'info', 'exclude'));
}

/** Whether git would pass over a path, which must lie below the rules' base. */
export function isIgnored(rules: IgnoreRules | undefined, path: string, isFolder: boolean): boolean {
  if (rules === undefined) return false;
  const relative = relativeUri(rules.base, path);
  return relative !== '' && rules.matcher.ignores(isFolder ? `${relative}/` : relative);
}

/** A test on uris (folders end in `/`) for patterns written as in a .gitignore file at the scan's root. */
export function excluder(patterns: readonly string[], root: string): (uri: string) => boolean {
  if (patterns.length === 0) return () => false;
  const prefix = `${slashed(root)}/`;
  const matcher = ignore({ ignoreCase: false });
  for (const pattern of patterns) {
    const written = slashed(pattern);
    matcher.add({ pattern: written.startsWith(prefix) ? written.slice(prefix.length - 1) : written.replace(/^\.\//, '/') });
  }
  return uri => uri !== '' && matcher.ignores(uri);
}

/** A path below a folder, with `/`; empty for the folder itself. */
export function relativeUri(folder: string, path: string): string {
  const rest = path.slice(folder.length);
  return slashed(rest.startsWith(sep) ? rest.slice(1) : rest);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** An ignore file that cannot be read ignores nothing, so that more is read, not less. */
function readLines(file: string): string[] {
  try {
    const status = statSync(file);
    if (!status.isFile() || status.size > MAX_BYTES) return [];
    return readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter(isPattern)
      .slice(0, MAX_PATTERNS);
  } catch {
    return [];
  }
}

function isPattern(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#') && line.split('/**/').length - 1 <= MAX_GLOBSTARS;
}

/** A pattern of a file in a sub-folder as it would be written in the base folder's own file. */
function rebase(line: string, prefix: string): string[] {
  if (prefix === '') return [line];
  const negation = line.startsWith('!') ? '!' : '';
  const body = line.slice(negation.length);
  const isAnchored = body.trimEnd().replace(/\/$/, '').includes('/');
  const rest = isAnchored ? body.replace(/^\//, '') : `**/${body}`;
  return [`${negation}/${prefix.replace(/[\\*?[\]!# ]/g, '\\$&')}/${rest}`];
}
