// Reads a stretch whose arms do not fit into one YAML document: sets of arms that do fit, until each was in one of them.
import type { TreeDocument } from '../../model/document.ts';
import type { ReadError } from '../result.ts';
import type { Stretch } from './child-text.ts';
import { overriddenKey } from './overridden.ts';
import { partOf, type Parsed, type ParsePart, type Surveyed } from './part.ts';
import type { Arm, Template } from './structure.ts';

/** How much may be parsed again in one template: the work is bounded whatever it says. */
interface Allowance {
  parses: number;
  characters: number;
}

export function newAllowance(): Allowance {
  return { parses: 400, characters: 3_000_000 };
}

/** What it takes to read a stretch. */
export interface Reading {
  readonly surveyed: Surveyed;
  readonly parse: ParsePart;
  readonly allowance: Allowance;
  /** Blocks of which no two arms may be shown together, by their first arms. */
  readonly parting: ReadonlySet<number>;
}

/** The documents that cover all arms that can be read, and an error for each arm that cannot; `whole` is what came of all arms at once. */
export function readArms(reading: Reading, stretch: Stretch, whole: Parsed): Parsed {
  return new ArmReader(reading, stretch).read() ?? whole;
}

interface Shown {
  readonly shown: ReadonlySet<number>;
  readonly documents: readonly TreeDocument[];
}

class ArmReader {
  readonly #reading: Reading;
  readonly #stretch: Stretch;
  readonly #template: Template;
  /** The arms that may be shown or left out, in the order of the text. */
  readonly #arms: readonly number[];
  readonly #choosable: ReadonlySet<number>;
  readonly #failures = new Map<number, ReadError>();

  constructor(reading: Reading, stretch: Stretch) {
    this.#reading = reading;
    this.#stretch = stretch;
    this.#template = reading.surveyed.template;
    this.#arms = choosableArms(this.#template, stretch);
    this.#choosable = new Set(this.#arms);
  }

  /** Nothing where no choice of arms makes the text readable. */
  read(): Parsed | undefined {
    const documents: TreeDocument[] = [];
    let missing = this.#arms;
    let shown: ReadonlySet<number> = new Set();
    while (missing.length > 0) {
      const next = this.#round(this.#start(missing, shown), missing);
      const left = missing.filter(arm => next?.shown.has(arm) !== true);
      if (next === undefined || left.length === missing.length) break;
      documents.push(...next.documents);
      missing = left;
      shown = next.shown;
    }
    if (documents.length === 0) return undefined;
    return { documents, errors: missing.flatMap(arm => this.#failures.get(arm) ?? []) };
  }

  /** Arms to begin with: the first of each block, later the ones shown before that do not stand beside a missing one. */
  #start(missing: readonly number[], shown: ReadonlySet<number>): ReadonlySet<number> {
    const { arms } = this.#template.structure;
    if (shown.size === 0) return new Set(this.#arms.filter(arm => arms[arm]?.order === 0 && this.#allAround(arm, outer => arms[outer]?.order === 0)));
    const contested = new Set(missing.map(arm => arms[arm]?.first));
    return new Set([...shown].filter(arm => !contested.has(arms[arm]?.first) && this.#allAround(arm, outer => !contested.has(arms[outer]?.first))));
  }

  /** One document, with as many of the missing arms as fit: into what was shown before, else into what stands outside all arms. */
  #round(start: ReadonlySet<number>, missing: readonly number[]): Shown | undefined {
    const base = this.#try(start);
    const grown = base === undefined ? undefined : this.#add({ shown: start, documents: base }, missing);
    if (grown !== undefined && missing.some(arm => grown.shown.has(arm))) return grown;
    const bare = start.size === 0 ? undefined : this.#try(new Set());
    if (bare === undefined) return grown;
    const fresh = this.#add({ shown: new Set(), documents: bare }, missing);
    const left = new Set(missing);
    return missing.some(arm => fresh.shown.has(arm))
      ? this.#add(
          fresh,
          this.#arms.filter(arm => !left.has(arm)),
        )
      : fresh;
  }

  /** Adds as many arms as still parse together: all at once, else half by half. */
  #add(to: Shown, arms: readonly number[]): Shown {
    let { shown, documents } = to;
    const batches = [arms.filter(arm => !shown.has(arm))];
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      if (batch.length === 0) continue;
      const wider = this.#withOuter(shown, batch);
      const grown = this.#try(wider, batch);
      if (grown !== undefined) {
        shown = wider;
        documents = grown;
      } else if (batch.length > 1) batches.push(batch.slice(batch.length >> 1), batch.slice(0, batch.length >> 1));
    }
    return { shown, documents };
  }

