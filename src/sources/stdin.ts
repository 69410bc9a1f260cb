// Standard input as one text.
import { Buffer, constants } from 'node:buffer';
import { problem, reasonOf } from './problem.ts';
import { megabytes, type TextResult, tooLarge, understand } from './read-text.ts';

/** The uri of standard input in every report. */
export const STDIN_URI = 'stdin';

export const MAX_STDIN = Math.min(512 * 1024 ** 2, constants.MAX_STRING_LENGTH);

/**
 * Reads a stream to its end, in the encodings that files may have. An input without text is a problem: the command before the pipe
 * has failed, and a report about nothing would read as a clean one. Never throws.
 */
export async function readStdin(input: AsyncIterable<Uint8Array>, mayMatter: (text: string) => boolean, limit = MAX_STDIN): Promise<TextResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of input) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) return tooLarge(STDIN_URI, `standard input has more than ${megabytes(limit)} and was not looked at`);
    }
  } catch (error) {
    return { kind: 'problem', notification: problem('unreadable', 'error', `standard input cannot be read: ${reasonOf(error)}`, STDIN_URI) };
  }
  const bytes = Buffer.concat(chunks);
  if (isBlank(bytes)) return { kind: 'problem', notification: problem('unreadable', 'error', 'there is nothing on standard input', STDIN_URI) };
  return understand(bytes, STDIN_URI, mayMatter);
}

/** The search stops at the first character that is not white space. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every(byte => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
