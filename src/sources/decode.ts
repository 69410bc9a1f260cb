// Bytes into text: the encodings that YAML allows, told apart as its specification says, and what is no text at all.
import { Buffer, isAscii, isUtf8 } from 'node:buffer';

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; /** Bytes that are not of the encoding read as U+FFFD. */ readonly isMalformed: boolean }
  | { readonly kind: 'binary' | 'utf-32' };

/** Whether bytes hold ASCII characters as themselves, so that a search for ASCII words in them needs no decoding. */
export function isBytewise(bytes: Buffer): boolean {
  return !isUtf16Mark(bytes) && !bytes.includes(0);
}

/** The text without its byte order mark: offsets and columns count from what follows the mark. */
export function decodeText(bytes: Buffer): Decoded {
  if (isUtf32(bytes)) return { kind: 'utf-32' };
  if (isUtf16Mark(bytes)) return decodeUtf16(bytes.subarray(2), bytes[0] === 0xfe);
  if (bytes.includes(0)) return decodeUnmarked(bytes);
  if (isAscii(bytes)) return { kind: 'text', text: bytes.toString('latin1'), isMalformed: false };
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { kind: 'text', text: bytes.toString('utf8', start), isMalformed: !isUtf8(bytes) };
}

/** The ASCII characters of any text or binary bytes, whatever their width; other characters are arbitrary. */
export function asciiOf(bytes: Buffer): string {
  if (!bytes.includes(0)) return bytes.toString('latin1');
  const kept = Buffer.allocUnsafeSlow(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte !== 0) kept[length++] = byte;
  }
  return kept.toString('latin1', 0, length);
}

/** Two zero bytes stand beside the first character, which is ASCII or a mark. */
function isUtf32(bytes: Buffer): boolean {
  const [a, b, c, d] = bytes;
  if (a === undefined || b === undefined || c === undefined || d === undefined || bytes.length % 4 !== 0) return false;
  if (a === 0 && b === 0) return (c === 0xfe && d === 0xff) || (c === 0 && d !== 0);
  return c === 0 && d === 0 && ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0));
}

function isUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe);
}

function decodeUtf16(bytes: Buffer, isBigEndian: boolean): Decoded {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const text = (isBigEndian ? Buffer.from(whole).swap16() : whole).toString('utf16le');
  if (text.includes('\0')) return { kind: 'binary' };
  const isMalformed = whole.length !== bytes.length || /[\uD800-\uDFFF]/u.test(text);
  return { kind: 'text', text, isMalformed };
}

/** Bytes with zeros among them and no mark are UTF-16 where the first character is ASCII and all of it reads as text, else binary. */
function decodeUnmarked(bytes: Buffer): Decoded {
  const isBigEndian = bytes[0] === 0;
  if (isBigEndian === (bytes[1] === 0)) return { kind: 'binary' };
  const decoded = decodeUtf16(bytes, isBigEndian);
  return decoded.kind === 'text' && !decoded.isMalformed && looksWritten(decoded.text) ? decoded : { kind: 'binary' };
}

/** Manifests are mostly ASCII, and hold no control characters but tabs and line ends. */
function looksWritten(text: string): boolean {
  const start = text.slice(0, 4096);
  return start.replace(/[^\t\n\r -~]/g, '').length * 2 > start.length;
}
