// The table's findings: groups of errors and warnings, compact notes, and what was suppressed.
import type { Finding } from '../model/finding.ts';
import { resourceName } from '../model/location.ts';
import type { RuleInfo } from '../model/report.ts';
import type { GroupBy } from './format.ts';
import { grid, paragraph, restOf } from './grid.ts';
import type { Cell, Paragraph } from './grid.ts';
import { groupFindings, hostsOf } from './groups.ts';
import type { Group, Problem } from './groups.ts';
import { visible, visibleProse } from './safe-text.ts';
import { levelPaint } from './table-view.ts';
import type { View } from './table-view.ts';
import { activeFindings } from './verdict.ts';
import { count, effectSentence, enumerate, findingPlace, placeInFile } from './words.ts';
import { workloadWords } from './workload.ts';
import { shorten, textWidth } from './wrap.ts';

const INDENT = 2;
const LEVEL_WIDTH = 'warning'.length;
const PLACES_SHOWN = 5;
const NOTES_SHOWN = 20;

/** The columns of one view: what stands in them and how wide they are; the last one holds the text. */
interface Layout {
  readonly by: GroupBy;
  readonly placeWidth: number;
  readonly ruleWidth: number;
  readonly textWidth: number;
}

/** Errors and warnings, one block of lines a group. */
export function findingBlocks(view: View): readonly (readonly string[])[] {
  const findings = activeFindings(view.report).filter(({ level }) => level !== 'note');
  const layout = layOut(view, findings);
  const rules = new Map(view.report.rules.map(rule => [rule.id, rule]));
  return groupFindings(findings, layout.by, view.naming).map(group => [
    ...groupTitle(view, group, layout.by === 'rule' ? rules.get(group.title) : undefined),
    ...groupWorkload(view, layout, group),
    ...groupRows(view, layout, group),
  ]);
}

function layOut(view: View, findings: readonly Finding[]): Layout {
  const by = view.options.groupBy;
  const places = by === 'file' ? findings.map(({ location }) => textWidth(placeInFile(location))) : [];
  const ids = by !== 'rule' && view.wide ? findings.map(({ ruleId }) => textWidth(visible(ruleId))) : [];
  const placeWidth = largest(places);
  const ruleWidth = Math.min(40, largest(ids));
  const used = [LEVEL_WIDTH, placeWidth, ruleWidth].filter(width => width > 0);
  return { by, placeWidth, ruleWidth, textWidth: restOf(view.width - INDENT, used) };
}

function groupTitle(view: View, group: Group, rule: RuleInfo | undefined): readonly string[] {
  const { colors } = view;
  const errors = group.findings.filter(({ level }) => level === 'error').length;
  const warnings = group.findings.length - errors;
  const counts = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''].filter(part => part !== '');
  const tally = counts.join(', ');
  const tallyWidth = textWidth(tally);
  const title = rule === undefined ? group.title : `${group.title}: ${visibleProse(rule.title)}`;
  const widths = [Math.min(textWidth(title), view.width - tallyWidth - 2), tallyWidth];
  const lines = grid([[[{ text: title, paint: colors.bold }], [{ text: tally, paint: colors.dim }]]], widths);
  if (rule === undefined) return lines;
  return [...lines, ...paragraph(`Fix: ${visibleProse(rule.fix)}`, view.width, { indent: INDENT, paint: colors.green })];
}

/** The pods of the object that a group is about. */
function groupWorkload(view: View, { by }: Layout, { findings }: Group): readonly string[] {
  const [words] = findings.filter(finding => isOfObject(finding, by)).map(finding => workloadWords(finding, view.options.verbose === true));
  return words === undefined ? [] : paragraph(words, view.width, { indent: INDENT });
}

/** Whether the group of a finding is its object, so that the title names that. */
function isOfObject({ location }: Finding, by: GroupBy): boolean {
  return by === 'owner' || (by === 'file' && location.physical === undefined);
}

function groupRows(view: View, layout: Layout, group: Group): readonly string[] {
  const fixesTold = new Set<string>();
  const rows = group.problems.map(problem => {
    const { first } = problem;
    const tellFix = layout.by !== 'rule' && !fixesTold.has(first.fix);
    fixesTold.add(first.fix);
    const cells: Cell[] = [[{ text: first.level, paint: levelPaint(view, first.level) }]];
    if (layout.placeWidth > 0) cells.push([{ text: placeInFile(first.location) }]);
    if (layout.ruleWidth > 0) cells.push([{ text: visible(first.ruleId), paint: view.colors.cyan }]);
    const fix = tellFix ? [fixParagraph(view, layout, first)] : [];
    cells.push([...statement(view, layout, first), ...fix, ...whereabouts(view, layout, problem)]);
    return cells;
  });
  const columns = [LEVEL_WIDTH, layout.placeWidth, layout.ruleWidth].filter(width => width > 0);
  return grid(rows, [...columns, layout.textWidth], INDENT);
}

function statement(view: View, layout: Layout, finding: Finding): readonly Paragraph[] {
  const { colors, wide } = view;
  const doubt = finding.precision === 'low' ? ' (not certain)' : '';
  const id: readonly Paragraph[] = wide || layout.by === 'rule' ? [] : [{ text: visible(finding.ruleId), paint: colors.cyan }];
  return [...id, { text: visible(finding.message) }, { text: `${effectSentence(finding)}${doubt}`, paint: colors.dim }];
}

/** What to do, on one line unless `verbose`. */
function fixParagraph(view: View, layout: Layout, finding: Finding): Paragraph {
  const fix = `Fix: ${visibleProse(finding.fix)}`;
  return { text: view.options.verbose === true ? fix : shorten(fix, layout.textWidth), paint: view.colors.green };
}

