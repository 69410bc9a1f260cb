// What a Helm chart's files say together: default values, helpers and the chart's own name.
import { textAt } from '../model/tree.ts';
import { collectDefines, type ChartContext, type DefineBody } from './template/go.ts';
import { readYaml } from './yaml.ts';

export interface ChartFile {
  /** Relative to the chart's folder. */
  readonly path: string;
  readonly text: string;
}

/** The context of a chart's templates. */
export function readChart(files: readonly ChartFile[]): ChartContext {
  const defines = new Map<string, DefineBody>();
  for (const file of files) {
    if (!file.text.includes('define')) continue;
    for (const [name, body] of collectDefines(file.path, file.text)) defines.set(name, body);
  }
  const values = rootOf(files, /^values\.ya?ml$/);
  const about = rootOf(files, /^Chart\.ya?ml$/);
  const chart = { name: textAt(about, 'name'), version: textAt(about, 'version'), appVersion: textAt(about, 'appVersion') };
  const known = Object.fromEntries(Object.entries(chart).filter(([, value]) => value !== undefined));
  return { defines, chart: known, ...(values === undefined ? {} : { values }) };
}

function rootOf(files: readonly ChartFile[], name: RegExp): ReturnType<typeof readYaml>['trees'][number]['root'] | undefined {
  const file = files.find(one => name.test(one.path));
  return file === undefined ? undefined : readYaml(file.text, { start: 0, end: file.text.length }).trees[0]?.root;
}
