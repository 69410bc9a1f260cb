// Leads each fact to the tests that it can pass, by its kind, by the value of a telling field, and by the literals in it.
import { fieldOf, type Fact, type FactKind, type FieldValue } from '../model/fact.ts';
import type { HandleField, LedTest } from '../model/rule.ts';
import { ownText } from '../model/own-text.ts';
import { LiteralSearch, plainForm } from './literal-search.ts';

/** Many tests of facts; most facts are led to none of them. */
export class Dispatch<T extends LedTest> {
  readonly #tests = new Map<FactKind, T[]>();
  readonly #tables = new Map<FactKind, KindTable<T>>();

  constructor(tests: Iterable<T>) {
    for (const test of tests) {
      const ofKind = this.#tests.get(test.on);
      if (ofKind === undefined) this.#tests.set(test.on, [test]);
      else ofKind.push(test);
    }
  }

  /** Asks `holds` about each test that the fact may pass, until it says yes; whether it did. A test can be asked about more than once. */
  some(fact: Fact, holds: (test: T, fact: Fact) => boolean): boolean {
    let table = this.#tables.get(fact.kind);
    if (table === undefined) this.#tables.set(fact.kind, (table = new KindTable(this.#tests.get(fact.kind) ?? [])));
    return table.some(fact, holds);
  }
}

/** The tests on one kind of fact. */
class KindTable<T extends LedTest> {
  /** Tests that ask for the exact value of a field, by field and value in lower case. */
  readonly #handled: { readonly field: HandleField; readonly tests: ValueTable<T> }[] = [];
  readonly #literal: LiteralTable<T>;
  readonly #others: T[] = [];

  constructor(tests: readonly T[]) {
    const byLiteral: LiteralTest<T>[] = [];
    for (const test of tests) {
      const { handle } = test;
      if (handle !== undefined && SHORT.has(handle.field)) this.#addHandle(handle, test);
      else {
        const literals = test.literals();
        if (literals !== undefined) byLiteral.push({ test, literals });
        else if (handle !== undefined) this.#addHandle(handle, test);
        else this.#others.push(test);
      }
    }
    this.#literal = new LiteralTable(byLiteral);
  }

  #addHandle({ field, values }: NonNullable<LedTest['handle']>, test: T): void {
    let handled = this.#handled.find(one => one.field === field);
    if (handled === undefined) this.#handled.push((handled = { field, tests: new ValueTable() }));
    for (const value of values) handled.tests.add(value, test);
  }

  some(fact: Fact, holds: (test: T, fact: Fact) => boolean): boolean {
    for (const test of this.#others) if (holds(test, fact)) return true;
    for (const test of this.#literal.testsFor(fact)) if (holds(test, fact)) return true;
    for (const { field, tests } of this.#handled) for (const test of tests.testsFor(textOf(fieldOf(fact, field)))) if (holds(test, fact)) return true;
    return false;
  }
}

const NONE: readonly never[] = [];

/** Fields whose values are short, so that to look them up costs less than to search all fields for literals. */
const SHORT: ReadonlySet<HandleField> = new Set(['name', 'program', 'package', 'service', 'term', 'agent']);

/** Values whose answers are kept; there are few in any one repository. */
const MOST_KNOWN = 5_000;

/** Tests by the value that they ask for, in lower case. */
class ValueTable<T> {
  readonly #byValue = new Map<string, T[]>();
  readonly #known = new Map<string, readonly T[]>();

  add(value: string, test: T): void {
    const tests = this.#byValue.get(value);
    if (tests === undefined) this.#byValue.set(value, [test]);
    else tests.push(test);
  }

  testsFor(value: string): readonly T[] {
    let tests = this.#known.get(value);
    if (tests === undefined) {
      tests = this.#byValue.get(value.toLowerCase()) ?? NONE;
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      const kept = ownText(value);
      if (kept !== undefined) this.#known.set(kept, tests);
    }
    return tests;
  }
}

interface LiteralTest<T> {
  readonly test: T;
  readonly literals: readonly string[];
}

/** Tests that ask for one of some literals, found in one pass over a fact's fields. */
class LiteralTable<T> {
  readonly #search: LiteralSearch;
  readonly #byLiteral: readonly (readonly T[])[];
  /** What each field held last, and the tests that it led to: file and dialect are the same for many facts in a row. */
  readonly #last = new Map<string, { readonly text: string; readonly tests: readonly T[] }>();

  constructor(tests: readonly LiteralTest<T>[]) {
    const byLiteral = new Map<string, T[]>();
    for (const { test, literals } of tests)
      for (const literal of new Set(literals.map(plainForm))) byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), test]);
    this.#search = new LiteralSearch([...byLiteral.keys()]);
    this.#byLiteral = [...byLiteral.values()];
  }

  testsFor(fact: Fact): Iterable<T> {
    if (this.#byLiteral.length === 0) return NONE;
    let found: Set<T> | undefined;
    for (const name in fact.fields) {
      const value = fieldOf(fact, name);
      const tests = typeof value === 'object' ? value.flatMap(text => this.#testsIn(text)) : this.#inField(name, textOf(value));
      for (const test of tests) (found ??= new Set()).add(test);
    }
    return found ?? NONE;
  }

  #inField(name: string, text: string): readonly T[] {
    const last = this.#last.get(name);
    if (last?.text === text) return last.tests;
    const tests = this.#testsIn(text);
    this.#last.set(name, { text, tests });
    return tests;
  }

  #testsIn(text: string): readonly T[] {
    // A text can hold a literal a million times over.
    let found: Set<number> | undefined;
    this.#search.each(text, literal => {
      (found ??= new Set()).add(literal);
    });
    return found === undefined ? NONE : [...found].flatMap(literal => this.#byLiteral[literal] ?? []);
  }
}

function textOf(value: FieldValue): string {
  return typeof value === 'string' ? value : String(value ?? '');
}
