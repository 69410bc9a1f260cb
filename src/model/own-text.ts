// Texts that are kept for long, and must not keep the files alive that they were cut out of.

/** Longer texts are seldom the same twice. */
const LONGEST = 100;

/**
 * The same text with characters of its own; nothing for one that is too long to be worth keeping. The runtime makes a part of a text
 * by pointing into the whole, which then lives as long as the part; the name of a property has characters of its own.
 */
export function ownText(text: string): string | undefined {
  return text.length > LONGEST ? undefined : Object.keys({ [text]: 0 })[0];
}
