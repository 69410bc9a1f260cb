// Finds any of many literals in one pass over a text (Aho and Corasick's automaton), blind to case and to `-` against `_`.

/** Literals are ASCII; every other character ends whatever has begun. */
const CODES = 256;

/** An automaton for a set of literals. Time is linear in the text, whatever the literals. */
export class LiteralSearch {
  readonly #classes = new Uint8Array(CODES);
  readonly #width: number;
  /** The next state for each state and class. */
  readonly #next: Int32Array;
  /** The longest literal that ends in a state, or -1. */
  readonly #longest: Int32Array;
  /** Where to look for shorter literals that end in a state. */
  readonly #shorter: Int32Array;

  constructor(literals: readonly string[]) {
    const forms = literals.map(plainForm);
    if (forms.some(form => /[^\0-\x7f]/.test(form))) throw new Error('literals must be ASCII');
    this.#width = this.#assignClasses(forms);
    const states = forms.reduce((sum, form) => sum + form.length, 1);
    this.#next = new Int32Array(states * this.#width);
    this.#longest = new Int32Array(states).fill(-1);
    this.#shorter = new Int32Array(states);
    this.#link(this.#insert(forms));
  }

  /** Gives every character of the literals a class, the same for both cases and for `-` and `_`. */
  #assignClasses(forms: readonly string[]): number {
    let classes = 1;
    for (const char of new Set(forms.join(''))) {
      const known = classes++;
      for (const form of [char, char.toUpperCase(), ...(char === '-' ? ['_'] : [])]) this.#classes[form.charCodeAt(0)] = known;
    }
    return classes;
  }

  /** Builds the tree of the literals; gives the number of its states. */
  #insert(forms: readonly string[]): number {
    let states = 1;
    for (const [index, form] of forms.entries()) {
      let state = 0;
      for (let at = 0; at < form.length; at++) {
        const cell = state * this.#width + (this.#classes[form.charCodeAt(at)] ?? 0);
        if (this.#next[cell] === 0) this.#next[cell] = states++;
        state = this.#next[cell] ?? 0;
      }
      this.#longest[state] = index;
    }
    return states;
  }

  /** Leads every state on where the tree does not: to the longest other beginning that its text ends with. */
  #link(states: number): void {
    const fallback = new Int32Array(states);
    const queue: number[] = [0];
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] ?? 0;
      const other = fallback[state] ?? 0;
      for (let each = 0; each < this.#width; each++) {
        const cell = state * this.#width + each;
        const child = this.#next[cell] ?? 0;
        const beyond = state === 0 ? 0 : (this.#next[other * this.#width + each] ?? 0);
        if (child === 0) this.#next[cell] = beyond;
        else {
          fallback[child] = beyond;
          this.#shorter[child] = (this.#longest[beyond] ?? -1) >= 0 ? beyond : (this.#shorter[beyond] ?? 0);
          if ((this.#longest[child] ?? -1) < 0 && this.#shorter[child] !== 0) this.#longest[child] = this.#longest[this.#shorter[child] ?? 0] ?? -1;
          queue.push(child);
        }
      }
    }
  }

  /**
   * Asks `accept` about each occurrence: the literal's index and the offset after it. It answers with the offset to go on from, or
   * with -1 to end. Says whether it was ended.
   */
  search(text: string, accept: (literal: number, end: number) => number): boolean {
    const next = this.#next;
    const classes = this.#classes;
    const longest = this.#longest;
    const width = this.#width;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      state = next[state * width + (code < CODES ? (classes[code] as number) : 0)] as number;
      if ((longest[state] as number) < 0) continue;
      const resume = accept(longest[state] as number, at + 1);
      if (resume < 0) return true;
      if (resume > at + 1) {
        at = resume - 1;
        state = 0;
      }
    }
    return false;
  }

  /** Gives the index of each literal where it occurs, as often as it does. */
  each(text: string, see: (literal: number) => void): void {
    const next = this.#next;
    const classes = this.#classes;
    const longest = this.#longest;
    const width = this.#width;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      state = next[state * width + (code < CODES ? (classes[code] as number) : 0)] as number;
      if ((longest[state] as number) < 0) continue;
      for (let end = state; end !== 0 && (longest[end] as number) >= 0; end = this.#shorter[end] as number) see(longest[end] as number);
    }
  }
}

/** Lower case, and `-` for `_`. */
export function plainForm(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}
