// Jsonnet as the objects that are written out in it. Nothing is evaluated: functions, comprehensions and imports count as unknown.
import type { MapNode, Node, ScalarNode } from '../model/tree.ts';
import { Lexer, type Token } from './jsonnet/lexer.ts';
import { absentScalar, addEntry, impliedKey, openMap, openSeq, plainScalar } from './nodes.ts';

/** Deeper brackets are passed over. */
const MAX_DEPTH = 150;

/** The outermost objects and lists of a text. Never throws. */
export function readJsonnet(text: string): readonly Node[] {
  return new JsonnetReader(text).run();
}

class JsonnetReader {
  readonly #text: string;
  readonly #lexer: Lexer;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
  }

  run(): readonly Node[] {
    const found: Node[] = [];
    while (this.#lexer.peek() !== undefined) {
      found.push(...this.#parts(() => false).filter(node => node.kind !== 'scalar'));
      this.#lexer.next();
    }
    return found;
  }

  /** The literals of an expression, up to a sign that ends it. */
  #parts(isEnd: (token: Token) => boolean): readonly Node[] {
    const found: Node[] = [];
    for (let token = this.#lexer.peek(); token !== undefined; token = this.#lexer.peek()) {
      if (isEnd(token) || (token.kind === 'sign' && /^[}\])]$/.test(token.text))) break;
      if (token.kind === 'sign' && '{[('.includes(token.text)) {
        if (this.#depth >= MAX_DEPTH) this.#lexer.next();
        else found.push(...this.#bracket(token));
        continue;
      }
      this.#lexer.next();
      if (token.kind === 'string') found.push(token.scalar);
      else if (token.kind === 'name') found.push(...this.#name(token));
      else if (token.kind === 'number') found.push({ ...plainScalar(this.#text, token), value: Number(token.text) });
    }
    return found;
  }

  #bracket(open: Token & { readonly kind: 'sign' | 'name' | 'number' }): readonly Node[] {
    this.#lexer.next();
    this.#depth++;
    const found = open.text === '{' ? [this.#object(open.start)] : open.text === '[' ? [this.#list(open.start)] : this.#arguments();
    this.#depth--;
    return found;
  }

  /** A word: a constant, or a call of a library's constructor. */
  #name({ text, start, end }: Token): readonly Node[] {
    if (text === 'true' || text === 'false') return [{ ...plainScalar(this.#text, { start, end }), value: text === 'true' }];
    const open = this.#lexer.peek();
    if (!/(?:^|\.)fromHostPath$/.test(text) || open?.text !== '(' || this.#depth >= MAX_DEPTH) return [];
    this.#lexer.next();
    const [name, path] = this.#arguments();
    return name?.kind === 'scalar' && path?.kind === 'scalar' ? [hostPathVolume(name, path)] : [];
  }

  /** What stands between round brackets; the closing one is taken too. */
  #arguments(): readonly Node[] {
    const found: Node[] = [];
    for (;;) {
      found.push(...this.#parts(token => token.text === ',' && token.kind === 'sign'));
      const token = this.#lexer.next();
      if (token === undefined || token.text !== ',') return found;
    }
  }

  #list(start: number): Node {
    const list = openSeq(start);
    for (;;) {
      const item = valueOf(this.#parts(isComma));
      if (item !== undefined) list.items.push(item);
      const token = this.#lexer.next();
      if (token === undefined || !isComma(token)) return { ...list, end: token?.end ?? this.#text.length };
    }
  }

  #object(start: number): Node {
    const map = openMap(start);
    for (;;) {
      const key = this.#key();
      const parts = this.#parts(isComma);
      if (key !== undefined) addEntry(map, key, valueOf(parts) ?? absentScalar(key.end));
      const token = this.#lexer.next();
      if (token === undefined || !isComma(token)) return { ...map, end: token?.end ?? this.#text.length };
    }
  }

  /** A field's name, up to its colon; of a `local`, the name before `=`. */
  #key(): ScalarNode | undefined {
    let key: ScalarNode | undefined;
    for (let token = this.#lexer.peek(); token !== undefined; token = this.#lexer.peek()) {
      if (token.kind === 'sign' && /^[,}\])]$/.test(token.text)) return undefined;
      if (token.kind === 'sign' && '{[('.includes(token.text)) {
        if (this.#depth >= MAX_DEPTH) this.#lexer.next();
        else this.#bracket(token);
        continue;
      }
      this.#lexer.next();
      if (token.kind === 'string') key = token.scalar;
      else if (token.kind === 'name') key = plainScalar(this.#text, token);
      else if (token.text === ':' || token.text === '=') {
        while (this.#lexer.peek()?.text === ':') this.#lexer.next();
        return key;
      }
    }
    return undefined;
  }
}

function isComma(token: Token): boolean {
  return token.kind === 'sign' && token.text === ',';
}

/** What an expression is, as far as its literals tell: one of them, or the objects that are added to each other. */
function valueOf(parts: readonly Node[]): Node | undefined {
  const collections = parts.filter(part => part.kind !== 'scalar');
  const [first] = collections;
  if (first === undefined) return parts[0];
  if (collections.length === 1) return first;
  const start = Math.min(...collections.slice(0, 1000).map(part => part.start));
  const end = Math.max(...collections.slice(0, 1000).map(part => part.end));
  if (collections.every(part => part.kind === 'map')) return { kind: 'map', entries: collections.flatMap(part => part.entries), start, end };
  return { kind: 'seq', items: collections.flatMap(part => (part.kind === 'seq' ? part.items : [part])), start, end };
}

/** `volume.fromHostPath('run', '/var/run')` */
function hostPathVolume(name: ScalarNode, path: ScalarNode): MapNode {
  const source = openMap(path.start);
  addEntry(source, impliedKey('path', path.start), path);
  const volume = openMap(name.start);
  addEntry(volume, impliedKey('name', name.start), name);
  addEntry(volume, impliedKey('hostPath', path.start), source);
  return volume;
}
