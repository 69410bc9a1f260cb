// Annotated fixtures: marks above the lines that a rule must find or must leave alone.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../src/model/finding.ts';

/** A mark: `# finds: rule [level] [effect]` or `# clean: rule`, about the next line that is no mark. */
export interface Mark {
  readonly file: string;
  readonly line: number;
  readonly kind: 'finds' | 'clean';
  readonly rule: string;
  readonly level?: string;
  readonly effect?: string;
}

const MARK = /(?:#|\/\/|;|--|\{\{\/\*)\s*(finds|clean):\s*([\w-]+)(?:\s+(error|warning|note))?(?:\s+([a-z]+(?:-[a-z]+)+))?/;

/** The marks of a text. */
export function marksOf(file: string, text: string): readonly Mark[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index): Mark[] => {
    const match = MARK.exec(line);
    if (match === null) return [];
    let target = index + 1;
    while (target < lines.length && MARK.test(lines[target] ?? '')) target++;
    const [, kind, rule = '', level, effect] = match;
    const about = { file, line: target + 1, kind: kind === 'finds' ? ('finds' as const) : ('clean' as const), rule };
    return [{ ...about, ...(level === undefined ? {} : { level }), ...(effect === undefined ? {} : { effect }) }];
  });
}

export interface Goal {
  readonly to: Runtime;
  readonly kubernetes: string;
}

/** A fixture's goal: `scan: --to cri-o --kubernetes-version 1.24` in a comment of its first line, of any file of a folder. */
export function goalOf(texts: readonly string[]): Goal {
  const header = texts.map(text => /^\W*scan: (.*)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1] ?? '').join(' ');
  const to = /--to (\S+)/.exec(header)?.[1];
  const kubernetes = /--kubernetes-version (\S+)/.exec(header)?.[1] ?? '1.37';
  return { to: to === 'cri-o' || to === 'cri-dockerd' ? to : 'containerd', kubernetes };
}

export interface Fixture {
  /** A file, or a folder that is scanned as a whole. */
  readonly path: string;
  readonly name: string;
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** The fixtures of a rule: each file alone, each folder as a whole. */
export function fixturesOf(folder: string): readonly Fixture[] {
  return readdirSync(folder)
    .sort()
    .map(name => {
      const path = join(folder, name);
      const names = statSync(path).isDirectory()
        ? readdirSync(path, { recursive: true, encoding: 'utf8' })
            .filter(file => statSync(join(path, file)).isFile())
            .sort()
        : [''];
      return { path, name, files: names.map(file => ({ uri: file === '' ? name : file.replaceAll('\\', '/'), text: readFileSync(join(path, file), 'utf8') })) };
    });
}
