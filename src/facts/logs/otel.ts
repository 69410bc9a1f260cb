// OpenTelemetry Collector: receivers, extensions and detectors that ask Docker, and the format that file logs are read in.
import type { Visit } from '../walk.ts';
import { below } from '../walk.ts';
import { bareKey, fieldOf, isSwitchedOff, itemVisits, plainText, valuesOf } from './fields.ts';
import { formatOfExpression, formatOfName } from './formats.ts';
import { addSource, readPaths, type LogFormat, type Sink } from './source.ts';

const AGENT = 'otel';

/** States what the components of a collector read; `visit` is any mapping. */
export function otelFacts(visit: Visit, sink: Sink): void {
  const section = bareKey(visit.key);
  if (section !== 'receivers' && section !== 'extensions' && section !== 'processors') return;
  if (visit.node.kind !== 'map') return;
  const used = usedNames(visit);
  for (const { key, value } of visit.node.entries) {
    const component = below(visit, key.text, value);
    const type = key.text.split('/', 1)[0] ?? '';
    if (type === 'docker_stats' || type === 'docker_observer' || type === 'dockerstats') plugin(component, type, used, sink);
    if (type === 'smartagent' && /^docker-container-stats$/.test(plainText(fieldOf(component, 'type')) ?? ''))
      plugin(component, 'docker-container-stats', used, sink);
    if (type === 'filelog' || type === 'file_log') filelog(component, sink);
    if (type === 'journald')
      for (const unit of valuesOf(fieldOf(component, 'units')))
        addSource(sink, { agent: AGENT, plugin: type, visit: component, paths: [] }, unit, { part: 'unit', value: plainText(unit) ?? '' });
    if (type === 'resourcedetection') detectors(component, sink);
  }
}

/** What is stated of a component that asks Docker, unless it is off or the collector never starts it. */
function plugin(component: Visit, type: string, used: ReadonlySet<string> | undefined, sink: Sink): void {
  if (isSwitchedOff(component) || used?.has(component.key) === false) return;
  addSource(sink, { agent: AGENT, plugin: type, visit: component, paths: [] }, component, { part: 'plugin', value: component.key });
}

/** The names in the `service` beside the components: only these are ever started. Nothing where no service is written here. */
function usedNames(section: Visit): ReadonlySet<string> | undefined {
  const service = fieldOf(section.parent, 'service');
  const names = new Set<string>();
  const queue: Visit[] = service === undefined ? [] : [service];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.node.kind === 'scalar') names.add(next.node.text);
    else if (next.node.kind === 'seq') for (const item of itemVisits(next)) queue.push(item);
    else for (const { key, value } of next.node.entries) queue.push(below(next, key.text, value));
  }
  return names.size === 0 ? undefined : names;
}

function detectors(component: Visit, sink: Sink): void {
  for (const detector of valuesOf(fieldOf(component, 'detectors'))) {
    if (plainText(detector) === 'docker')
      addSource(sink, { agent: AGENT, plugin: 'resourcedetection', visit: component, paths: [] }, detector, { part: 'metadata', value: 'docker' });
  }
}

function filelog(component: Visit, sink: Sink): void {
  const input = { agent: AGENT, plugin: 'filelog', visit: component };
  const { paths, kind } = readPaths(sink, input, [fieldOf(component, 'include')]);
  if (kind !== 'container') return;
  const parser = firstParser(itemVisits(fieldOf(component, 'operators')));
  if (parser !== undefined) addSource(sink, { ...input, paths }, parser.at, { part: 'format', value: parser.value, format: parser.format });
}

/** The operator that meets the runtime's format first; a router chooses by the line, so what follows it is not looked at. */
function firstParser(operators: readonly Visit[]): { at: Visit; value: string; format: LogFormat } | undefined {
  for (const operator of operators) {
    const at = fieldOf(operator, 'type');
    const type = plainText(at);
    if (at === undefined || type === undefined) continue;
    if (type === 'router') return { at, value: type, format: 'auto' };
    if (type === 'container') {
      const format = fieldOf(operator, 'format');
      const value = plainText(format);
      return format === undefined || value === undefined || value === ''
        ? { at, value: type, format: 'auto' }
        : { at: format, value, format: formatOfName(value) };
    }
    if (type === 'json_parser') return { at, value: type, format: 'docker' };
    if (type === 'regex_parser') return { at, value: type, format: formatOfExpression(plainText(fieldOf(operator, 'regex')) ?? '') };
  }
  return undefined;
}
