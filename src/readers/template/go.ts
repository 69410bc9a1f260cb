// Reads Go templates (Helm): as YAML with places, their values taken from the chart's defaults.
import type { Artifact } from '../../model/artifact.ts';
import type { Node } from '../../model/tree.ts';
import type { Interpreter } from './branch.ts';
import { newBudget, type Budget } from './evaluate.ts';
import { callGo } from './go-functions.ts';
import { goPieces } from './go-pieces.ts';
import { readParts } from './read-parts.ts';
import { render } from './render.ts';
import { survey } from './survey.ts';
import { templateOf, type Template } from './structure.ts';
import { plainArtifact, type Parsed, type ParsePart, type Surveyed } from './part.ts';
import { EMPTY_DICT, fromNode, isWhole, textForm, UNKNOWN, type Value } from './value.ts';

/** The body of a `define`, to be printed where it is included. */
export interface DefineBody {
  readonly uri: string;
  readonly template: Template;
  /** The pieces that it consists of, from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
}

/** What is known of the chart that a template belongs to; of a lone template nothing but its own defines. */
export interface ChartContext {
  /** The root of values.yaml. A key that it does not have is empty; without it, all values are unknown. */
  readonly values?: Node;
  readonly defines: ReadonlyMap<string, DefineBody>;
  readonly chart?: { readonly name?: string; readonly version?: string; readonly appVersion?: string };
}

/** Included texts that include others are followed this deep. */
const MAX_INCLUDES = 12;
const MAX_NESTED_TEMPLATE = 20_000;

/** The defines of a template by name; of several with the same name the last counts. */
export function collectDefines(uri: string, text: string): Map<string, DefineBody> {
  return definesOf(uri, templateOf(text, goPieces(text)));
}

/** The documents of a Go template, and what could not be read; the offsets of errors lie in the artifact's own text. */
export function readGoTemplate(artifact: Artifact, chart: ChartContext, parse: ParsePart): Parsed {
  return readParts(surveyed(artifact, chart), parse);
}

/** The template as plain text, for files that are not YAML: control gone, values in place, mapped to the template. */
export function readGoText(artifact: Artifact, chart: ChartContext): Artifact {
  return plainArtifact(surveyed(artifact, chart));
}

function surveyed(artifact: Artifact, chart: ChartContext): Surveyed {
  const template = templateOf(artifact.text, goPieces(artifact.text));
  const own = definesOf(artifact.uri, template);
  const define = (name: string): DefineBody | undefined => own.get(name) ?? chart.defines.get(name);
  return { artifact, template, survey: survey(template, new GoInterpreter(rootOf(chart), define)) };
}

function definesOf(uri: string, template: Template): Map<string, DefineBody> {
  const defines = new Map<string, DefineBody>();
  for (const arm of template.structure.arms) {
    if (arm.define !== undefined) defines.set(arm.define, { uri, template, from: arm.head + 1, to: arm.tail });
  }
  return defines;
}

/** What `.` is at the top: values and chart as far as known; release, capabilities and files never are. */
function rootOf({ values, chart }: ChartContext): Value {
  const about: [string, Value][] = [
    ['Name', chart?.name],
    ['Version', chart?.version],
    ['AppVersion', chart?.appVersion],
  ];
  const known = new Map(about.filter(([, value]) => value !== undefined));
  const entries = new Map<string, Value>([
    ['Values', values === undefined ? UNKNOWN : (fromNode(values) ?? EMPTY_DICT)],
    ['Chart', { kind: 'dict', entries: known, open: true }],
  ]);
  return { kind: 'dict', entries, open: true };
}

type FindDefine = (name: string) => DefineBody | undefined;

class GoInterpreter implements Interpreter {
  readonly root: Value;
  readonly budget: Budget;
  readonly assumed: Map<string, Value>;
  readonly #define: FindDefine;
  readonly #depth: number;

  constructor(root: Value, define: FindDefine, outer?: GoInterpreter) {
    this.root = root;
    this.#define = define;
    this.#depth = outer === undefined ? 0 : outer.#depth + 1;
    this.budget = outer?.budget ?? newBudget();
    // What is assumed is said of paths from the root: it holds for the same root alone.
    this.assumed = outer !== undefined && outer.root === root ? outer.assumed : new Map<string, Value>();
  }

  variable(): Value {
    return UNKNOWN;
  }

  call(name: string, args: readonly Value[]): Value {
    if (name === 'include') return this.#include(textForm(args[0]), args[1]);
    if (name === 'tpl') return this.#tpl(args[0], args[1]);
    return callGo(name, args);
  }

  #include(name: string, dot: Value): Value {
    const body = this.#define(name);
    if (body === undefined || this.#depth >= MAX_INCLUDES) return UNKNOWN;
    return this.#print(body, dot);
  }

  /** A value that is a template itself. */
  #tpl(text: Value, dot: Value): Value {
    if (typeof text !== 'string' || !text.includes('{{')) return text === UNKNOWN || typeof text === 'object' ? UNKNOWN : textForm(text);
    if (!isWhole(text) || text.length > MAX_NESTED_TEMPLATE || this.#depth >= MAX_INCLUDES) return UNKNOWN;
    const template = templateOf(text, goPieces(text));
    this.budget.steps -= template.pieces.length + (text.length >> 4);
    return this.#print({ uri: '', template, from: 0, to: template.pieces.length }, dot);
  }

  #print({ template, from, to }: DefineBody, dot: Value): string {
    return render(template, from, to, new GoInterpreter(dot, this.#define, this)).trim();
  }
}
