// Who has how many pods, and on which nodes: counted by direct owners while pods go by, summed up for the highest ones at the end.

export interface PodCount {
  readonly count: number;
  readonly nodes: ReadonlySet<string>;
}

export class PodCounts {
  readonly #counts = new Map<string, { count: number; readonly nodes: Set<string> }>();

  /** Counts a pod of the owner with this uid; a pod without a node waits for one. */
  add(owner: string, node: string | undefined): void {
    let pods = this.#counts.get(owner);
    if (pods === undefined) this.#counts.set(owner, (pods = { count: 0, nodes: new Set() }));
    pods.count++;
    if (node !== undefined) pods.nodes.add(node);
  }

  /** The pods of each highest owner, by its uid. */
  summed(topOf: (uid: string) => string): ReadonlyMap<string, PodCount> {
    const sums = new Map<string, PodCount>();
    for (const [owner, { count, nodes }] of this.#counts) {
      const top = topOf(owner);
      const sum = sums.get(top);
      sums.set(top, sum === undefined ? { count, nodes } : { count: sum.count + count, nodes: new Set([...sum.nodes, ...nodes]) });
    }
    return sums;
  }
}
