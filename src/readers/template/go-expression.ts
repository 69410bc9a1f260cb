// Parses the pipelines of Go templates.
import { ExpressionTokens, type TokenSyntax } from './expression-tokens.ts';
import { MAX_EXPR_DEPTH, UNKNOWN_EXPR, type Expr } from './expression.ts';

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

const SYNTAX: TokenSyntax<Token> = { pattern: TOKEN, tokenOf, end: END };

function tokenOf(match: RegExpExecArray, end: number): Token {
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
  return { kind, text, start: end - match[0].trimStart().length, end };
}

class GoParser {
  readonly #tokens: ExpressionTokens<Token>;
  /** Where the token before ended: a field that begins there belongs to it, `$x.y`, and is no argument of its own, `$x .y`. */
  #previousEnd = -1;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = new ExpressionTokens(source, SYNTAX);
  }

  parse(): Expr {
    return this.#tokens.whole(this.#pipeline());
  }

  #is(text: string): boolean {
    return this.#tokens.token.kind === 'punctuation' && this.#tokens.token.text === text;
  }

  #pipeline(): Expr {
    let expr = this.#command();
    while (!this.#tokens.failed && this.#is('|')) {
      this.#tokens.advance();
      expr = piped(this.#command(), expr);
    }
    return expr;
  }

  #command(): Expr {
    const head = this.#tokens.token;
    const first = this.#operand();
    const args: Expr[] = [];
    while (!this.#tokens.failed && this.#tokens.token.kind !== 'end' && !this.#is('|') && !this.#is(')')) args.push(this.#operand());
    if (args.length === 0) return first;
    // A method with arguments, such as `.Capabilities.APIVersions.Has "v1"`, answers only where the chart is installed.
    return head.kind === 'name' && !LITERALS.has(head.text) ? { kind: 'call', name: head.text, args } : UNKNOWN_EXPR;
  }

  #operand(): Expr {
    const base = this.#term();
    const path: string[] = [];
    while (this.#tokens.token.kind === 'field' && this.#tokens.token.start === this.#previousEnd && this.#tokens.token.text !== '.') {
      path.push(this.#tokens.token.text.slice(1));
      this.#take();
    }
    if (path.length === 0) return base;
    return base.kind === 'field' ? { ...base, path: [...base.path, ...path] } : { kind: 'field', base, path };
  }

  #take(): void {
    this.#previousEnd = this.#tokens.token.kind === 'end' ? -1 : this.#tokens.token.end;
    this.#tokens.advance();
  }

  #term(): Expr {
    const token = this.#tokens.token;
    if (token.kind === 'end') return this.#tokens.fail();
    if (token.kind === 'punctuation') return token.text === '(' ? this.#parenthesis() : this.#tokens.fail();
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
    if (++this.#depth > MAX_EXPR_DEPTH) return this.#tokens.fail();
    this.#take();
    const expr = this.#pipeline();
    this.#depth--;
    if (!this.#is(')')) return this.#tokens.fail();
    this.#take();
    return expr;
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
