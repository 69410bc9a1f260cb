// Where facts stand: regions, snippets and logical places, worked out only for facts that became findings.
import type { Artifact } from '../model/artifact.ts';
import type { Fact } from '../model/fact.ts';
import type { Location, Region, Span } from '../model/location.ts';
import { LineIndex, regionOf, rootSpan } from '../model/place.ts';
import { withoutCredentials } from './credentials.ts';

const LONGEST_SNIPPET = 200;
/** Read for credentials before the snippet is cut, so that none is cut out of the words that give it away. */
const LOOKED_AT = 1_000;
/** Longer lines were written by no person: minified JSON. */
const LONG_LINE = 400;

export class Places {
  readonly #lines = new WeakMap<Artifact, LineIndex>();

  linesOf(artifact: Artifact): LineIndex {
    let lines = this.#lines.get(artifact);
    if (lines === undefined) this.#lines.set(artifact, (lines = new LineIndex(artifact.text)));
    return lines;
  }

  region(fact: Fact): Region {
    const root = rootSpan(fact.document.artifact, fact.span);
    return regionOf(this.linesOf(root.artifact), root.span);
  }

  locate(fact: Fact): Location {
    const root = rootSpan(fact.document.artifact, fact.span);
    const region = regionOf(this.linesOf(root.artifact), root.span);
    const resource = fact.owner ?? fact.document.resource;
    const path = logicalPath(fact);
    const snippet = fact.document.artifact.sensitive ? undefined : snippetOf(root.artifact.text, root.span);
    return {
      physical: { uri: root.artifact.uri, region },
      logical: { ...(resource === undefined ? {} : { resource }), ...(path === '' ? {} : { path }) },
      ...(snippet === undefined || snippet === '' ? {} : { snippet }),
    };
  }

  /** Identity of a fact's characters in its file. */
  key(fact: Fact): string {
    const { artifact, span } = rootSpan(fact.document.artifact, fact.span);
    return `${artifact.uri}\0${String(span.start)}\0${String(span.end)}`;
  }

  #lineLength(fact: Fact, line: number): number {
    const { artifact } = rootSpan(fact.document.artifact, fact.span);
    const { start, end } = this.linesOf(artifact).line(line, artifact.text);
    return end - start;
  }

  /** The lines that a fact takes up, the first dozen at most; on a line that holds a whole document, the characters. */
  lines(fact: Fact): readonly string[] {
    const { startLine, startColumn, endLine } = this.region(fact);
    const { uri } = fact.document.artifact;
    if (startLine === endLine && this.#lineLength(fact, startLine) > LONG_LINE) return [`${uri}:${String(startLine)}:${String(startColumn)}`];
    return Array.from({ length: Math.min(endLine - startLine, 11) + 1 }, (_, i) => `${uri}:${String(startLine + i)}`);
  }
}

function snippetOf(text: string, { start, end }: Span): string {
  return withoutCredentials(text.slice(start, Math.min(end, start + LOOKED_AT))).slice(0, LONGEST_SNIPPET);
}

/** The field path from the file's own document down to the fact. */
function logicalPath(fact: Fact): string {
  const path = [fact.path];
  for (let at = fact.document.artifact; at.origin !== undefined; at = at.origin.parent) if (at.origin.field !== '') path.unshift(at.origin.field);
  return path.filter(part => part !== '').join(' > ');
}
