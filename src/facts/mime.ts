// User data of several parts, as cloud-init takes it: a MIME message whose parts are scripts and configurations.
import type { Artifact } from '../model/artifact.ts';
import type { Span } from '../model/location.ts';
import { sliceMap, wholeMap } from '../model/segment-map.ts';
import { isMessage, sniff, type Syntax } from '../readers/sniff.ts';
import type { Child, Collector } from './context.ts';
import { decodeBase64, isTooDeep } from './embedded.ts';

const MAX_PARTS = 100;
const MAX_HEAD = 4000;

/** Takes a MIME message apart into its parts; false where the text is none. */
export function mimeParts(collect: Collector): boolean {
  const { artifact, span } = collect.document;
  const head = artifact.text.slice(span.start, Math.min(span.end, span.start + MAX_HEAD));
  if (!isMessage(head)) return false;
  const boundary = /\bboundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/i.exec(head);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined || isTooDeep(collect, span, artifact.text.slice(span.start, span.end))) return false;
  const parts = partsOf(artifact.text, span, `--${mark}`);
  const rest = parts[MAX_PARTS];
  if (rest !== undefined) {
    const left = { start: rest.start, end: span.end };
    collect.unread.push({ span: left, reason: `a MIME message of more than ${String(MAX_PARTS)} parts`, text: artifact.text.slice(left.start, left.end) });
  }
  for (const part of parts.slice(0, MAX_PARTS)) {
    const child = childOf(part, collect);
    if (child !== undefined) collect.children.push(child);
  }
  return true;
}

/** The stretches between lines that begin with the boundary. */
function partsOf(text: string, span: Span, mark: string): readonly Span[] {
  const parts: Span[] = [];
  let from = -1;
  for (let at = text.indexOf(mark, span.start); at >= 0 && at < span.end && parts.length <= MAX_PARTS; at = text.indexOf(mark, at + mark.length)) {
    if (at > 0 && text[at - 1] !== '\n' && text.slice(text.lastIndexOf('\n', at) + 1, at).trim() !== '') continue;
    if (from >= 0) parts.push({ start: from, end: at });
    const line = text.indexOf('\n', at);
    from = line < 0 ? text.length : line + 1;
  }
  if (from >= 0 && from < span.end) parts.push({ start: from, end: span.end });
  return parts;
}

const BY_TYPE: readonly (readonly [RegExp, Syntax])[] = [
  [/text\/x-shellscript|text\/x-sh\b|text\/cloud-boothook/i, 'shell'],
  [/text\/cloud-config/i, 'yaml'],
  [/multipart\//i, 'plain'],
];

function childOf(part: Span, collect: Collector): Child | undefined {
  const { artifact } = collect.document;
  const text = artifact.text.slice(part.start, part.end);
  const lead = /^\s*/.exec(text.slice(0, MAX_HEAD))?.[0].length ?? 0;
  const hasHeaders = /^[\w-]+:/.test(text.slice(lead, lead + 100));
  const blank = hasHeaders ? /\r?\n[ \t]*\r?\n/.exec(text.slice(lead, lead + MAX_HEAD)) : undefined;
  const headers = blank === null || blank === undefined ? '' : text.slice(0, lead + blank.index);
  // The headers of a message inside belong to what is read next.
  const isMultipart = /content-type:\s*multipart\//i.test(headers);
  const start = isMultipart || blank === null || blank === undefined ? 0 : lead + blank.index + blank[0].length;
  const body = text.slice(start);
  const name = /\bfilename\s*=\s*"?([^"\r\n;]{1,200})/i.exec(headers)?.[1] ?? '';
  const type = /^content-type:\s*([^\s;]+)/im.exec(headers)?.[1] ?? '';
  const packed = /^content-transfer-encoding:\s*base64/im.test(headers) ? decodeBase64(body, part, collect) : undefined;
  if (body.trim() === '') return undefined;
  const at = part.start + start;
  const map = packed === undefined ? sliceMap(body.length, at) : wholeMap(Number.MAX_SAFE_INTEGER, at, body.length);
  const { uri, bundle, usage, sensitive } = artifact;
  const child: Artifact = { uri, bundle, usage, sensitive, text: packed ?? body, name, origin: { parent: artifact, map, field: name === '' ? type : name } };
  return { artifact: child, context: { ...collect.context, role: 'script' }, syntax: syntaxOf(type, child) };
}

/** A script's first line tells more than its type, which says `shellscript` for any language. */
function syntaxOf(type: string, { name, text }: Artifact): Syntax {
  const told = /^\s*#!/.test(text) ? undefined : BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  return told ?? sniff(name, text.trimStart());
}
