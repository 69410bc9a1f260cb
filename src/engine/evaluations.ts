// The evaluation of a scan of files, repository by repository: what one of them says is no answer for another one.
import type { Finding, Notification } from '../model/finding.ts';
import type { Evaluation } from './evaluation.ts';

/** An evaluation for each repository, made when the first of its bundles comes. */
export class Evaluations {
  readonly #make: () => Evaluation;
  readonly #all = new Map<string, Evaluation>();

  constructor(make: () => Evaluation) {
    this.#make = make;
  }

  /** That of a repository, by its folder; of what lies in none, by the empty name. */
  in(repository: string): Evaluation {
    let evaluation = this.#all.get(repository);
    if (evaluation === undefined) this.#all.set(repository, (evaluation = this.#make()));
    return evaluation;
  }

  /** The findings of all of them; `known` are the ids of all rules there are. */
  finish(known: ReadonlySet<string>): { readonly findings: readonly Finding[]; readonly notifications: readonly Notification[] } {
    const outcomes = [...this.#all.values()].map(evaluation => evaluation.finish(known));
    return { findings: outcomes.flatMap(({ findings }) => findings), notifications: outcomes.flatMap(({ notifications }) => notifications) };
  }
}
