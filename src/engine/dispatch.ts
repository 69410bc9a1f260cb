// Leads each fact to the tests that it can pass, by its kind, by the value of a telling field, and by the literals in it.
import { fieldOf, type Fact, type FactKind, type FieldValue } from '../model/fact.ts';
import type { HandleField, LedTest } from '../model/rule.ts';
import { LiteralSearch, plainForm } from './literal-search.ts';

/** Many tests of facts; most facts are led to none of them. */
export class Dispatch<T extends LedTest> {
  readonly #tables = new Map<FactKind, KindTable<T>>();

  constructor(tests: Iterable<T>) {
    for (const test of tests) {
      let table = this.#tables.get(test.on);
      if (table === undefined) this.#tables.set(test.on, (table = new KindTable()));
      table.add(test);
    }
  }

  /** Asks `holds` about each test that the fact may pass, until it says yes; whether it did. A test can be asked about more than once. */
  some(fact: Fact, holds: (test: T, fact: Fact) => boolean): boolean {
    return this.#tables.get(fact.kind)?.some(fact, holds) === true;
  }
}

/** The tests on one kind of fact. */
class KindTable<T extends LedTest> {
  /** Tests that ask for the exact value of a field, by field and value in lower case. */
  readonly #handled = new Map<HandleField, Map<string, T[]>>();
  readonly #literal: T[] = [];
  readonly #others: T[] = [];
  #search: LiteralTable<T> | undefined;

  add(test: T): void {
    const { handle, literals } = test;
    if (handle !== undefined && (literals === undefined || SHORT.has(handle.field))) this.#addHandle(handle, test);
    else if (literals !== undefined) this.#literal.push(test);
    else this.#others.push(test);
  }

  #addHandle({ field, values }: NonNullable<LedTest['handle']>, test: T): void {
    const byValue = this.#handled.get(field) ?? new Map<string, T[]>();
    this.#handled.set(field, byValue);
    for (const value of values) byValue.set(value, [...(byValue.get(value) ?? []), test]);
  }

  some(fact: Fact, holds: (test: T, fact: Fact) => boolean): boolean {
    for (const test of this.#others) if (holds(test, fact)) return true;
    if (this.#literal.length > 0) for (const test of (this.#search ??= new LiteralTable(this.#literal)).testsFor(fact)) if (holds(test, fact)) return true;
    for (const [field, byValue] of this.#handled) {
      const tests = byValue.get(textOf(fieldOf(fact, field)).toLowerCase());
      if (tests?.some(test => holds(test, fact)) === true) return true;
    }
    return false;
  }
}

/** Fields whose values are short, so that to look them up costs less than to search all fields for literals. */
const SHORT: ReadonlySet<HandleField> = new Set(['name', 'program', 'package', 'service', 'term', 'agent']);

/** Tests that ask for one of some literals, found in one pass over a fact's fields. */
class LiteralTable<T extends LedTest> {
  readonly #search: LiteralSearch;
  readonly #byLiteral: readonly (readonly T[])[];
  /** What each field held last, and the tests that it led to: file and dialect are the same for many facts in a row. */
  readonly #last = new Map<string, { readonly text: string; readonly tests: readonly T[] }>();

  constructor(tests: readonly T[]) {
    const byLiteral = new Map<string, T[]>();
    for (const test of tests) for (const literal of new Set(test.literals?.map(plainForm))) byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), test]);
    this.#search = new LiteralSearch([...byLiteral.keys()]);
    this.#byLiteral = [...byLiteral.values()];
  }

  testsFor(fact: Fact): Iterable<T> {
    let found: Set<T> | undefined;
    for (const name in fact.fields) {
      const value = fieldOf(fact, name);
      const tests = typeof value === 'object' ? value.flatMap(text => this.#testsIn(text)) : this.#inField(name, textOf(value));
      for (const test of tests) (found ??= new Set()).add(test);
    }
    return found ?? [];
  }

  #inField(name: string, text: string): readonly T[] {
    const last = this.#last.get(name);
    if (last?.text === text) return last.tests;
    const tests = this.#testsIn(text);
    this.#last.set(name, { text, tests });
    return tests;
  }

  #testsIn(text: string): readonly T[] {
    let found: T[] | undefined;
    this.#search.each(text, literal => {
      found = [...(found ?? []), ...(this.#byLiteral[literal] ?? [])];
    });
    return found ?? [];
  }
}

function textOf(value: FieldValue): string {
  return typeof value === 'string' ? value : String(value ?? '');
}
