// Elastic Beats: inputs (once prospectors), autodiscover, processors and modules, in files of their own and in charts' values.
import type { Visit } from '../walk.ts';
import { bareKey, dottedField, fieldOf, fieldsOf, isSwitchedOff, itemVisits, keysAround, plainText, valuesOf } from './fields.ts';
import { formatOfName } from './formats.ts';
import { addSource, readPaths, type Input, type Sink } from './source.ts';

const AGENT = 'filebeat';
const INPUT_KEYS: ReadonlySet<string> = new Set(['inputs', 'prospectors', 'config', 'defaultconfig', 'input', 'streams']);

/** States what a mapping of a Beat's configuration reads. */
export function beatsFacts(visit: Visit, dialect: string, sink: Sink): void {
  const processor = fieldOf(visit, 'adddockermetadata');
  if (processor !== undefined) addSource(sink, input(visit, 'add_docker_metadata'), processor, { part: 'metadata', value: 'add_docker_metadata' });
  moduleFacts(visit, sink);
  flatHintFacts(visit, sink);
  const type = fieldOf(visit, 'type');
  const name = plainText(type);
  if (type === undefined || name === undefined || isSwitchedOff(visit)) return;
  const around = keysAround(visit);
  if (name === 'docker' && around[0] === 'providers' && around.includes('autodiscover'))
    addSource(sink, input(visit, 'autodiscover'), type, { part: 'plugin', value: name });
  else if (name === 'docker/metrics' && around[0] === 'inputs')
    addSource(sink, { ...input(visit, name), agent: 'metricbeat' }, type, { part: 'plugin', value: name });
  else if (name === 'docker' && isDockerInput(visit, dialect)) addSource(sink, input(visit, 'docker'), type, { part: 'plugin', value: name });
  else if (/^(?:log|container|filestream|journald|docker)$/.test(name) && isInput(visit)) inputFacts(visit, name, sink);
}

function input(visit: Visit, plugin: string): Input {
  return { agent: AGENT, plugin, visit, paths: [] };
}

function isDockerInput(visit: Visit, dialect: string): boolean {
  if (
    dottedField(visit, ['containers', 'ids']) !== undefined ||
    dottedField(visit, ['containers', 'path']) !== undefined ||
    dottedField(visit, ['containers', 'stream']) !== undefined
  )
    return true;
  if (fieldOf(visit, 'combinepartial', 'combinepartials') !== undefined) return true;
  return dialect === 'filebeat'
    ? isInput(visit)
    : isInput(visit) && keysAround(visit).some(key => key === 'filebeat' || key === 'autodiscover' || key === 'prospectors');
}

/** `hints.default_config.type: docker`, all in one key. */
function flatHintFacts(visit: Visit, sink: Sink): void {
  for (const type of fieldsOf(visit, 'hintsdefaultconfigtype', 'defaultconfigtype')) {
    if (plainText(type) === 'docker') addSource(sink, input(visit, 'docker'), type, { part: 'plugin', value: 'docker' });
  }
}

function isInput(visit: Visit): boolean {
  return INPUT_KEYS.has(bareKey(visit.key.split('.').at(-1) ?? '')) || keysAround(visit).length === 0;
}

function inputFacts(visit: Visit, type: string, sink: Sink): void {
  if (type === 'journald') {
    unitFacts(visit, sink);
    return;
  }
  const base = { agent: AGENT, plugin: type, visit };
  const { paths, kind } = readPaths(sink, base, [fieldOf(visit, 'paths')]);
  if (kind !== 'container') return;
  const parser = type === 'container' ? fieldOf(visit, 'format') : (filestreamParser(visit) ?? jsonOption(visit));
  if (parser === undefined) return;
  const value = type === 'container' || bareKey(parser.key) === 'format' ? (plainText(parser) ?? '') : parser.key;
  const format = bareKey(parser.key) === 'format' ? formatOfName(value) : ('docker' as const);
  addSource(sink, { ...base, paths }, parser, { part: 'format', value, format });
}

/** A filestream's parsers work one after another: a `container` parser takes the runtime's format off, whichever it is. */
function filestreamParser(visit: Visit): Visit | undefined {
  for (const parser of itemVisits(fieldOf(visit, 'parsers'))) {
    const container = fieldOf(parser, 'container');
    if (container !== undefined) return fieldOf(container, 'format');
    const json = fieldOf(parser, 'ndjson');
    if (json !== undefined) return json;
  }
  return undefined;
}

/** Lines of the `log` input that must be JSON: `json.message_key: log`, `json: {keys_under_root: true}`. */
function jsonOption(visit: Visit): Visit | undefined {
  return fieldsOf(visit, 'json', 'jsonmessagekey', 'jsonkeysunderroot', 'jsonoverwritekeys', 'jsonadderrorkey')[0];
}

function unitFacts(visit: Visit, sink: Sink): void {
  const matches = fieldOf(visit, 'includematches');
  const units = [...valuesOf(matches), ...valuesOf(fieldOf(matches, 'match')), ...valuesOf(fieldOf(visit, 'units'))];
  for (const unit of units) {
    const value = plainText(unit) ?? '';
    const part = /^(?:CONTAINER_|container\.)/.test(value) ? ('journal' as const) : ('unit' as const);
    addSource(sink, input(visit, 'journald'), unit, { part, value });
  }
}

/** `module: docker` of Metricbeat, which always names its metricsets, its hosts or its period. */
function moduleFacts(visit: Visit, sink: Sink): void {
  const module = fieldOf(visit, 'module');
  if (module === undefined || plainText(module) !== 'docker' || isSwitchedOff(visit)) return;
  if (fieldOf(visit, 'metricsets', 'hosts', 'period') === undefined) return;
  addSource(sink, { agent: 'metricbeat', plugin: 'docker', visit, paths: [] }, module, { part: 'plugin', value: 'docker' });
}
