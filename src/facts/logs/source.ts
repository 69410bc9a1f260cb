// How extractors state what a log agent reads.
import type { FactFields } from '../../model/fact.ts';
import { rootSpan } from '../../model/place.ts';
import type { Collector, Context } from '../context.ts';
import { groupOf } from '../pods.ts';
import { keySpan, type Visit } from '../walk.ts';
import { valuesOf } from './fields.ts';
import { pathKind, pathsIn, type PathKind } from './paths.ts';

export type LogSource = FactFields['logSource'];
export type LogFormat = LogSource['format'];

/** Where facts go, and what surrounds them. */
export interface Sink {
  readonly collect: Collector;
  readonly context: Context;
}

/** What every fact of an input has in common. */
export interface Input {
  readonly agent: string;
  readonly plugin: string;
  /** The mapping that is the input. */
  readonly visit: Visit;
  readonly paths: readonly string[];
}

/** What one setting of an input says. */
export interface Statement {
  readonly part: LogSource['part'];
  readonly value: string;
  readonly format?: LogFormat;
  readonly variable?: string;
}

/** States one setting of an input; `at` is the setting to change. */
export function addSource(sink: Sink, input: Input, at: Visit, { part, value, format = 'unknown', variable }: Statement): void {
  const { collect, context } = sink;
  const span = at.node.kind === 'scalar' && at.node.value !== null && at.node.text !== '' ? at.node : keySpan(at);
  const { artifact } = collect.document;
  const written = rootSpan(artifact, span);
  const fields: LogSource = {
    agent: input.agent,
    plugin: input.plugin,
    part,
    value,
    format,
    paths: input.paths,
    templated: written.artifact.text.slice(written.span.start, written.span.end).includes('{{'),
    ...(variable === undefined ? {} : { variable }),
  };
  collect.add('logSource', fields, span, { path: at.path, identity: at.identity, group: groupOf(collect, input.visit.node) }, context);
}

/** The paths of an input with their places, each stated as a fact; what kind of files they are. */
export function readPaths(
  sink: Sink,
  input: Omit<Input, 'paths'>,
  settings: readonly (Visit | undefined)[],
): { readonly paths: readonly string[]; readonly kind: PathKind } {
  const found = settings.flatMap(valuesOf).flatMap(at => (at.node.kind === 'scalar' ? pathsIn(at.node.text).map(path => ({ at, path })) : []));
  const paths = found.map(one => one.path);
  for (const { at, path } of found) addSource(sink, { ...input, paths }, at, { part: 'path', value: path });
  return { paths, kind: pathKind(paths) };
}
