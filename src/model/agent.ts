// What is known of a third-party agent: its images and the first version that needs no Docker Engine.
import type { Level } from './finding.ts';

/** One entry of `rules/agents/`, as its YAML says it. */
export interface Agent {
  readonly id: string;
  readonly title: string;
  /** The catalogue's signals that this entry covers. */
  readonly signals?: readonly string[];
  /** Regular expressions (RE2) on the repository without registry and tag; any may match. */
  readonly images: readonly string[];
  /** Literals (any case), one of which every such image holds. */
  readonly needs: readonly string[];
  /** The first version that works without Docker, `always`, `never`, or `unknown`. */
  readonly since: string;
  /** Environment variables or flags that make an older or unknown version work without Docker. */
  readonly configuredBy?: readonly string[];
  /** How bad it is where the version needs Docker and the pod gives it a way to Docker. */
  readonly level: Level;
  /** What the agent uses Docker for, a sentence's end: `reads containers' names from the Docker API`. */
  readonly uses: string;
  /** What to change, for a person. */
  readonly change: string;
  readonly references: readonly string[];
}
