// cmd scripts into statements. There is no grammar of cmd that is kept; a line of it is words and a few signs.
import { joinValues, sliceValue, ValueBuilder, type Value } from '../shell/value.ts';
import { settingOf } from '../shell/wrappers.ts';
import type { Statement } from '../windows/statement.ts';
import { Lexer, type Token, type Variables } from './lexer.ts';

const MAX_WORDS = 1000;
const ASSIGNED = /^[ \t@(]*set[ \t]+"?([A-Za-z_]\w{0,100})=([^"\n\r%!]{0,500})/gim;
/** Characters that expansions may add to what is read. */
const EXPANSION_BUDGET = 1_000_000;

/** The statements of a script in order. */
export function parseBatch(text: string): readonly Statement[] {
  return new BatchParser(text).run();
}

function constantsOf(text: string): Variables {
  const known = new Map<string, string | undefined>();
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNED)) {
    const key = name.toLowerCase();
    known.set(key, known.has(key) && known.get(key) !== value.trim() ? undefined : value.trim());
  }
  let budget = EXPANSION_BUDGET;
  return name => {
    const value = known.get(name);
    budget -= value?.length ?? 0;
    return budget < 0 ? undefined : value;
  };
}

class BatchParser {
  readonly #text: string;
  readonly #lexer: Lexer;
  readonly #statements: Statement[] = [];
  #words: Value[] = [];
  #target: string | undefined;
  #isTargetNext = false;
  #depth = 0;
  /** Whether the brackets of a `for` are open. */
  #isInSet = false;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text, constantsOf(text));
  }

  run(): readonly Statement[] {
    for (let token = this.#lexer.next(); token !== undefined; token = this.#lexer.next()) this.#take(token);
    this.#end();
    return this.#statements;
  }

  #take(token: Token): void {
    if (token.kind === 'word') this.#word(token.value);
    else if (token.text === '>') this.#isTargetNext = true;
    else if (token.text === '(') this.#open();
    else if (token.text === ')' && this.#isInSet) this.#isInSet = false;
    else if (token.text === ')' && this.#depth > 0) {
      this.#end();
      this.#depth--;
    } else if (token.text !== ')' && token.text !== '<') this.#end();
  }

  /** What opens a group, or the set of a `for`, whose words go on behind it. */
  #open(): void {
    this.#isInSet = /^in$/i.test(this.#words.at(-1)?.text ?? '');
    if (this.#isInSet) return;
    this.#words = [];
    this.#depth++;
  }

  #word(value: Value): void {
    if (this.#isTargetNext) {
      this.#isTargetNext = false;
      this.#target = value.text;
      return;
    }
    const isFirst = this.#words.length === 0;
    const word = isFirst && value.text.startsWith('@') ? sliceValue(value, value.text.search(/[^@]|$/)) : value;
    if (isFirst && /^(?:rem$|:)/i.test(word.text)) this.#lexer.skipLine();
    else if (word.text !== '' && this.#words.length < MAX_WORDS) this.#words.push(word);
    const first = this.#words[0]?.text.toLowerCase();
    if (first === 'for' && word.text.toLowerCase() === 'do') this.#endFor();
    else if (first === 'else') this.#words = [];
    else if (first === 'if') this.#words = afterCondition(this.#words);
  }

  /** `for /f %%i in ('docker ps -q') do`: what stands in quotes is a command. */
  #endFor(): void {
    const words = this.#words;
    this.#words = [];
    const from = words.findIndex(word => /^in$/i.test(word.text)) + 1;
    const set = joinValues(words.slice(from, -1));
    const quoted = /^(['`])([^]*)\1$/.exec(set.text);
    if (from > 0 && quoted !== null) this.#statements.push({ words: [], settings: [], inputs: [], scripts: [sliceValue(set, 1, set.text.length - 1)] });
  }

  #end(): void {
    const words = this.#words;
    const target = this.#target;
    this.#words = [];
    this.#target = undefined;
    this.#isTargetNext = false;
    if (words.length === 0) return;
    const setting = words[0]?.text.toLowerCase() === 'set' ? settingOf(joinValues(words.slice(1))) : undefined;
    const settings = setting === undefined ? [] : [setting];
    const inputs = target === undefined ? [] : this.#echoed(words);
    this.#statements.push({ words: settings.length > 0 ? [] : words, settings, inputs, scripts: [], ...(target === undefined ? {} : { target }) });
  }

  /** What `echo` writes: the words as they stand, quotes included. */
  #echoed(words: readonly Value[]): readonly Value[] {
    const start = words[1]?.extent?.start;
    const end = words.at(-1)?.extent?.end;
    if (!/^echo\.?$/i.test(words[0]?.text ?? '') || start === undefined || end === undefined) return [];
    return [new ValueBuilder().exact(this.#text.slice(start, end), start).build()];
  }
}

/** The words behind the condition of an `if`, once all of it is there; else all of them. */
function afterCondition(words: Value[]): Value[] {
  let at = 1;
  while (/^(?:\/i|not)$/i.test(words[at]?.text ?? '')) at++;
  const first = words[at]?.text ?? '';
  if (/^(?:exist|defined|errorlevel|cmdextversion)$/i.test(first)) at += 2;
  else if (/==./.test(first)) at++;
  else if (first.endsWith('==') || words[at + 1]?.text.startsWith('==') === true) at += words[at + 1]?.text === '==' ? 3 : 2;
  else at += 3;
  return words.length > at ? words.slice(at) : words;
}
