// A part of a template as a child artifact: plain text with a map, what its tokens stand for, and the guard at each place.
import type { Artifact } from '../../model/artifact.ts';
import type { Guard, TreeDocument } from '../../model/document.ts';
import { mapSpan } from '../../model/segment-map.ts';
import { UNRESOLVED } from '../../model/tree.ts';
import type { ReadError } from '../result.ts';
import { childText, tokenOf, TOKENS, type ChildText, type Stretch, type Token } from './child-text.ts';
import { inlineAlternatives } from './inline-choice.ts';
import { pieceAt } from './pieces.ts';
import type { Survey } from './survey.ts';
import type { Template } from './structure.ts';

/** A text in which actions were replaced, and the same text with the actions as written. */
export interface Resolved {
  readonly text: string;
  readonly template: string;
}

/** A child artifact made from a template, for a YAML reader to parse. */
export interface TemplatePart {
  /** Its `origin` leads back to the template's own characters. */
  readonly artifact: Artifact;
  /**
   * Replaces a token character in a scalar by its default, or by `UNRESOLVED`. `inText`: the scalar is a text of its own, in which the
   * value's quotes stay.
   */
  resolve(token: string, inText: boolean): Resolved;
  /** The guard in force at an offset of the child's text. */
  guardAt(offset: number): Guard | undefined;
}

/** What a parser made of a part; the offsets of errors lie in the part's own text. */
export interface Parsed {
  readonly documents: readonly TreeDocument[];
  readonly errors: readonly ReadError[];
}

export type ParsePart = (part: TemplatePart) => Parsed;

/** A template artifact with all that is known of it. */
export interface Surveyed {
  readonly artifact: Artifact;
  readonly template: Template;
  readonly survey: Survey;
}

/** The part that a stretch of a template makes, and the child text that it has. */
export function partOf(surveyed: Surveyed, stretch: Stretch): { readonly part: TemplatePart; readonly child: ChildText } {
  const { artifact: parent, template, survey } = surveyed;
  const child = childText(template, stretch);
  const guard = (offset: number): Guard | undefined => guardAt(mapSpan(child.map, offset, offset + 1).start, template, survey);
  const artifact: Artifact = { ...parent, text: child.text, guardAt: guard, origin: { parent, map: child.map, field: '' } };
  const part: TemplatePart = { artifact, guardAt: guard, resolve: (token, inText) => resolve(token, inText, child, surveyed) };
  return { part, child };
}

/** The whole template as plain text, its values in place of the actions; bodies of defines are left out. */
export function plainArtifact(surveyed: Surveyed): Artifact {
  const { template, survey } = surveyed;
  const hidden = inlineAlternatives(template, survey);
  const hides = (arm: number): boolean => hidden.has(arm);
  return partOf(surveyed, { from: 0, to: template.pieces.length, hides, print: piece => survey.values.get(piece) ?? UNRESOLVED }).part.artifact;
}

function resolve(text: string, inText: boolean, child: ChildText, { template, survey }: Surveyed): Resolved {
  const values = text.replace(TOKENS, mark => {
    const token = tokenOf(child, mark);
    return shifted(survey.values.get(token?.piece ?? -1) ?? UNRESOLVED, inText ? token?.shift : undefined);
  });
  const sources = text.replace(TOKENS, mark => sourceOf(template, tokenOf(child, mark)?.piece));
  // A value brings its own quotes, which YAML takes off: `path: {{ .Values.path | quote }}`.
  return { text: inText ? values : unquoted(values), template: sources };
}

/** A value of several lines, moved to where it stands in the text of a block scalar; its first line stands there already. */
function shifted(value: string, shift: Token['shift']): string {
  if (shift === undefined) return value;
  const [from, to] = [' '.repeat(shift.from), ' '.repeat(Math.max(0, shift.to))];
  return value
    .split('\n')
    .map((line, i) => (line.startsWith(from) ? (i === 0 ? '' : to) + line.slice(from.length) : line))
    .join('\n');
}

function sourceOf(template: Template, index: number | undefined): string {
  const piece = index === undefined ? undefined : template.pieces[index];
  return piece === undefined ? UNRESOLVED : template.text.slice(piece.start, piece.end);
}

function unquoted(text: string): string {
  const quote = text[0];
  if (text.length < 2 || (quote !== '"' && quote !== "'") || text.at(-1) !== quote) return text;
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner.replaceAll("''", "'");
}

function guardAt(offset: number, { pieces, structure }: Template, survey: Survey): Guard | undefined {
  const piece = pieceAt(pieces, offset);
  return survey.guards[structure.armOf[piece] ?? -1] ?? survey.choices.get(piece);
}
