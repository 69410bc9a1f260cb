// Recognises the images of known agents and says whether their version needs Docker.
import { RE2JS } from 're2js';
import semver from 'semver';
import type { Agent } from '../model/agent.ts';
import type { AgentSupport } from '../model/fact.ts';

/** A recognised agent and what its tag says. */
export interface AgentMatch {
  readonly agent: Agent;
  readonly support: AgentSupport;
}

export class AgentKnowledge {
  readonly #entries: { readonly agent: Agent; patterns?: readonly RE2JS[] }[];
  readonly #known = new Map<string, AgentMatch | undefined>();

  constructor(agents: readonly Agent[]) {
    this.#entries = agents.map(agent => ({ agent }));
  }

  /** The agent whose image this is, with what its tag says of Docker. */
  match(repository: string, tag: string | undefined): AgentMatch | undefined {
    const key = `${repository}:${tag ?? ''}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#find(repository, tag));
    return this.#known.get(key);
  }

  #find(repository: string, tag: string | undefined): AgentMatch | undefined {
    for (const entry of this.#entries) {
      entry.patterns ??= entry.agent.images.map(pattern => RE2JS.compile(pattern));
      if (entry.patterns.some(pattern => pattern.matcher(repository).find())) return { agent: entry.agent, support: supportOf(entry.agent, tag) };
    }
    return undefined;
  }
}

function supportOf(agent: Agent, tag: string | undefined): AgentSupport {
  if (agent.since === 'always') return 'current';
  if (agent.since === 'never' || agent.since === 'unknown') return agent.since;
  const version = /^[vV]?\d{1,9}(?:\.\d{1,9})*(?=$|[-+_.])/.exec(tag ?? '')?.[0];
  const [found, first] = [semver.coerce(version), semver.coerce(agent.since)];
  if (found === null || first === null) return 'unknown';
  return semver.lt(found, first) ? 'outdated' : 'current';
}
