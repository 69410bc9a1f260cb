// The blocks of a template: which arm each piece stands in.
import type { Piece } from './pieces.ts';

/** A stretch of a template between the action that begins it and the next `else` or `end` of the same block. */
export interface Arm {
  /** The pieces that begin and end it; `tail` is the number of pieces where it is never ended. */
  readonly head: number;
  readonly tail: number;
  /** The arm around it; -1 at the top. */
  readonly parent: number;
  /** The next arm of the same block; -1 after the last. */
  readonly next: number;
  /** The first arm of its block, and how many arms precede it in it. */
  readonly first: number;
  readonly order: number;
  /** The name of the `define` or `macro` that it is the body of. */
  readonly define?: string;
}

export interface Structure {
  /** In the order of their heads, so that an arm comes after the arms around it. */
  readonly arms: readonly Arm[];
  /** The innermost arm that each piece stands in; -1 at the top. The actions of a block stand in what is around it. */
  readonly armOf: readonly number[];
  /** The arm that a piece begins, if any. */
  readonly armAt: ReadonlyMap<number, number>;
}

/** Pairs the actions of blocks; what is not closed ends with the text, and an `end` too many is passed over. */
export function structureOf(pieces: readonly Piece[]): Structure {
  const arms: { -readonly [K in keyof Arm]: Arm[K] }[] = [];
  const armAt = new Map<number, number>();
  const armOf: number[] = [];
  const open: number[] = [];
  const begin = (head: number, first: number, order: number, define?: string): void => {
    const index = arms.length;
    arms.push({
      head,
      tail: pieces.length,
      parent: open.at(-1) ?? -1,
      next: -1,
      first: first < 0 ? index : first,
      order,
      ...(define === undefined ? {} : { define }),
    });
    armAt.set(head, index);
    open.push(index);
  };
  pieces.forEach((piece, i) => {
    const statement = piece.kind === 'action' ? piece.statement : undefined;
    const closed = statement?.role === 'middle' || statement?.role === 'close' ? open.pop() : undefined;
    armOf.push(open.at(-1) ?? -1);
    const arm = closed === undefined ? undefined : arms[closed];
    if (arm !== undefined) arm.tail = i;
    if (statement?.role === 'open') begin(i, -1, 0, statement.define);
    else if (statement?.role === 'middle' && arm !== undefined) {
      arm.next = arms.length;
      begin(i, arm.first, arm.order + 1);
    }
  });
  return { arms, armOf, armAt };
}

/** A template in pieces. */
export interface Template {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly structure: Structure;
}

export function templateOf(text: string, pieces: readonly Piece[]): Template {
  return { text, pieces, structure: structureOf(pieces) };
}
