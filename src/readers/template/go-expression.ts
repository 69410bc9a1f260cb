// Parses the pipelines of Go templates.
import { MAX_EXPR_DEPTH, MAX_EXPR_TOKENS, UNKNOWN_EXPR, type Expr } from './expression.ts';

export interface GoPipeline {
  readonly expr: Expr;
  /** Names before `:=` or `=`. */
  readonly binds: readonly string[];
  readonly declares: boolean;
}

/** Reads what stands inside an action; an expression that is not understood is an unknown one. */
export function parseGoPipeline(source: string): GoPipeline {
  const declaration = /^(\$\w*)(?:\s*,\s*(\$\w+))?\s*(:?=)(?!=)/.exec(source);
  const binds = declaration === null ? [] : [declaration[1], declaration[2]].filter(name => name !== undefined);
  const parser = new GoParser(declaration === null ? source : source.slice(declaration[0].length));
  return { expr: parser.parse(), binds, declares: declaration?.[3] === ':=' };
}

const TOKEN =
  /\s*(?:([|()])|("(?:[^"\\\n]|\\.)*")|`([^`]*)`|'((?:[^'\\\n]|\\.)*)'|(\$\w*)|(\.(?:[A-Za-z_]\w*)?)|([-+]?(?:0[xX][\da-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?))|([A-Za-z_]\w*))/y;

type Token =
  | { readonly kind: 'punctuation' | 'string' | 'variable' | 'field' | 'number' | 'name'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'end' };

const END: Token = { kind: 'end' };

class GoParser {
  readonly #source: string;
  #at = 0;
  #token: Token = END;
  /** Where the token before ended: a field that begins there belongs to it, `$x.y`, and is no argument of its own, `$x .y`. */
  #previousEnd = -1;
  #depth = 0;
  #count = 0;
  #failed = false;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Expr {
    this.#advance();
    const expr = this.#pipeline();
    return this.#failed || this.#token.kind !== 'end' ? UNKNOWN_EXPR : expr;
  }

  #advance(): void {
    TOKEN.lastIndex = this.#at;
    const match = ++this.#count > MAX_EXPR_TOKENS ? null : TOKEN.exec(this.#source);
    if (match === null) {
      this.#failed ||= this.#source.slice(this.#at).trim() !== '';
      this.#token = END;
      return;
    }
    const end = TOKEN.lastIndex;
    const [, punctuation, quoted, raw, char, variable, field, number, name] = match;
    const text = punctuation ?? (quoted === undefined ? undefined : unescape(quoted.slice(1, -1))) ?? raw ?? char ?? variable ?? field ?? number ?? name ?? '';
    const kind =
      punctuation !== undefined
        ? 'punctuation'
        : (quoted ?? raw ?? char) !== undefined
          ? 'string'
          : variable !== undefined
            ? 'variable'
            : field !== undefined
              ? 'field'
              : number !== undefined
                ? 'number'
                : 'name';
    this.#token = { kind, text, start: end - match[0].trimStart().length, end };
    this.#at = end;
  }

  #is(text: string): boolean {
    return this.#token.kind === 'punctuation' && this.#token.text === text;
  }

  #pipeline(): Expr {
    let expr = this.#command();
    while (!this.#failed && this.#is('|')) {
      this.#advance();
      expr = piped(this.#command(), expr);
    }
    return expr;
  }

  #command(): Expr {
    const head = this.#token;
    const first = this.#operand();
    const args: Expr[] = [];
    while (!this.#failed && this.#token.kind !== 'end' && !this.#is('|') && !this.#is(')')) args.push(this.#operand());
    if (args.length === 0) return first;
    // A method with arguments, such as `.Capabilities.APIVersions.Has "v1"`, answers only where the chart is installed.
    return head.kind === 'name' && !LITERALS.has(head.text) ? { kind: 'call', name: head.text, args } : UNKNOWN_EXPR;
  }

  #operand(): Expr {
    const base = this.#term();
    const path: string[] = [];
    while (this.#token.kind === 'field' && this.#token.start === this.#previousEnd && this.#token.text !== '.') {
      path.push(this.#token.text.slice(1));
      this.#take();
    }
    if (path.length === 0) return base;
    return base.kind === 'field' ? { ...base, path: [...base.path, ...path] } : { kind: 'field', base, path };
  }

  #take(): void {
    this.#previousEnd = this.#token.kind === 'end' ? -1 : this.#token.end;
    this.#advance();
  }

  #term(): Expr {
    const token = this.#token;
    if (token.kind === 'end') return this.#fail();
    if (token.kind === 'punctuation') return token.text === '(' ? this.#parenthesis() : this.#fail();
    this.#take();
    switch (token.kind) {
      case 'string':
        return { kind: 'literal', value: token.text };
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'variable':
        return { kind: 'variable', name: token.text };
      case 'field':
        return token.text === '.' ? { kind: 'dot' } : { kind: 'field', base: { kind: 'dot' }, path: [token.text.slice(1)] };
      case 'name':
        return LITERALS.get(token.text) ?? { kind: 'call', name: token.text, args: [] };
    }
  }

  #parenthesis(): Expr {
    if (++this.#depth > MAX_EXPR_DEPTH) return this.#fail();
    this.#take();
    const expr = this.#pipeline();
    this.#depth--;
    if (!this.#is(')')) return this.#fail();
    this.#take();
    return expr;
  }

  #fail(): Expr {
    this.#failed = true;
    return UNKNOWN_EXPR;
  }
}

const LITERALS: ReadonlyMap<string, Expr> = new Map<string, Expr>([
  ['true', { kind: 'literal', value: true }],
  ['false', { kind: 'literal', value: false }],
  ['nil', { kind: 'literal', value: undefined }],
]);

function piped(stage: Expr, input: Expr): Expr {
  return stage.kind === 'call' ? { ...stage, args: [...stage.args, input] } : UNKNOWN_EXPR;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}
