// The token of a list's next page, read from a page's text.
import { ApiError } from './api-error.ts';

/** What stands before the items is short on every server; longer texts are parsed as a whole. */
const MAX_HEAD = 10_000;

/** `metadata.continue` of a list; `undefined` on its last page. */
export function continueToken(text: string): string | undefined {
  const metadata = metadataBeforeItems(text) ?? field(parsed(text), 'metadata');
  const token = field(metadata, 'continue');
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** Servers write the metadata before the items, so that a page of megabytes need not be parsed; an `items` elsewhere makes the rest of the head no JSON. */
function metadataBeforeItems(text: string): unknown {
  const items = text.slice(0, MAX_HEAD).indexOf('"items"');
  if (items < 0) return undefined;
  try {
    return field(JSON.parse(`${text.slice(0, items)}"items":[]}`), 'metadata');
  } catch {
    // The text as a whole tells what is wrong with it, if anything is.
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('not-json', 'the server answered with broken JSON');
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
