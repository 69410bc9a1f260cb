// Reads a template part by part: the text itself and the body of each define, as a whole where that parses.
import { mapSpan } from '../../model/segment-map.ts';
import type { Span } from '../../model/location.ts';
import type { ReadError } from '../result.ts';
import { sniff } from '../sniff.ts';
import { partingBlocks } from './contexts.ts';
import { inlineAlternatives } from './inline-choice.ts';
import { hasParting, newAllowance, readArms, type Reading } from './arm-by-arm.ts';
import { overriddenKey } from './overridden.ts';
import { partOf, type Parsed, type ParsePart, type Surveyed } from './part.ts';
import type { ChildText, Stretch } from './child-text.ts';

/** The documents of a template, and what could not be read; the offsets of errors lie in the template's own text. */
export function readParts(surveyed: Surveyed, parse: ParsePart): Parsed {
  const { pieces, structure } = surveyed.template;
  const hidden = inlineAlternatives(surveyed.template, surveyed.survey);
  const bodies = structure.arms.filter(arm => arm.define !== undefined);
  const hides = (arm: number): boolean => hidden.has(arm);
  const stretches = [{ from: 0, to: pieces.length, hides }, ...bodies.map(arm => ({ from: arm.head + 1, to: arm.tail, hides }))];
  const reading: Reading = { surveyed, parse, allowance: newAllowance(), parting: partingBlocks(surveyed.template) };
  const documents: Parsed['documents'][number][] = [];
  const errors: ReadError[] = [];
  stretches.forEach((stretch, i) => {
    const read = readStretch(reading, stretch);
    // A define that is one scalar is a value, not a document: it is seen where it is included.
    documents.push(...(i === 0 ? read.documents : read.documents.filter(document => document.root.kind !== 'scalar')));
    if (i === 0 || (read.errors.length > 0 && isYaml(partOf(surveyed, stretch).child.text))) errors.push(...read.errors);
  });
  return { documents, errors };
}

/** A define may hold any text, such as the configuration that a ConfigMap includes. */
function isYaml(text: string): boolean {
  return ['yaml', 'json'].includes(sniff('', text));
}

/** A stretch as a whole, else document by document, else arm by arm. */
function readStretch(reading: Reading, stretch: Stretch): Parsed {
  const { part, child } = partOf(reading.surveyed, stretch);
  if (isBlank(child.text)) return { documents: [], errors: [] };
  const whole = reading.parse(part);
  const roots = whole.documents.map(({ root }) => root);
  const fits = !hasParting(reading, stretch) && overriddenKey(roots, child, reading.surveyed.template) === undefined;
  if (whole.errors.length === 0 && fits) return whole;
  const clips = stretch.clip === undefined ? documentSpans(child, reading.surveyed.template.text.length) : [];
  if (clips.length < 2) return readArms(reading, stretch, { ...whole, errors: inTemplate(child, whole.errors) });
  const parsed = clips.map(clip => readStretch(reading, { ...stretch, clip }));
  return { documents: parsed.flatMap(({ documents }) => documents), errors: parsed.flatMap(({ errors }) => errors) };
}

function inTemplate(child: ChildText, errors: readonly ReadError[]): ReadError[] {
  return errors.map(error => ({ ...error, offset: mapSpan(child.map, error.offset, error.offset).start }));
}

function isBlank(text: string): boolean {
  return !/^[^\S\n]*(?!#|---[ \t\r]*$)\S/m.test(text);
}

/** The spans of the template that the YAML documents of a child's text come from. */
function documentSpans(child: ChildText, end: number): Span[] {
  const starts = [...child.text.matchAll(/^---(?=\s|$)/gm)].map(match => mapSpan(child.map, match.index, match.index).start);
  const bounds = [0, ...starts.filter(start => start > 0), end];
  return bounds.slice(1).map((bound, i) => ({ start: bounds[i] ?? 0, end: bound }));
}
