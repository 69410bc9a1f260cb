// The texts and lists that a PowerShell script keeps in variables until a command takes them.
import type { Guard } from '../../model/document.ts';
import { ValueBuilder, type Value } from '../shell/value.ts';

/** More parts than any real text is put together from. */
const MAX_PARTS = 1000;
/** Characters that putting texts together may take. */
const BUDGET = 1_000_000;

/** A text that a variable holds, and what guards a part of it. */
export interface HeldText {
  readonly value: Value;
  readonly guard: Guard | undefined;
}

interface Parts {
  readonly values: Value[];
  guard: Guard | undefined;
}

/** Names are in lower case. */
export class HeldTexts {
  readonly #lists = new Map<string, readonly Value[]>();
  readonly #hereStrings = new Map<string, Value>();
  readonly #strings = new Map<string, Parts>();
  #budget = BUDGET;

  setList(name: string, elements: readonly Value[]): void {
    this.#lists.set(name, elements);
  }

  list(name: string): readonly Value[] | undefined {
    return this.#lists.get(name);
  }

  setHereString(name: string, value: Value): void {
    this.#hereStrings.set(name, value);
  }

  /** Takes a variable's here-string, which then counts as written. */
  takeHereString(name: string): Value | undefined {
    const value = this.#hereStrings.get(name);
    this.#hereStrings.delete(name);
    return value;
  }

  /** Here-strings that nothing took. */
  left(): Iterable<Value> {
    return this.#hereStrings.values();
  }

  forget(name: string): void {
    this.#strings.delete(name);
  }

  /** Adds strings to what a variable is put together from: `$text = 'a'`, `$text += 'b'`. */
  addStrings(name: string, strings: readonly Value[], guard: Guard | undefined): void {
    const parts = this.#strings.get(name) ?? { values: [], guard: undefined };
    parts.values.push(...strings.slice(0, Math.max(0, MAX_PARTS - parts.values.length)));
    parts.guard ??= guard;
    this.#strings.set(name, parts);
  }

  /** The lines of a text that is put together from several strings, or has several lines. */
  lines(name: string): HeldText | undefined {
    const parts = this.#strings.get(name);
    if (parts === undefined || (parts.values.length < 2 && parts.values[0]?.text.includes('\n') !== true)) return undefined;
    this.#budget -= parts.values.reduce((sum, value) => sum + value.text.length + 10, 0);
    if (this.#budget < 0) return undefined;
    const builder = new ValueBuilder();
    for (const [index, value] of parts.values.entries()) {
      const start = value.extent?.start ?? 0;
      if (index > 0) builder.inexact('\n', { start, end: start });
      builder.add(value);
    }
    return { value: builder.build(), guard: parts.guard };
  }
}
