// What the paths that a log agent reads say about the lines in them.
import { namesPath } from '../../model/paths.ts';
import { UNRESOLVED } from '../../model/tree.ts';

/** `container`: logs of containers; `unknown`: not told by the text; `other`: any other files, whose format is not the runtime's. */
export type PathKind = 'container' | 'unknown' | 'other';

/** Longer than any list of paths that a person wrote. */
const MAX_SETTING = 4000;

const DEFAULT_OF_EXPRESSION = /(?:\|\||:-|,)\s*["']?(\/[^"'}]+)["']?/;
const EXPRESSION = /#\{|\$\{|\$\(|%\{|\$[A-Z_]/;

/** The paths in one setting: several in one text, or the default of an expression. */
export function pathsIn(setting: string): readonly string[] {
  const text = setting.slice(0, MAX_SETTING);
  if (text.startsWith('#{')) {
    const fallback = DEFAULT_OF_EXPRESSION.exec(text)?.[1];
    return [fallback ?? text];
  }
  return text
    .split(/[\s,]+/)
    .map(path => path.replace(/^["']|["']$/g, ''))
    .filter(path => path !== '');
}

/** What a setting's paths stand for; no paths at all say nothing. */
export function pathKind(paths: readonly string[]): PathKind {
  if (paths.some(isContainerLog)) return 'container';
  return paths.every(path => path.includes(UNRESOLVED) || EXPRESSION.test(path)) ? 'unknown' : 'other';
}

/** Whether a path leads to the logs of containers, wherever the node's folders are mounted. */
export function isContainerLog(path: string): boolean {
  return (
    namesPath('container-logs', path) ||
    namesPath('docker-container-logs', path) ||
    /\/log\/(?:containers|pods)(?:\/|$)|\/docker\/containers\/[^ ]*(?:\*|\.log)/i.test(path)
  );
}
