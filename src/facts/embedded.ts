// Texts inside texts: which scalars hold a file, a script or a configuration of their own.
import { gunzipSync } from 'node:zlib';
import type { Artifact } from '../model/artifact.ts';
import type { Span } from '../model/location.ts';
import { composeMaps, wholeMap, type SegmentMap } from '../model/segment-map.ts';
import { get, textAt, type Node, type ScalarNode } from '../model/tree.ts';
import { isCrontab } from '../readers/cron.ts';
import { mapScalar } from '../readers/scalar-map.ts';
import { sniff } from '../readers/sniff.ts';
import type { Child, Collector, Context } from './context.ts';
import type { Visit } from './walk.ts';

/** Deeper nesting than any real file has. */
const MAX_NESTING = 8;
const MAX_UNPACKED = 8 * 1024 * 1024;

/** How the characters of a scalar's text lie in its artifact. */
export function scalarMap(artifact: Artifact, node: ScalarNode): SegmentMap {
  const spelling = node.spelling ?? 'plain';
  if (node.tokens === undefined) return mapScalar(artifact.text, node, node.text, spelling);
  return composeMaps(node.tokens.parts, mapScalar(artifact.text, node, node.tokens.raw, spelling));
}

/** The child artifact of a scalar. */
export function childArtifact(visit: Visit, node: ScalarNode, collect: Collector, name: string): Artifact {
  const { artifact } = collect.document;
  return {
    uri: artifact.uri,
    bundle: artifact.bundle,
    usage: artifact.usage,
    sensitive: artifact.sensitive,
    text: node.text,
    name,
    origin: { parent: artifact, map: scalarMap(artifact, node), field: visit.path },
  };
}

