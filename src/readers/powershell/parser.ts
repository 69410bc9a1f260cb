// PowerShell into statements: a tolerant reader that knows commands, strings, pipes, blocks and assignments, and passes over expressions.
// It is our own: manifests hold parts of scripts and templates of them, for which a grammar of whole scripts is not made.
import type { Guard } from '../../model/document.ts';
import { ValueBuilder, type Value } from '../shell/value.ts';
import type { Statement } from '../windows/statement.ts';
import { CLOSES, Frame, KEYWORDS, PREFIXES, WRITER, type Part } from './frame.ts';
import { armGuard } from './guards.ts';
import { HeldTexts } from './held-texts.ts';
import { Lexer, type SignToken, type Token, type WordToken } from './lexer.ts';
import { nameOf, writtenBy } from './parts.ts';
import { constantsOf } from './variables.ts';

/** Deeper brackets are read as if they were not there. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 1000;

/** The statements of a script in the order in which they end. */
export function parsePowershell(text: string): readonly Statement[] {
  return new PowershellParser(text).run();
}

class PowershellParser {
  readonly #text: string;
  readonly #statements: Statement[] = [];
  readonly #held = new HeldTexts();
  readonly #stack: Frame[] = [];
  #frame = new Frame('', 0, undefined);

  constructor(text: string) {
    this.#text = text;
  }

