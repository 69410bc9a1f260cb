// What every part of the table is drawn with: the report, the width, the colours.
import pc from 'picocolors';
import { systemOf, type Level } from '../model/finding.ts';
import type { Report, Verdict } from '../model/report.ts';
import type { FormatOptions } from './format.ts';
import type { Paint } from './grid.ts';

export interface View {
  readonly report: Report;
  readonly options: FormatOptions;
  readonly width: number;
  /** From here on there is room for one more column. */
  readonly wide: boolean;
  /** Whether places say which cluster or node they are in: where there are several, or files besides. */
  readonly naming: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
}

const NARROWEST = 40;
const WIDEST = 240;
const WIDE = 120;

/** The view of a report; a width that makes no sense becomes one that does. */
export function viewOf(report: Report, options: FormatOptions): View {
  const width = Number.isNaN(options.width) ? NARROWEST * 2 : Math.min(WIDEST, Math.max(NARROWEST, Math.trunc(options.width)));
  return { report, options, width, wide: width >= WIDE, naming: namesSystems(report), colors: pc.createColors(options.color) };
}

function namesSystems({ clusters, hosts, findings }: Report): boolean {
  const systems = clusters.length + hosts.length;
  return systems > 1 || (systems === 1 && findings.some(finding => systemOf(finding) === undefined));
}

/** How a verdict is painted. */
export function verdictPaint({ colors }: View, verdict: Verdict): Paint {
  const paints: Readonly<Record<Verdict, Paint>> = { ready: colors.green, 'not-ready': colors.red, unknown: colors.yellow };
  return paints[verdict];
}

/** How a level is painted. */
export function levelPaint({ colors }: View, level: Level): Paint {
  const paints: Readonly<Record<Level, Paint>> = { error: colors.red, warning: colors.yellow, note: colors.cyan };
  return paints[level];
}
