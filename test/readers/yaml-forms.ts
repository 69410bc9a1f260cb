// Any values, and the many ways to write each of them in YAML.
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, type ToStringOptions } from 'yaml';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Characters that YAML gives a meaning, that are folded, escaped or wide, and some that are none of these. */
const CHARACTERS = fc.oneof(
  fc.constantFrom('\n', '\n', ' \n', '\n ', '\t', '\r', '\0', 'é', '漢', '😀', '\u0085', '\u2028', ' ', ' ', 'word '),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
);
const TEXT = fc.string({ unit: CHARACTERS, maxLength: 40 });
const KEY = fc.string({ unit: CHARACTERS, maxLength: 8 });

/** Mappings of values of any shape, not deep. */
export const VALUES: fc.Arbitrary<Value> = fc
  .letrec<{ value: Value }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(TEXT, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(KEY, tie('value'), { maxKeys: 4 }),
    ),
  }))
  .value.map(value => ({ value }));

const STYLES: Readonly<Record<string, ToStringOptions>> = {
  block: {},
  'folded early': { lineWidth: 24 },
  'double quotes': { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 24, minContentWidth: 4, doubleQuotedMinMultiLineLength: 4 },
  'single quotes': { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', lineWidth: 24 },
  literal: { defaultStringType: 'BLOCK_LITERAL', defaultKeyType: 'PLAIN' },
  folded: { defaultStringType: 'BLOCK_FOLDED', defaultKeyType: 'PLAIN', lineWidth: 24 },
  'wide indentation': { indent: 5, indentSeq: false },
  flow: { collectionStyle: 'flow', lineWidth: 30 },
};

/** A value in every style that its writer can read again, and in JSON, each with LF and with CRLF line ends. */
export function formsOf(value: Value): readonly (readonly [name: string, text: string])[] {
  const written = Object.entries(STYLES).map(([name, options]) => [name, stringify(value, { ...options, aliasDuplicateObjects: false })] as const);
  const all = [...written.filter(([, text]) => isDeepStrictEqual(reread(text), value)), ['JSON', JSON.stringify(value, null, 2)] as const];
  return [...all, ...all.map(([name, text]) => [`${name}, CRLF`, text.replaceAll('\n', '\r\n')] as const)];
}

function reread(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', uniqueKeys: false, strict: false }) as unknown;
  } catch {
    return undefined;
  }
}
