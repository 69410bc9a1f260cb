// Plugins of other agents that talk to Docker Engine: Vector, Telegraf, Prometheus, Traefik; and Logstash's file input.
import type { Visit } from '../walk.ts';
import { bareKey, fieldOf, fieldsOf, isPodman, isSwitchedOff, itemVisits, keysAround, plainText, valuesOf } from './fields.ts';
import { addSource, readPaths, type Input, type Sink } from './source.ts';

/** States what a mapping asks Docker for. */
export function dockerPluginFacts(visit: Visit, dialect: string, sink: Sink): void {
  discoveryFacts(visit, sink);
  telegrafFacts(visit, dialect, sink);
  if (fieldOf(visit, 'type') !== undefined && keysAround(visit)[1] === 'sources') vectorFacts(visit, dialect, sink);
  if (visit.key === 'providers') traefikFacts(visit, sink);
  if (dialect === 'logstash' && visit.key === 'input') logstashFacts(visit, sink);
}

function plugin(agent: string, name: string, visit: Visit): Input {
  return { agent, plugin: name, visit, paths: [] };
}

/** `docker_sd_configs` of Prometheus, Promtail and whatever else takes Prometheus' discovery. */
function discoveryFacts(visit: Visit, sink: Sink): void {
  for (const list of fieldsOf(visit, 'dockersdconfigs', 'dockerswarmsdconfigs')) {
    if (list.node.kind !== 'seq' || itemVisits(list).every(isPodman)) continue;
    const agent = fieldOf(visit, 'pipelinestages') === undefined ? 'prometheus' : 'promtail';
    addSource(sink, plugin(agent, list.key, visit), list, { part: 'plugin', value: list.key });
  }
}

const TELEGRAF_INPUTS = ['docker', 'dockerlog'];

/** Tables `[[inputs.docker]]`, and charts' lists of inputs with one key each. */
function telegrafFacts(visit: Visit, dialect: string, sink: Sink): void {
  if (bareKey(visit.key) !== 'inputs') return;
  const isItem = visit.parent?.node.kind === 'seq';
  for (const found of fieldsOf(visit, ...TELEGRAF_INPUTS)) {
    const isTable = dialect === 'telegraf' || found.node.kind === 'seq' || fieldOf(found, 'endpoint') !== undefined;
    if ((!isItem && !isTable) || isSwitchedOff(found)) continue;
    addSource(sink, plugin('telegraf', `inputs.${found.key}`, found), found, { part: 'plugin', value: `inputs.${found.key}` });
  }
  for (const tail of fieldsOf(visit, 'tail', 'file').flatMap(found => (found.node.kind === 'seq' ? itemVisits(found) : [found]))) {
    const input = { agent: 'telegraf', plugin: `inputs.${tail.key}`, visit: tail };
    const { paths, kind } = readPaths(sink, input, [fieldOf(tail, 'files')]);
    const format = fieldOf(tail, 'dataformat');
    if (kind === 'container' && format !== undefined && /^json/.test(plainText(format) ?? ''))
      addSource(sink, { ...input, paths }, format, { part: 'format', value: 'json', format: 'docker' });
  }
}

function vectorFacts(visit: Visit, dialect: string, sink: Sink): void {
  const type = fieldOf(visit, 'type');
  const name = plainText(type);
  if (type === undefined) return;
  if (name === 'docker_logs' || (name === 'docker' && dialect === 'vector'))
    addSource(sink, plugin('vector', name, visit), type, { part: 'plugin', value: name });
  if (name === 'file') readPaths(sink, { agent: 'vector', plugin: name, visit }, [fieldOf(visit, 'include')]);
  if (name === 'journald') {
    const units = [...fieldsOf(visit, 'includeunits', 'units'), ...fieldsOf(visit, 'includematches').flatMap(matches => fieldsOf(matches, 'systemdunit'))];
    for (const unit of units.flatMap(valuesOf)) addSource(sink, plugin('vector', name, visit), unit, { part: 'unit', value: plainText(unit) ?? '' });
  }
}

const TRAEFIK_OPTIONS = ['endpoint', 'exposedbydefault', 'swarmmode', 'watch', 'network', 'defaultrule', 'usebindportip'];

function traefikFacts(visit: Visit, sink: Sink): void {
  for (const provider of fieldsOf(visit, 'docker', 'swarm')) {
    const isTraefik = provider.node.kind === 'map' && TRAEFIK_OPTIONS.some(option => fieldOf(provider, option) !== undefined);
    if (isTraefik && !isSwitchedOff(provider))
      addSource(sink, plugin('traefik', `providers.${provider.key}`, provider), provider, { part: 'plugin', value: `providers.${provider.key}` });
  }
}

/** A file input of Logstash whose lines must be JSON, by its codec or by a filter on the whole message. */
function logstashFacts(visit: Visit, sink: Sink): void {
  const filters = visit.parent === undefined ? [] : fieldsOf(visit.parent, 'filter').flatMap(filter => fieldsOf(filter, 'json'));
  for (const file of fieldsOf(visit, 'file')) {
    const input = { agent: 'logstash', plugin: 'file', visit: file };
    const { paths, kind } = readPaths(sink, input, fieldsOf(file, 'path'));
    if (kind !== 'container') continue;
    const codec = fieldsOf(file, 'codec').find(one => /^json(?:_lines)?$/.test(plainText(one) ?? '') || fieldOf(one, 'json') !== undefined);
    const filter = filters.find(json => plainText(fieldOf(json, 'source')) === 'message');
    const at = codec ?? filter;
    if (at !== undefined) addSource(sink, { ...input, paths }, at, { part: 'format', value: 'json', format: 'docker' });
  }
}
