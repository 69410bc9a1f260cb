// Reads one file as text, and no further than is needed to know that nothing in it can matter.
import { Buffer, constants, isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Notification } from '../model/finding.ts';
import { LineIndex, regionOf } from '../model/place.ts';
import { asciiOf, decodeText, isBytewise } from './decode.ts';
import { problem, reasonOf } from './problem.ts';
import type { FoundFile } from './territory.ts';

export interface ReadOptions {
  /** In bytes; a file over it is searched in pieces and never read as a whole. */
  readonly maxFileSize: number;
  /**
   * Whether a text can matter. It is asked about raw bytes taken for Latin-1 and about pieces of long texts, so it must look for
   * ASCII words alone and must say yes to a text when it says yes to any piece of it.
   */
  readonly mayMatter: (text: string) => boolean;
}

export type TextResult =
  | { readonly kind: 'text'; readonly text: string; readonly notification?: Notification }
  /** Read to its end; nothing in it can matter. */
  | { readonly kind: 'searched' }
  /** No text, and nothing in it looks like a manifest. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'problem'; readonly notification: Notification };

const SEARCHED: TextResult = { kind: 'searched' };
const BINARY: TextResult = { kind: 'binary' };

const PIECE = 4 * 1024 ** 2;
/** Longer than any word that is looked for, with a zero byte around each character. */
const OVERLAP = 4096;

/** Most files fit into this one buffer, so that reading them makes no garbage. */
const SCRATCH = Buffer.allocUnsafeSlow(256 * 1024);

/** Reads a file. Never throws; pipes and devices, which only the user can name, are read to their end. */
export function readText(file: FoundFile, options: ReadOptions): TextResult {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file.path, 'r');
    const status = fstatSync(descriptor);
    const limit = Math.min(options.maxFileSize, constants.MAX_STRING_LENGTH);
    // Files of /proc and the like give no size.
    if (!status.isFile() || status.size === 0) return readUnsized(descriptor, file.uri, limit, options.mayMatter);
    if (status.size > limit) return searchPieces(descriptor, status.size, file.uri, options);
    return understandWhole(descriptor, status.size, file.uri, options.mayMatter);
  } catch (error) {
    return { kind: 'problem', notification: problem('unreadable', 'error', `the file cannot be read: ${reasonOf(error)}`, file.uri) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Whether a file's first line names an interpreter. False also where it cannot be read: whoever reads it then tells why. */
export function startsScript({ path }: FoundFile): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return readSync(descriptor, SCRATCH, 0, 2, 0) === 2 && SCRATCH.toString('latin1', 0, 2) === '#!';
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Makes a text of a file's bytes where it can matter. The bytes may be overwritten afterwards. */
export function understand(bytes: Buffer, uri: string, mayMatter: (text: string) => boolean): TextResult {
  const isKnown = isBytewise(bytes);
  // ASCII is most of what there is, and needs to become a text only once.
  if (isKnown && isAscii(bytes)) {
    const ascii = bytes.toString('latin1');
    return mayMatter(ascii) ? { kind: 'text', text: ascii } : SEARCHED;
  }
  if (isKnown && !mayMatter(bytes.toString('latin1'))) return SEARCHED;
  const decoded = decodeText(bytes);
  if (decoded.kind !== 'text') return opaque(decoded.kind, asciiOf(bytes), uri, mayMatter);
  const { text, isMalformed } = decoded;
  if (!isKnown && !mayMatter(text)) return SEARCHED;
  return isMalformed ? { kind: 'text', text, notification: malformed(text, uri) } : { kind: 'text', text };
}

/** What cannot be read is a problem only where it may be a manifest. */
function opaque(kind: 'binary' | 'utf-32', ascii: string, uri: string, mayMatter: (text: string) => boolean): TextResult {
  // In bytes that are no text, what looks like an escape hides nothing.
  if (!mayMatter(kind === 'binary' ? ascii.replaceAll('\\', ' ') : ascii) && !ascii.includes('apiVersion')) return BINARY;
  const notification =
    kind === 'utf-32'
      ? problem('invalid-encoding', 'error', 'the file is in UTF-32, which is not read; save it as UTF-8', uri)
      : problem('binary', 'error', 'the file has null bytes, as no text has, so it was not read; if it is text, save it as UTF-8', uri);
  return { kind: 'problem', notification };
}

/** A text that is longer than may be read, and could matter. */
export function tooLarge(uri: string, message: string): TextResult {
  return { kind: 'problem', notification: problem('too-large', 'error', message, uri) };
}

/** A size as people write it. */
export function megabytes(bytes: number): string {
  return `${String(Math.round((bytes / 1024 ** 2) * 10) / 10)} MiB`;
}

function malformed(text: string, uri: string): Notification {
  const at = Math.max(0, text.search(/[\uFFFD\uD800-\uDFFF]/u));
  const message = 'the file is not valid in its encoding; what could not be decoded was read as U+FFFD';
  const region = regionOf(new LineIndex(text), { start: at, end: Math.min(at + 1, text.length) });
  return { code: 'invalid-encoding', level: 'note', message, location: { physical: { uri, region } } };
}

function understandWhole(descriptor: number, size: number, uri: string, mayMatter: (text: string) => boolean): TextResult {
  if (size <= SCRATCH.length) return understand(SCRATCH.subarray(0, fill(descriptor, SCRATCH, 0, size)), uri, mayMatter);
  const memory = new ArrayBuffer(size, { maxByteLength: size });
  const buffer = Buffer.from(memory);
  try {
    return understand(buffer.subarray(0, fill(descriptor, buffer, 0, size)), uri, mayMatter);
  } finally {
    // The collector would keep as many bytes as the text has until long after it is read.
    memory.resize(0);
  }
}

/** Reads until a part of a buffer is full or the input ends; answers with the end of what was read. */
function fill(descriptor: number, buffer: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const count = readSync(descriptor, buffer, at, end - at, null);
    if (count === 0) break;
    at += count;
  }
  return at;
}

function searchPieces(descriptor: number, size: number, uri: string, { maxFileSize, mayMatter }: ReadOptions): TextResult {
  const buffer = Buffer.allocUnsafeSlow(OVERLAP + PIECE);
  let kept = 0;
  for (;;) {
    const end = fill(descriptor, buffer, kept, buffer.length);
    if (end === kept) return SEARCHED;
    if (mayMatter(asciiOf(buffer.subarray(0, end)))) {
      return tooLarge(
        uri,
        `the file has ${megabytes(size)}, over the limit of ${megabytes(maxFileSize)}, and holds words that can matter; see --max-file-size`,
      );
    }
    kept = Math.min(end, OVERLAP);
    buffer.copy(buffer, 0, end - kept, end);
  }
}

function readUnsized(descriptor: number, uri: string, limit: number, mayMatter: (text: string) => boolean): TextResult {
  const pieces: Buffer[] = [];
  let size = 0;
  while (size <= limit) {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, limit + 1 - size));
    const count = fill(descriptor, piece, 0, piece.length);
    pieces.push(piece.subarray(0, count));
    size += count;
    if (count < piece.length) return understand(Buffer.concat(pieces), uri, mayMatter);
  }
  return tooLarge(uri, `it goes on for more than ${megabytes(limit)} and was not looked at`);
}