  /** The documents with some arms shown and all others left out; nothing where that does not parse. */
  #try(shown: ReadonlySet<number>, batch: readonly number[] = []): readonly TreeDocument[] | undefined {
    const { surveyed, parse, allowance } = this.#reading;
    if (--allowance.parses < 0 || allowance.characters < 0) {
      for (const arm of batch)
        this.#failures.set(arm, { message: 'its branches do not fit into one document, and there are too many to read one by one', offset: this.#offset(arm) });
      return undefined;
    }
    if (this.#showsParting(shown)) return undefined;
    const hides = (arm: number): boolean => this.#stretch.hides(arm) || (this.#choosable.has(arm) && !shown.has(arm));
    const { part, child } = partOf(surveyed, { ...this.#stretch, hides });
    allowance.characters -= child.text.length;
    const { documents, errors } = parse(part);
    if (
      errors.length === 0 &&
      overriddenKey(
        documents.map(({ root }) => root),
        child,
        this.#template,
      ) !== undefined
    )
      return undefined;
    const [error] = errors;
    if (error === undefined) return documents;
    const [arm] = batch;
    if (batch.length === 1 && arm !== undefined) this.#failures.set(arm, { message: error.message, offset: this.#offset(arm) });
    return undefined;
  }

  #showsParting(shown: ReadonlySet<number>): boolean {
    const seen = new Set<number>();
    for (const arm of shown) {
      const first = this.#template.structure.arms[arm]?.first ?? arm;
      if (this.#reading.parting.has(first) && seen.has(first)) return true;
      seen.add(first);
    }
    return false;
  }

  #withOuter(shown: ReadonlySet<number>, batch: readonly number[]): Set<number> {
    const wider = new Set(shown);
    const { arms } = this.#template.structure;
    for (const arm of batch) {
      for (let outer = arm; outer >= 0 && this.#choosable.has(outer) && !(wider.has(outer) && outer !== arm); outer = arms[outer]?.parent ?? -1)
        wider.add(outer);
    }
    return wider;
  }

  #allAround(arm: number, holds: (outer: number) => boolean): boolean {
    const { arms } = this.#template.structure;
    for (let outer = arms[arm]?.parent ?? -1, depth = 0; outer >= 0 && depth < 100; outer = arms[outer]?.parent ?? -1, depth++) {
      if (!holds(outer)) return false;
    }
    return true;
  }

  #offset(arm: number): number {
    const { pieces, structure } = this.#template;
    return pieces[structure.arms[arm]?.head ?? 0]?.start ?? 0;
  }
}

/** Whether a stretch has arms that must not be shown together. */
export function hasParting({ surveyed, parting }: Reading, stretch: Stretch): boolean {
  const { arms } = surveyed.template.structure;
  return parting.size > 0 && choosableArms(surveyed.template, stretch).some(arm => parting.has(arms[arm]?.first ?? -1));
}

/** The arms that lie within a stretch, but for those that are hidden anyway. */
function choosableArms({ text, pieces, structure }: Template, { from, to, clip, hides }: Stretch): number[] {
  const { arms } = structure;
  const [low, high] = [clip?.start ?? 0, clip?.end ?? text.length];
  const chosen: number[] = [];
  for (let index = firstFrom(arms, from); index < arms.length; index++) {
    const arm = arms[index];
    const start = pieces[arm?.head ?? 0]?.start ?? 0;
    if (arm === undefined || arm.head >= to || start >= high) break;
    const end = pieces[arm.tail]?.start ?? text.length;
    if (arm.tail <= to && start >= low && end <= high && arm.define === undefined && !hides(index)) chosen.push(index);
  }
  return chosen;
}

/** The first arm whose head is at or after a piece. */
function firstFrom(arms: readonly Arm[], from: number): number {
  let low = 0;
  let high = arms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((arms[middle]?.head ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