/** Places that have no column of their own; with `verbose` also the field, and the places that a finding rests on. */
function whereabouts(view: View, layout: Layout, { first, copies }: Problem): readonly Paragraph[] {
  const verbose = view.options.verbose === true;
  const path = first.location.logical?.path;
  const lines: string[] = [];
  if (layout.by !== 'file') {
    const shown = copies.slice(0, verbose ? copies.length : PLACES_SHOWN);
    lines.push(...shown.map(finding => [findingPlace(finding, view.naming), ...workloadOf(view, layout, finding)].join(', ')));
    if (shown.length < copies.length) lines.push(`and ${copies.length - shown.length} more`);
  } else lines.push(...workloadOf(view, layout, first), ...(first.host === undefined ? otherNodes(copies.slice(1), verbose) : onHosts(copies, verbose)));
  if (verbose && first.nodes !== undefined) lines.push(`nodes: ${first.nodes.map(visible).join(', ')}`);
  if (path !== undefined && (verbose || (layout.by === 'file' && placeInFile(first.location) === ''))) lines.push(`field ${visible(path)}`);
  if (verbose)
    lines.push(
      ...first.related.map(
        ({ location, message }) => `see ${findingPlace({ location, cluster: first.cluster, host: first.host }, view.naming)}: ${visible(message)}`,
      ),
    );
  return lines.map(text => ({ text }));
}

/** The pods of a finding's object, where the group's title does not name that. */
function workloadOf(view: View, { by }: Layout, finding: Finding): readonly string[] {
  const words = isOfObject(finding, by) ? '' : workloadWords(finding, view.options.verbose === true);
  if (words === '') return [];
  return [by === 'file' && finding.owner !== undefined ? `${visible(resourceName(finding.owner))}: ${words}` : words];
}

/** The nodes of which the first one's finding holds as well. */
function otherNodes(copies: readonly Finding[], verbose: boolean): readonly string[] {
  if (copies.length === 0) return [];
  const names = copies.map(({ owner, location }) => visible((owner ?? location.logical?.resource)?.name ?? ''));
  const shown = names.slice(0, verbose ? names.length : PLACES_SHOWN);
  const hidden = names.length - shown.length;
  return [`the same: ${enumerate([...shown, ...(hidden === 0 ? [] : [count(hidden, 'more node')])])}`];
}

/** The nodes whose files say the same; nothing for one alone, which the title names. */
function onHosts(copies: readonly Finding[], verbose: boolean): readonly string[] {
  const names = hostsOf(copies).map(visible);
  const shown = names.slice(0, verbose ? names.length : PLACES_SHOWN);
  const hidden = names.length - shown.length;
  return names.length < 2 ? [] : [`on ${enumerate([...shown, ...(hidden === 0 ? [] : [count(hidden, 'more host')])])}`];
}

/** Notes, one line each, by rule; only some of them unless `verbose`. */
export function noteLines(view: View): readonly string[] {
  const notes = activeFindings(view.report).filter(({ level }) => level === 'note');
  if (notes.length === 0) return [];
  const verbose = view.options.verbose === true;
  const lines: string[] = [view.colors.bold('Notes')];
  let room = verbose ? notes.length : NOTES_SHOWN;
  for (const group of groupFindings(notes, 'rule', view.naming)) {
    const shown = group.findings.slice(0, verbose ? notes.length : Math.min(room, PLACES_SHOWN));
    room -= shown.length;
    if (shown.length > 0) lines.push(...noteGroup(view, group, shown));
  }
  const hidden = notes.length - (verbose ? notes.length : NOTES_SHOWN - room);
  return hidden === 0 ? lines : [...lines, ...hiddenLine(view, count(hidden, 'more note'))];
}

function noteGroup(view: View, group: Group, shown: readonly Finding[]): readonly string[] {
  const { width, naming } = view;
  const total = group.findings.length > 1 ? ` (${group.findings.length})` : '';
  const places = shown.map(finding => findingPlace(finding, naming));
  const rows = shown.map((finding, index): Cell[] => [[{ text: places[index] ?? '' }], [{ text: visible(finding.message) }]]);
  return [...paragraph(`${group.title}${total}`, width, { indent: INDENT, paint: levelPaint(view, 'note') }), ...placeGrid(rows, places, width, INDENT * 2)];
}

/** Says what was left out for brevity. */
export function hiddenLine(view: View, hidden: string): readonly string[] {
  return paragraph(`${hidden} hidden; --verbose shows them`, view.width, { indent: INDENT, paint: view.colors.dim });
}

/** With `verbose`, the findings that were suppressed and why. */
export function suppressedLines(view: View): readonly string[] {
  const findings = view.report.findings.filter(({ suppression }) => suppression !== undefined);
  if (findings.length === 0 || view.options.verbose !== true) return [];
  const places = findings.map(finding => findingPlace(finding, view.naming));
  const rows = findings.map(({ ruleId, suppression }, index): Cell[] => [
    [{ text: places[index] ?? '' }],
    [{ text: `${visible(ruleId)}: ${visibleProse(suppression?.justification ?? '')}` }],
  ]);
  return [view.colors.bold('Suppressed'), ...placeGrid(rows, places, view.width, INDENT)];
}

/** Rows of a place and a text; places get at most two fifths of the width. */
export function placeGrid(rows: readonly (readonly Cell[])[], places: readonly string[], width: number, indent: number): readonly string[] {
  const placeWidth = Math.min(Math.floor(width * 0.4), largest(places.map(textWidth)));
  return grid(rows, [placeWidth, restOf(width - indent, [placeWidth])], indent);
}

function largest(sizes: readonly number[]): number {
  return sizes.reduce((max, size) => Math.max(max, size), 0);
}