  run(): readonly Statement[] {
    const lexer = new Lexer(this.#text, constantsOf(this.#text));
    let last: Token | undefined;
    for (let token = lexer.next(false); token !== undefined; token = lexer.next(this.#frame.isHash)) {
      const isBreak = token.kind === 'sign' && token.text === '\n';
      if (isBreak && this.#frame.goesOn(last)) continue;
      if (token.kind !== 'sign' || (token.text !== '{' && !isBreak)) this.#frame.endWaiting();
      if (isBreak && this.#frame.waitsForBlock()) continue;
      if (token.kind === 'sign') this.#sign(token);
      else this.#word(token);
      last = token;
    }
    while (this.#stack.length > 0) this.#pop(this.#text.length);
    this.#endStatement();
    for (const value of this.#held.left()) this.#state([], { inputs: [value] });
    return this.#statements;
  }

  #state(words: readonly Value[], more: Partial<Statement>): void {
    const { guard } = this.#frame;
    this.#statements.push({ words, settings: [], inputs: [], scripts: [], ...(guard === undefined ? {} : { guard }), ...more });
  }

  #word(token: WordToken): void {
    const frame = this.#frame;
    const scripts = token.nested.map(({ start, end }) => new ValueBuilder().exact(this.#text.slice(start, end), start).build());
    if (scripts.length > 0) this.#state([], { scripts });
    if (frame.elements.length < MAX_ELEMENTS) frame.elements.push(token.value);
    if (frame.isTargetNext) {
      frame.isTargetNext = false;
      frame.target = token.value.text;
      return;
    }
    const lower = token.value.text.toLowerCase();
    if (frame.parts.length === 0 && token.kind === 'bare' && !frame.isHash) {
      if (PREFIXES.has(lower)) return;
      if (KEYWORDS.has(lower)) {
        if (!lower.startsWith('else')) frame.otherwise = undefined;
        frame.keyword = lower;
        return;
      }
    }
    if (frame.keyword === undefined) frame.otherwise = undefined;
    frame.parts.push(token);
  }

  #sign(token: SignToken): void {
    const frame = this.#frame;
    const { text } = token;
    if (text in CLOSES) this.#push(token);
    else if (text === '}' || text === ')') this.#closeBracket(text, token.end);
    else if (text === '=' || text === '+=') this.#assign(text);
    else if (text === '>') frame.isTargetNext = true;
    else if (text === '|') this.#endCommand(true);
    else if (text === ',') {
      // Each parameter is an assignment of its own.
      if (frame.assigned !== undefined && frame.close === ')' && this.#stack.at(-1)?.keyword === 'param') this.#endStatement();
    } else if (text !== '&' || frame.parts.length > 0) this.#endStatement();
  }

  #assign(operator: string): void {
    const frame = this.#frame;
    const name = frame.parts.at(-1);
    if (name === undefined || name.kind === 'group' || frame.assigned !== undefined) return;
    if (operator === '=' && name.kind === 'variable') this.#held.forget(nameOf(name, this.#text).text.toLowerCase());
    frame.assigned = name.kind === 'variable' ? nameOf(name, this.#text) : name.value;
    frame.parts = [];
  }

  #push({ text, start }: SignToken): void {
    if (this.#stack.length >= MAX_DEPTH) return;
    const around = this.#frame;
    const guard = around.guard ?? (text === '{' ? armGuard(around) : undefined);
    this.#stack.push(around);
    this.#frame = new Frame(CLOSES[text] ?? '}', start, guard);
    if (around.keyword === 'switch' && text === '{') this.#frame.isSwitch = true;
  }

  #closeBracket(close: string, end: number): void {
    const depth = [...this.#stack.slice(1), this.#frame].findLastIndex(frame => frame.close.startsWith(close));
    if (depth < 0) {
      this.#endStatement();
      return;
    }
    while (this.#stack.length > depth + 1) this.#pop(end);
    this.#pop(end);
  }

  #pop(end: number): void {
    this.#endStatement();
    const inner = this.#frame;
    const around = this.#stack.pop();
    if (around === undefined) return;
    this.#frame = around;
    const isBlock = inner.close === '}';
    if (around.keyword !== undefined && isBlock) {
      around.endKeyword();
      around.parts = [];
      return;
    }
    if (around.keyword !== undefined && around.condition === undefined)
      around.condition = this.#text.slice(inner.start + 1, Math.max(inner.start + 1, end - 1));
    if (isBlock && around.isSwitch) around.parts = [];
    else {
      const elements = isBlock || inner.runsCommands ? [] : inner.elements;
      around.parts.push({ kind: 'group', elements, start: inner.start, end });
      around.elements.push(...elements.slice(0, Math.max(0, MAX_ELEMENTS - around.elements.length)));
    }
  }

  #endStatement(): void {
    const frame = this.#frame;
    this.#endCommand(false);
    frame.inputs = [];
    frame.endKeyword();
  }

  /** Ends one command of a pipe; what a text before the pipe says goes into the next one. */
  #endCommand(isPiped: boolean): void {
    const frame = this.#frame;
    const { parts, assigned, inputs, target } = frame;
    frame.parts = [];
    frame.target = undefined;
    frame.isTargetNext = false;
    if (!isPiped) frame.assigned = undefined;
    if (frame.isHash) {
      this.#pair(assigned, parts);
      return;
    }
    const [first] = parts;
    if (first === undefined || frame.keyword !== undefined) return;
    if (first.kind === 'bare' && !/^(?:[[\-\d]|\w+=)/.test(first.value.text)) this.#command(parts, inputs, target);
    else if (first.kind === 'string' && (parts.length > 1 || /\.exe$/i.test(first.value.text)) && this.#isCalled(first)) this.#command(parts, inputs, target);
    else if (first.kind === 'variable' && this.#isCalled(first)) this.#command(parts, inputs, target);
    else if (isPiped) frame.inputs = this.#textsOf(parts);
    else this.#expression(parts, assigned, target);
    if (isPiped && first.kind === 'bare') frame.inputs = writtenBy(parts);
  }

  /** Whether the call operator stands before a word. */
  #isCalled({ start }: Part): boolean {
    return /[&.][ \t]*$/.test(this.#text.slice(Math.max(0, start - 10), start));
  }

  #command(parts: readonly Part[], inputs: readonly Value[], target: string | undefined): void {
    this.#frame.runsCommands = true;
    const writes = parts[0]?.kind === 'bare' && WRITER.test(parts[0].value.text);
    const guard = this.#frame.guard ?? (writes ? this.#guardOfTexts(parts) : undefined);
    const more = { inputs: inputs.slice(0, 50), ...(guard === undefined ? {} : { guard }), ...(target === undefined ? {} : { target }) };
    this.#state(writes ? this.#textsOf(parts) : this.#valuesOf(parts), more);
  }

  #guardOfTexts(parts: readonly Part[]): Guard | undefined {
    const names = parts.flatMap(part => (part.kind === 'variable' ? [nameOf(part, this.#text).text.toLowerCase()] : []));
    return names.map(name => this.#held.lines(name)?.guard).find(guard => guard !== undefined);
  }

  #valuesOf(parts: readonly Part[]): readonly Value[] {
    return parts
      .flatMap(part => {
        if (part.kind === 'group') return part.elements;
        const name = part.kind === 'splat' ? part.value.text.slice(1).toLowerCase() : '';
        if (part.kind === 'splat') return this.#held.list(name) ?? [part.value];
        const held = part.kind === 'variable' ? this.#held.takeHereString(nameOf(part, this.#text).text.toLowerCase()) : undefined;
        return [held ?? part.value];
      })
      .slice(0, MAX_ELEMENTS);
  }

  /** The texts that an expression is; of a variable, the text that it was set to before. */
  #textsOf(parts: readonly Part[]): Value[] {
    return parts.flatMap(part => {
      if (part.kind === 'group') return part.elements;
      const name = part.kind === 'variable' ? nameOf(part, this.#text).text.toLowerCase() : '';
      return [this.#held.takeHereString(name) ?? this.#held.lines(name)?.value ?? part.value];
    });
  }

  #expression(parts: readonly Part[], assigned: Value | undefined, target: string | undefined): void {
    const [first, second] = parts;
    if (assigned === undefined) {
      if (target !== undefined) this.#state([], { inputs: this.#textsOf(parts), target });
      else if (first?.kind === 'bare' && second?.kind === 'group') this.#method(first, second.elements);
      else if (first?.kind === 'here-string') this.#state([], { inputs: [first.value] });
      return;
    }
    const [value] = parts.filter(part => part.kind !== 'bare' || !part.value.text.startsWith('['));
    if (value === undefined) return;
    const name = assigned.text.toLowerCase();
    const strings = parts.flatMap(part => (part.kind === 'string' ? [part.value] : []));
    if (strings.length > 0) this.#held.addStrings(name, strings, this.#frame.guard);
    const elements = parts.flatMap(part => (part.kind === 'group' ? part.elements : [part.value]));
    if (elements.length > 1 || value.kind === 'group') {
      this.#held.setList(name, elements);
      if (elements.some(element => element.text.startsWith('--'))) this.#state(elements, {});
    } else if (value.kind === 'here-string') this.#held.setHereString(name, value.value);
    else this.#state([], { settings: [{ name: assigned, value: value.value }] });
  }

  /** Static methods of .NET that set variables and write files. */
  #method(name: WordToken, elements: readonly Value[]): void {
    const [first, second] = elements;
    if (first === undefined || second === undefined) return;
    if (/::SetEnvironmentVariable$/i.test(name.value.text)) this.#state([], { settings: [{ name: first, value: second }] });
    else if (/::(?:WriteAll|AppendAll)(?:Text|Lines)$/i.test(name.value.text)) this.#state([], { inputs: [second], target: first.text });
  }

  /** `Name = 'docker'` in a hash table: as a parameter, for commands that it is splatted to. */
  #pair(key: Value | undefined, parts: readonly Part[]): void {
    if (key === undefined) return;
    const values = parts.flatMap(part => (part.kind === 'group' ? part.elements : [part.value]));
    const start = key.extent?.start ?? 0;
    const dash = new ValueBuilder().inexact('-', { start, end: start }).add(key).build();
    this.#frame.elements.length = Math.max(0, this.#frame.elements.length - values.length - 1);
    this.#frame.elements.push(dash, ...values);
  }
}
