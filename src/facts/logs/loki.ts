// Promtail and Grafana Alloy: stages that take a runtime's format off, paths, journal matches and discovery through Docker.
import type { Visit } from '../walk.ts';
import { bareKey, fieldOf, fieldsOf, isPodman, itemVisits, plainText, valuesOf } from './fields.ts';
import { formatOfName } from './formats.ts';
import { pathKind, pathsIn } from './paths.ts';
import { addSource, readPaths, type Sink } from './source.ts';

/** States what a mapping of a Promtail configuration, or of a chart's values for one, reads. */
export function promtailFacts(visit: Visit, sink: Sink): void {
  const input = { agent: 'promtail', plugin: 'scrape', visit };
  const labels = fieldsOf(visit, 'path').filter(field => field.key === '__path__');
  if (labels.length > 0) readPaths(sink, input, labels);
  if (plainText(fieldOf(visit, 'targetlabel')) === '__path__') readPaths(sink, input, [fieldOf(visit, 'replacement')]);
  const stages = fieldOf(visit, 'pipelinestages');
  if (stages !== undefined) stageFacts(visit, stages, sink);
  const parser = fieldOf(visit, 'entryparser');
  if (parser !== undefined && !isOtherJob(visit)) {
    const value = plainText(parser) ?? '';
    addSource(sink, { ...input, paths: [] }, parser, { part: 'format', value, format: formatOfName(value) });
  }
  unitRelabelFacts(visit, sink);
  const matches = fieldOf(fieldOf(visit, 'journal'), 'matches');
  if (matches !== undefined) addSource(sink, { ...input, paths: [] }, matches, { part: 'unit', value: plainText(matches) ?? '' });
}

/** A relabelling that keeps the journal's entries of some units. */
function unitRelabelFacts(visit: Visit, sink: Sink): void {
  const units = fieldOf(visit, 'regex');
  if (units === undefined || plainText(fieldOf(visit, 'action')) === 'drop') return;
  if (!valuesOf(fieldOf(visit, 'sourcelabels')).some(label => plainText(label) === '__journal__systemd_unit')) return;
  addSource(sink, { agent: 'promtail', plugin: 'journal', visit, paths: [] }, units, { part: 'unit', value: (plainText(units) ?? '').replaceAll('\\', '') });
}

function stageFacts(job: Visit, stages: Visit, sink: Sink): void {
  const found = flatStages(stages);
  const docker = found.find(stage => stage.key === 'docker');
  const cri = found.find(stage => stage.key === 'cri');
  const at = docker ?? cri;
  if (at === undefined || isOtherJob(job)) return;
  const format = docker === undefined ? 'cri' : cri === undefined ? 'docker' : 'auto';
  addSource(sink, { agent: 'promtail', plugin: 'pipeline', visit: job, paths: [] }, at, { part: 'format', value: at.key, format });
}

/** The stages of a pipeline, those inside `match` among them. */
function flatStages(stages: Visit): readonly Visit[] {
  const found: Visit[] = [];
  const queue = [stages];
  for (let next = queue.pop(); next !== undefined && found.length < 10_000; next = queue.pop()) {
    for (const item of itemVisits(next)) {
      const match = fieldOf(fieldOf(item, 'match'), 'stages');
      if (match !== undefined) queue.push(match);
      found.push(...fieldsOf(item, 'docker', 'cri'));
    }
  }
  return found;
}

/** A job that asks Docker for its targets has a rule of its own; one that reads other files than containers' is no business of the runtime. */
function isOtherJob(job: Visit): boolean {
  if (fieldOf(job, 'dockersdconfigs') !== undefined) return true;
  const labels = itemVisits(fieldOf(job, 'staticconfigs')).flatMap(config => {
    const around = fieldOf(config, 'labels');
    return around === undefined ? [] : fieldsOf(around, 'path');
  });
  const paths = labels.flatMap(valuesOf).flatMap(path => pathsIn(plainText(path) ?? ''));
  return pathKind(paths) === 'other';
}

/** Blocks of an Alloy configuration, whose names keep their dots. */
export function alloyFacts(visit: Visit, sink: Sink): void {
  const paths = fieldsOf(visit, 'path').filter(field => field.key === '__path__');
  if (paths.length > 0) readPaths(sink, { agent: 'alloy', plugin: 'local.file_match', visit }, paths);
  const source = { agent: 'alloy', plugin: 'loki.process', visit, paths: [] };
  const docker = fieldsOf(visit, 'stagedocker');
  const format = docker.length > 0 && hasCriStage(visit) ? 'auto' : 'docker';
  for (const stage of docker) addSource(sink, source, stage, { part: 'format', value: 'stage.docker', format });
  for (const stage of fieldsOf(visit, 'stagecri'))
    if (docker.length === 0) addSource(sink, source, stage, { part: 'format', value: 'stage.cri', format: isInMatch(visit) ? 'auto' : 'cri' });
  for (const block of fieldsOf(visit, 'discoverydocker', 'discoverydockerswarm', 'lokisourcedocker')) {
    if (isPodman(block)) continue;
    addSource(sink, { ...source, plugin: block.key, visit: block }, block, { part: 'plugin', value: block.key });
  }
}

function isInMatch(visit: Visit): boolean {
  return bareKey(visit.key) === 'stagematch';
}

/** Whether a pipeline takes the CRI's format off as well, in the same block or, under a `stage.match`, in one beside it. */
function hasCriStage(visit: Visit): boolean {
  if (fieldOf(visit, 'stagecri') !== undefined) return true;
  const around = isInMatch(visit) ? visit.parent : undefined;
  return (
    around !== undefined &&
    (fieldOf(around, 'stagecri') !== undefined || fieldsOf(around, 'stagematch').some(match => fieldOf(match, 'stagecri') !== undefined))
  );
}
