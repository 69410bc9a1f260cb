// The table of a cluster's nodes: as many columns as fit, what has no column summed up below, the worst nodes first.
import type { ClusterNode, ClusterReport, NodeState } from '../model/cluster.ts';
import { grid, paragraph } from './grid.ts';
import type { Cell, Paint } from './grid.ts';
import { visible } from './safe-text.ts';
import { hiddenLine } from './table-findings.ts';
import type { View } from './table-view.ts';
import { count, enumerate, grouped } from './words.ts';
import { textWidth } from './wrap.ts';

const INDENT = 2;
const GAP = 2;
const WIDEST_COLUMN = 40;
const NODES_SHOWN = 20;
const VALUES_SHOWN = 4;

/** Worst first. */
const STATES: Readonly<Record<NodeState, string>> = { 'on-docker': 'on Docker', 'mixed-signals': 'mixed signals', moved: 'moved' };

interface Column {
  readonly name: string;
  /** Columns of a low rank are the first to get room. */
  readonly rank: number;
  readonly text: (node: ClusterNode) => string;
}

const COLUMNS: readonly Column[] = [
  { name: 'node', rank: 0, text: ({ name }) => visible(name) },
  { name: 'role', rank: 4, text: ({ role, managedBy }) => (managedBy === undefined ? role : `${role} (${visible(managedBy)})`) },
  { name: 'runtime', rank: 2, text: ({ runtime }) => visible(runtime) },
  { name: 'kubelet', rank: 3, text: ({ kubelet }) => visible(kubelet) },
  { name: 'OS', rank: 7, text: ({ os }) => visible(os) },
  { name: 'cri-socket', rank: 5, text: ({ criSocket }) => (criSocket === undefined ? 'none' : visible(criSocket)) },
  { name: 'cgroup driver', rank: 6, text: cgroupDriver },
  { name: 'state', rank: 1, text: ({ state }) => STATES[state] },
];

function cgroupDriver({ cgroupDriver: known }: ClusterNode): string {
  if (known === undefined) return 'not known';
  return `${visible(known.driver)} (${known.source === 'kubelet' ? 'running kubelet' : 'kubelet-config'})`;
}

/** The nodes of one cluster; above twenty only the first of each state, unless `verbose`. */
export function nodeTable(view: View, { context, nodes }: ClusterReport): readonly string[] {
  if (nodes.length === 0) return [];
  const byState = Object.keys(STATES).map(state => nodes.filter(node => node.state === state).toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  const most = view.options.verbose === true || nodes.length <= NODES_SHOWN ? nodes.length : NODES_SHOWN;
  const shown = byState.flatMap(members => members.slice(0, most));
  const layout = layOut(shown, view.width);
  const rows = shown.map(node => layout.map(({ column }): Cell => [{ text: column.text(node), ...statePaint(view, column, node) }]));
  const head = layout.map(({ column }): Cell => [{ text: column.name, paint: view.colors.dim }]);
  return [
    ...paragraph(`Nodes of ${visible(context)}`, view.width, { paint: view.colors.bold }),
    ...grid(
      [head, ...rows],
      layout.map(({ width }) => width),
      INDENT,
    ),
    ...hiddenNodes(view, byState, most),
    ...COLUMNS.filter(column => !layout.some(placed => placed.column === column)).flatMap(column => summedUp(view, column, nodes)),
  ];
}

function statePaint({ colors }: View, { name }: Column, { state }: ClusterNode): { readonly paint?: Paint } {
  const paints: Readonly<Record<NodeState, Paint>> = { 'on-docker': colors.red, 'mixed-signals': colors.yellow, moved: colors.green };
  return name === 'state' ? { paint: paints[state] } : {};
}

/** The columns that fit side by side, in their order, with their widths. */
function layOut(nodes: readonly ClusterNode[], width: number): readonly { readonly column: Column; readonly width: number }[] {
  const fitting = new Map<Column, number>();
  let room = width - INDENT;
  for (const column of COLUMNS.toSorted((a, b) => a.rank - b.rank)) {
    const widest = nodes.reduce((most, node) => Math.max(most, textWidth(column.text(node))), column.name.length);
    const size = Math.min(widest, column.rank === 0 ? Math.floor(width * 0.4) : WIDEST_COLUMN);
    if (size > room) continue;
    fitting.set(column, size);
    room -= size + GAP;
  }
  return COLUMNS.flatMap(column => {
    const size = fitting.get(column);
    return size === undefined ? [] : [{ column, width: size }];
  });
}

function hiddenNodes(view: View, byState: readonly (readonly ClusterNode[])[], most: number): readonly string[] {
  const parts = byState.flatMap(members => {
    const hidden = members.length - most;
    const state = members[0]?.state;
    return hidden <= 0 || state === undefined ? [] : [`${count(hidden, 'more node')} (${STATES[state]})`];
  });
  return parts.length === 0 ? [] : hiddenLine(view, enumerate(parts));
}

/** What the nodes have in a column for which there is no room: each value and how many nodes have it. */
function summedUp(view: View, { name, text }: Column, nodes: readonly ClusterNode[]): readonly string[] {
  const members = new Map<string, string[]>();
  for (const node of nodes) {
    const value = text(node);
    const names = members.get(value);
    if (names === undefined) members.set(value, [visible(node.name)]);
    else names.push(visible(node.name));
  }
  const values = [...members].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const shown = values.slice(0, view.options.verbose === true ? values.length : VALUES_SHOWN);
  const parts = shown.map(([value, names]) => `${value} on ${names.length === 1 ? names.join('') : `${grouped(names.length)} nodes`}`);
  if (shown.length < values.length) parts.push(`${grouped(values.length - shown.length)} more`);
  const [only] = shown;
  const told = values.length === 1 && only !== undefined && nodes.length > 1 ? `${only[0]} on all` : enumerate(parts);
  return paragraph(`${name}: ${told}`, view.width, { indent: INDENT });
}
