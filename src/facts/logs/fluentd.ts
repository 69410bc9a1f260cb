// Fluentd: tails of container logs and their parsers, journal filters, and filters that ask Docker.
import type { Visit } from '../walk.ts';
import { fieldOf, fieldsOf, plainText, valuesOf } from './fields.ts';
import { formatOfAll, formatOfExpression, formatOfName } from './formats.ts';
import { addSource, readPaths, type LogFormat, type Sink } from './source.ts';

const AGENT = 'fluentd';

/** States what a directive of a Fluentd configuration reads, and how. */
export function fluentdFacts(visit: Visit, sink: Sink): void {
  const type = plainText(fieldOf(visit, 'type')) ?? '';
  if (visit.key === 'source') sourceFacts(visit, type, sink);
  if (visit.key === 'filter') filterFacts(visit, type, sink);
}

function sourceFacts(visit: Visit, type: string, sink: Sink): void {
  if (type === 'systemd') systemdFacts(visit, sink);
  if (!/^tail(?:_|$)/.test(type)) return;
  const input = { agent: AGENT, plugin: type, visit };
  const { paths, kind } = readPaths(sink, input, fieldsOf(visit, 'path'));
  const isContainers = kind === 'container' || (kind === 'unknown' && isNamedForContainers(visit, paths));
  const parser = isContainers ? parserOf(visit) : undefined;
  if (parser === undefined) return;
  const { at, value, format, variable } = parser;
  addSource(sink, { ...input, paths }, at, { part: 'format', value, format, ...(variable === undefined ? {} : { variable }) });
}

/** Whether a tail whose path is not known says by its tag, or by the name of the path's variable, that it reads logs of containers. */
function isNamedForContainers(visit: Visit, paths: readonly string[]): boolean {
  const tag = plainText(fieldOf(visit, 'tag')) ?? '';
  return /^(?:raw\.)?(?:kube(?:rnetes)?|k8s|containers?|docker)\b/i.test(tag) || paths.some(path => /CONTAINER|_PODS?_|^PODS?_/i.test(path.slice(0, 500)));
}

interface Parser {
  readonly at: Visit;
  readonly value: string;
  readonly format: LogFormat;
  readonly variable?: string;
}

const FROM_ENVIRONMENT = /ENV(?:\[|\.fetch\()\s*["'](\w+)["']\s*\]?\s*(?:\|\||,)\s*["']([\w-]+)["']/;

/** The parser of a source: a `<parse>` section, or the `format` of older versions. */
function parserOf(visit: Visit): Parser | undefined {
  const section = fieldOf(visit, 'parse');
  const at = fieldOf(section, 'type') ?? fieldOf(visit, 'format') ?? fieldOf(section, 'format');
  const written = plainText(at);
  if (at === undefined || written === undefined) return undefined;
  const fromEnvironment = FROM_ENVIRONMENT.exec(written.slice(0, 500));
  const value = fromEnvironment?.[2] ?? written;
  const variable = fromEnvironment?.[1];
  return { at, value, format: formatOf(value, section ?? visit), ...(variable === undefined ? {} : { variable }) };
}

function formatOf(value: string, around: Visit): LogFormat {
  if (value.startsWith('/')) return formatOfExpression(value);
  const type = value.toLowerCase();
  if (type === 'multi_format' || type === 'multiformat') return formatOfAll(fieldsOf(around, 'pattern').map(patternFormat));
  if (type === 'regexp' || type === 'regex') return formatOfExpression(plainText(fieldOf(around, 'expression')) ?? '');
  return formatOfName(type);
}

function patternFormat(pattern: Visit): LogFormat {
  return formatOf(plainText(fieldOf(pattern, 'format', 'type')) ?? '', pattern);
}

function systemdFacts(visit: Visit, sink: Sink): void {
  for (const matches of fieldsOf(visit, 'matches', 'filters').flatMap(valuesOf)) {
    const value = plainText(matches) ?? '';
    const part = /CONTAINER_(?:NAME|ID|ID_FULL|TAG)\b/.test(value) ? ('journal' as const) : ('unit' as const);
    addSource(sink, { agent: AGENT, plugin: 'systemd', visit, paths: [] }, matches, { part, value });
  }
}

function filterFacts(visit: Visit, type: string, sink: Sink): void {
  const input = { agent: AGENT, plugin: type, visit, paths: [] };
  const named = fieldOf(visit, 'type') ?? visit;
  if (type === 'docker_metadata') addSource(sink, input, named, { part: 'metadata', value: type });
  const journal = fieldOf(visit, 'usejournal');
  if (type === 'kubernetes_metadata' && journal !== undefined && plainText(journal) === 'true')
    addSource(sink, input, journal, { part: 'journal', value: 'use_journal true' });
  if (type === 'concat') concatFacts(visit, sink);
}

/** Docker leaves the newline on the last piece of a long line, or marks the pieces that its Fluentd driver sends. */
function concatFacts(visit: Visit, sink: Sink): void {
  const end = fieldOf(visit, 'multilineendregexp');
  const marked = fieldOf(visit, 'usepartialmetadata');
  const partial = fieldOf(visit, 'partialkey');
  const isNewline = /^\/?\\{1,2}n\$?\/?$/.test(plainText(end) ?? '');
  const at = isNewline ? end : /^true$/i.test(plainText(marked) ?? '') ? marked : plainText(partial) === 'partial_message' ? partial : undefined;
  if (at !== undefined)
    addSource(sink, { agent: AGENT, plugin: 'concat', visit, paths: [] }, at, { part: 'partial', value: `${at.key} ${plainText(at) ?? ''}` });
}