/** A script given as one word or one scalar. */
export function scriptChild(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child {
  const shebang = /^#!.*\b(?:python|perl|ruby|node|(pwsh|powershell))/.exec(node.text);
  const syntax = shebang === null ? 'shell' : shebang[1] === undefined ? 'plain' : 'powershell';
  return { artifact: childArtifact(visit, node, collect, ''), context, syntax };
}

/** Whether a text lies too deep to look for further texts in it; what stands in the span is then told as unread. */
export function isTooDeep(collect: Collector, span: Span, text: string): boolean {
  let depth = 0;
  for (let at = collect.document.artifact; at.origin !== undefined; at = at.origin.parent) depth++;
  if (depth < MAX_NESTING) return false;
  collect.unread.push({ span, reason: `a text within more than ${String(MAX_NESTING)} others`, text });
  return true;
}

/** Keys whose values are sentences for people, however many lines they have. */
export const PROSE = /^(?:description|summary|help|helpText|title|documentation|(?:long|short|display)Description|message|notes?|remediation|rationale)$/i;

/** Whether a text of one line is a file: all JSON, or what the name promises of a script, of variables or of cron's table. */
function isOneLineFile(name: string, text: string): boolean {
  if (/^\s*[{[]\s*["{[]/.test(text) || /\.(?:ba)?sh$/.test(name)) return true;
  if (/\.env$/.test(name)) return /^\s*[A-Z_]\w*=/.test(text);
  return /(?:^|\/)(?:cron\.d\/[^/]+|crontabs?(?:\/[^/]+)?)$/.test(name) && isCrontab(text);
}

/** The text that a scalar holds as a file of its own, if it does: several lines, or one that its name or its form makes a file. */
export function embeddedText(visit: Visit, collect: Collector, context: Context): Child | undefined {
  const node = visit.parent === undefined ? unfolded(visit.node, collect.document.artifact) : visit.node;
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || PROSE.test(visit.key)) return undefined;
  const name = fileNameOf(visit);
  if (!node.text.includes('\n') && !isOneLineFile(name, node.text)) return undefined;
  if (isTooDeep(collect, node, node.text)) return undefined;
  const syntax = sniff(name, node.text);
  return { artifact: childArtifact(visit, node, collect, name), context: { ...context, role: 'script' }, syntax };
}

/** A file in another language that happens to be YAML, one plain text, whose lines YAML folds into one. */
function unfolded(node: Node, artifact: Artifact): Node {
  if (node.kind !== 'scalar' || node.style !== 'plain' || node.tokens !== undefined) return node;
  const text = artifact.text.slice(node.start, node.end);
  return { ...node, value: text, text };
}

const PATH_KEYS = ['path', 'filename', 'dest', 'destination', 'file', 'target'] as const;

/** What the text calls itself: its own key, or a path that stands beside it. */
export function fileNameOf(visit: Visit): string {
  const around = visit.parent?.node;
  if (around?.kind === 'map' && /^(?:content|contents|data|body|inline|text|source|value|block|line)$/i.test(visit.key)) {
    for (const key of PATH_KEYS) {
      const path = textAt(around, key);
      if (path !== undefined && path !== '') return path;
    }
    const outer = visit.parent?.parent?.node;
    for (const key of PATH_KEYS) {
      const path = textAt(outer, key);
      if (path !== undefined && path !== '') return path;
    }
    return unitName(visit) ?? stateFile(visit) ?? visit.key;
  }
  return visit.key;
}

/** Ignition and CoreOS name units by `name`, and drop-ins below them: `docker.service.d/10-proxy.conf`. */
function unitName(visit: Visit): string | undefined {
  const name = textAt(visit.parent?.node, 'name');
  if (name === undefined || !/\.(?:service|socket|mount|automount|timer|path|slice|conf)$/.test(name)) return undefined;
  const isDropIn = /^drop-?ins$/i.test(visit.parent?.key ?? '');
  const unit = isDropIn ? textAt(visit.parent?.parent?.parent?.node, 'name') : undefined;
  return unit === undefined ? name : `${unit}.d/${name}`;
}

/** The file of a state of Salt, whose arguments are a list: its `name`, else its identifier. */
function stateFile(visit: Visit): string | undefined {
  const list = visit.parent?.parent;
  if (list?.node.kind !== 'seq' || !/^file(?:\.managed|\.append)?$/.test(list.key)) return undefined;
  return list.node.items.map(item => textAt(item, 'name')).find(name => name !== undefined) ?? list.parent?.key;
}

/** A base64 text as a child of its own: it has no places inside, so the whole scalar stands for it. */
export function base64Child(visit: Visit, node: ScalarNode, collect: Collector, context: Context): Child | undefined {
  const text = decodeBase64(node.text, node, collect);
  if (text === undefined || isTooDeep(collect, node, text)) return undefined;
  const artifact = { ...childArtifact(visit, node, collect, fileNameOf(visit)), text, origin: wholeOrigin(visit, node, collect) };
  return { artifact, context: { ...context, role: 'script' }, syntax: sniff(artifact.name, text) };
}

function wholeOrigin(visit: Visit, node: Span, collect: Collector): NonNullable<Artifact['origin']> {
  const length = Number.MAX_SAFE_INTEGER;
  return { parent: collect.document.artifact, map: wholeMap(length, node.start, node.end - node.start), field: visit.path };
}

/** The text behind a base64 text; nothing where it is none, holds no text, or more than is read, which is told as unread. */
export function decodeBase64(text: string, span: Span, collect: Collector): string | undefined {
  const bare = text.replace(/\s+/g, '');
  if (bare.length < 8 || bare.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) return undefined;
  const bytes = unpacked(Buffer.from(bare, 'base64'));
  if (bytes === 'too-large') {
    collect.unread.push({ span, reason: `base64 that unpacks to more than ${String(MAX_UNPACKED / 1024 ** 2)} MiB` });
    return undefined;
  }
  const decoded = bytes?.toString('utf8') ?? '\0';
  return decoded.includes('\uFFFD') || decoded.includes('\0') ? undefined : decoded;
}

/** cloud-init and Helm pack texts with gzip before base64. */
function unpacked(bytes: Buffer): Buffer | 'too-large' | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    if (error instanceof RangeError) return 'too-large';
    // Not gzip after all: the same as binary data, which is not read.
    return undefined;
  }
}

/** Whether a mapping's sibling says that a text is base64. */
export function isEncoded(visit: Visit): boolean {
  const encoding = textAt(visit.parent?.node, 'encoding') ?? '';
  return /^(?:b64|base64|gz\+b64|gz\+base64|gzip\+base64)$/i.test(encoding) || get(visit.parent?.node, 'isBase64') !== undefined;
}
