// Parses the expressions of Jinja, operators under the names that Go templates have for them.
import { ExpressionTokens, type TokenSyntax } from './expression-tokens.ts';
import { MAX_EXPR_DEPTH, UNKNOWN_EXPR, type Expr } from './expression.ts';

/** Reads an expression; one that is not understood is an unknown one. */
export function parseJinja(source: string): Expr {
  return new JinjaParser(source).parse();
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|\*\*|\/\/|[-+*/%~<>=|.,:()[\]{}]))/y;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const END: Token = { kind: 'end', text: '' };

const SYNTAX: TokenSyntax<Token> = { pattern: TOKEN, tokenOf, end: END };

function tokenOf([, quoted, number, name, sign]: RegExpExecArray): Token {
  if (quoted !== undefined) return { kind: 'string', text: unescape(quoted.slice(1, -1)) };
  return { kind: number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign', text: number ?? name ?? sign ?? '' };
}

/** Operators of two sides, loosest first; all of them take from left to right. */
const LEVELS: readonly Readonly<Record<string, string>>[] = [
  { or: 'or' },
  { and: 'and' },
  { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', in: 'in', is: 'is', not: 'notIn' },
  { '~': 'concat', '+': 'plus' },
  { '-': 'opaque', '*': 'opaque', '/': 'opaque', '//': 'opaque', '%': 'opaque', '**': 'opaque' },
];
const NOT_LEVEL = 2;

class JinjaParser {
  readonly #tokens: ExpressionTokens<Token>;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = new ExpressionTokens(source, SYNTAX);
  }

  parse(): Expr {
    return this.#tokens.whole(this.#conditional());
  }

  #is(text: string): boolean {
    return this.#tokens.token.text === text && (this.#tokens.token.kind === 'sign' || this.#tokens.token.kind === 'name');
  }

  #skip(text: string): boolean {
    const found = this.#is(text);
    if (found) this.#tokens.advance();
    return found;
  }

  /** `a if condition else b` */
  #conditional(): Expr {
    if (++this.#depth > MAX_EXPR_DEPTH) return this.#tokens.fail();
    const value = this.#binary(0);
    const expr = this.#skip('if') ? this.#alternatives(value) : value;
    this.#depth--;
    return expr;
  }

  #alternatives(value: Expr): Expr {
    const condition = this.#binary(0);
    const otherwise: Expr = this.#skip('else') ? this.#conditional() : { kind: 'literal', value: undefined };
    return call('ternary', value, otherwise, condition);
  }

  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    if (level === NOT_LEVEL && this.#is('not')) return this.#negation();
    let left = this.#binary(level + 1);
    while (!this.#tokens.failed && this.#tokens.token.kind !== 'string') {
      const operator = Object.hasOwn(operators, this.#tokens.token.text) ? operators[this.#tokens.token.text] : undefined;
      if (operator === undefined) break;
      this.#tokens.advance();
      left = this.#operation(operator, left, level);
    }
    return left;
  }

  #negation(): Expr {
    if (++this.#depth > MAX_EXPR_DEPTH) return this.#tokens.fail();
    this.#tokens.advance();
    const expr = call('not', this.#binary(NOT_LEVEL));
    this.#depth--;
    return expr;
  }

  #operation(operator: string, left: Expr, level: number): Expr {
    if (operator === 'is') return this.#test(left);
    if (operator === 'notIn') return this.#skip('in') ? call('not', call('in', left, this.#binary(level + 1))) : this.#tokens.fail();
    return call(operator, left, this.#binary(level + 1));
  }

  /** `is defined`, `is not version('1.2', '<')` */
  #test(left: Expr): Expr {
    const negated = this.#skip('not');
    if (this.#tokens.token.kind !== 'name') return this.#tokens.fail();
    const name = this.#tokens.token.text;
    this.#tokens.advance();
    const args = this.#is('(') ? this.#sequence(')') : [];
    const test = call(`is ${name}`, left, ...args);
    return negated ? call('not', test) : test;
  }

  #unary(): Expr {
    if (this.#is('-') || this.#is('+')) {
      this.#tokens.advance();
      this.#postfix();
      return UNKNOWN_EXPR;
    }
    return this.#postfix();
  }

  #postfix(): Expr {
    let expr = this.#primary();
    while (!this.#tokens.failed && this.#tokens.token.kind === 'sign') {
      if (this.#skip('|')) expr = this.#filter(expr);
      else if (this.#skip('.')) expr = this.#attribute(expr);
      else if (this.#is('[')) expr = this.#subscript(expr);
      else if (this.#is('(')) {
        this.#sequence(')');
        expr = UNKNOWN_EXPR;
      } else break;
    }
    return expr;
  }

  #attribute(base: Expr): Expr {
    const { kind, text } = this.#tokens.token;
    if (kind !== 'name' && kind !== 'number') return this.#tokens.fail();
    this.#tokens.advance();
    return field(base, text);
  }

  #subscript(base: Expr): Expr {
    const [key, ...more] = this.#sequence(']');
    return key?.kind === 'literal' && typeof key.value === 'string' && more.length === 0 ? field(base, key.value) : UNKNOWN_EXPR;
  }

  #filter(input: Expr): Expr {
    if (this.#tokens.token.kind !== 'name') return this.#tokens.fail();
    let name = this.#tokens.token.text;
    this.#tokens.advance();
    while (this.#skip('.')) {
      name += `.${this.#tokens.token.text}`;
      this.#tokens.advance();
    }
    const args = this.#is('(') ? this.#sequence(')') : [];
    return call(`|${name}`, input, ...args);
  }

  #primary(): Expr {
    const { kind, text } = this.#tokens.token;
    if (kind === 'end') return this.#tokens.fail();
    if (kind === 'sign') return this.#bracketed(text);
    this.#tokens.advance();
    if (kind === 'string') return { kind: 'literal', value: text };
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    return LITERALS.get(text) ?? { kind: 'variable', name: text };
  }

  #bracketed(open: string): Expr {
    if (open === '[') return call('list', ...this.#sequence(']'));
    if (open === '{') {
      this.#sequence('}');
      return UNKNOWN_EXPR;
    }
    if (open !== '(') return this.#tokens.fail();
    const items = this.#sequence(')');
    return items.length === 1 && items[0] !== undefined ? items[0] : call('list', ...items);
  }

  /** What stands between brackets, the opening one at hand; keys of mappings and names of arguments are passed over. */
  #sequence(close: string): Expr[] {
    const items: Expr[] = [];
    this.#tokens.advance();
    while (!this.#tokens.failed && !this.#is(close)) {
      const item = this.#conditional();
      if (this.#skip('=') || this.#skip(':')) items.push(this.#conditional());
      else items.push(item);
      if (!this.#skip(',') && !this.#is(close)) this.#tokens.fail();
    }
    this.#tokens.advance();
    return items;
  }
}

const LITERALS: ReadonlyMap<string, Expr> = new Map<string, Expr>([
  ...['true', 'True'].map((name): [string, Expr] => [name, { kind: 'literal', value: true }]),
  ...['false', 'False'].map((name): [string, Expr] => [name, { kind: 'literal', value: false }]),
  ...['none', 'None'].map((name): [string, Expr] => [name, { kind: 'literal', value: undefined }]),
]);

function call(name: string, ...args: readonly Expr[]): Expr {
  return { kind: 'call', name, args };
}

function field(base: Expr, name: string): Expr {
  return base.kind === 'field' ? { ...base, path: [...base.path, name] } : { kind: 'field', base, path: [name] };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescape(text: string): string {
  return text.replace(/\\([^])/g, (_, char: string) => ESCAPES[char] ?? char);
}
