// What a word of the predicate vocabulary is.
import type { FieldValue } from '../../model/fact.ts';

export interface Predicate {
  readonly word: string;
  /** One sentence for the documentation of the rule format. */
  readonly summary: string;
  /** JSON Schema of the options. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Throws with a plain message where options that have passed the schema make no sense. */
  check?(options: unknown): void;
  /** Makes a test of one field's value; the options have passed the schema and `check`, where there is none this throws instead. */
  compile(options: unknown): (value: FieldValue) => boolean;
  /** Literals (lower case) of which every value that passes holds one; nothing where there are none. */
  needs(options: unknown): readonly string[] | undefined;
  /** Literals, one of which stands in every value that passes, where `needs` does not say so for the text that the value comes from. */
  literals?(options: unknown): readonly string[] | undefined;
}

/** A field's value as texts to test one by one; none where the fact lacks the field. */
export function textsOf(value: FieldValue): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** An option that may be one text or several, as texts. */
export function listOf(options: unknown): readonly string[] {
  return Array.isArray(options) ? options.map(String) : [String(options)];
}

export const TEXT = { type: ['string', 'number', 'boolean'] } as const;
export const TEXTS = { anyOf: [TEXT, { type: 'array', items: TEXT, minItems: 1 }] } as const;
