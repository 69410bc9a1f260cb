// Fluent Bit: classic and YAML configurations, charts' values, and the custom resources of its operators.
import type { Visit } from '../walk.ts';
import { bareKey, fieldOf, fieldsOf, isSwitchedOff, keysAround, plainText, valuesOf } from './fields.ts';
import { formatOfExpression, formatOfName } from './formats.ts';
import { addSource, readPaths, type LogFormat, type Sink } from './source.ts';

const AGENT = 'fluent-bit';

/** States what a mapping is, where it is an input, a filter or a parser of Fluent Bit. */
export function fluentBitFacts(visit: Visit, dialect: string, sink: Sink): void {
  const section = bareKey(visit.key);
  const name = plainText(fieldOf(visit, 'name'))?.toLowerCase();
  if (isInputSection(visit, section, dialect)) inputFacts(visit, name ?? '', sink);
  else if ((section === 'parser' || section === 'parsers') && name !== undefined && fieldOf(visit, 'format') !== undefined) definition(visit, name, sink);
  else if (section === 'tail' || section === 'inputtail') tailFacts(visit, sink, isKeyedInput(visit));
  else if (section === 'input') tailFacts(visit, sink, fieldOf(visit, 'path') !== undefined);
  else if (section === 'systemd' && isKeyedInput(visit)) systemdFacts(visit, sink);
  if (dialect === AGENT && section.startsWith('filter')) filterFacts(visit, name ?? '', sink);
}

function isInputSection(visit: Visit, section: string, dialect: string): boolean {
  if (section === 'input') return dialect === AGENT;
  return section === 'inputs' && visit.parent?.node.kind === 'seq' && keysAround(visit).includes('pipeline');
}

/** `input: {tail: {...}}` of a chart, `inputTail` of the Logging operator, `spec.tail` of a ClusterInput. */
function isKeyedInput(visit: Visit): boolean {
  const [, around] = keysAround(visit);
  return bareKey(visit.key) === 'inputtail' || around === 'input' || around === 'inputs' || around === 'spec';
}

function inputFacts(visit: Visit, name: string, sink: Sink): void {
  if (name === 'tail') tailFacts(visit, sink, true);
  if (name === 'systemd') systemdFacts(visit, sink);
  if (name === 'docker' || name === 'docker_events') {
    const at = fieldOf(visit, 'name') ?? visit;
    addSource(sink, { agent: AGENT, plugin: name, visit, paths: [] }, at, { part: 'plugin', value: name });
  }
}

function tailFacts(visit: Visit, sink: Sink, isInput: boolean): void {
  const parser = fieldOf(visit, 'parser', 'multilineparser', 'dockermode', 'dockermodeparser');
  if (!isInput || isSwitchedOff(visit)) return;
  const input = { agent: AGENT, plugin: 'tail', visit };
  const { paths, kind } = readPaths(sink, input, fieldsOf(visit, 'path'));
  if (kind === 'other' || parser === undefined) return;
  const choice = chosenParser(visit);
  if (choice === undefined) return;
  addSource(sink, { ...input, paths }, choice.at, { part: 'format', value: choice.value, format: choice.format });
}

/** Multiline parsers take the place of the plain one; joining lines in Docker's manner tells as much as a parser. */
function chosenParser(visit: Visit): { at: Visit; value: string; format: LogFormat } | undefined {
  const multiline = fieldOf(visit, 'multilineparser');
  const names = valuesOf(multiline)
    .flatMap(item => (plainText(item) ?? '').toLowerCase().split(/[\s,]+/))
    .filter(name => name !== '');
  if (multiline !== undefined && names.includes('cri')) return { at: multiline, value: names.join(', '), format: names.includes('docker') ? 'auto' : 'cri' };
  if (multiline !== undefined && names.includes('docker')) return { at: multiline, value: names.join(', '), format: 'docker' };
  const parser = fieldOf(visit, 'parser');
  const name = plainText(parser);
  const mode = fieldOf(visit, 'dockermode');
  const joins = /^(?:on|true|yes)$/i.test(plainText(mode) ?? '');
  if (parser !== undefined && name !== undefined && name !== '') {
    const format = formatOfName(name);
    if (format !== 'unknown' || mode === undefined || !joins) return { at: parser, value: name, format };
  }
  return mode !== undefined && joins ? { at: mode, value: 'Docker_Mode On', format: 'docker' } : undefined;
}

function systemdFacts(visit: Visit, sink: Sink): void {
  const filters = fieldOf(visit, 'filters');
  const settings = [...fieldsOf(visit, 'systemdfilter'), ...(filters === undefined ? [] : fieldsOf(filters, 'systemdunit'))];
  for (const unit of settings.flatMap(valuesOf)) {
    const value = plainText(unit) ?? '';
    const part = /^CONTAINER_(?:NAME|ID|ID_FULL|TAG)\b/.test(value) ? ('journal' as const) : ('unit' as const);
    addSource(sink, { agent: AGENT, plugin: 'systemd', visit, paths: [] }, unit, { part, value });
  }
}

function filterFacts(visit: Visit, name: string, sink: Sink): void {
  const journal = fieldOf(visit, 'usejournal');
  if (name !== 'kubernetes' || journal === undefined || !/^(?:on|true|yes)$/i.test(plainText(journal) ?? '')) return;
  addSource(sink, { agent: AGENT, plugin: name, visit, paths: [] }, journal, { part: 'journal', value: 'Use_Journal On' });
}

function definition(visit: Visit, name: string, sink: Sink): void {
  const kind = plainText(fieldOf(visit, 'format'))?.toLowerCase();
  const format = kind === 'json' ? 'docker' : kind === 'regex' ? formatOfExpression(plainText(fieldOf(visit, 'regex')) ?? '') : 'other';
  addSource(sink, { agent: AGENT, plugin: 'parser', visit, paths: [] }, fieldOf(visit, 'name') ?? visit, { part: 'definition', value: name, format });
}
