// Recognises the images of known agents and says whether their version needs Docker.
import { RE2JS } from 're2js';
import type { Agent } from '../model/agent.ts';
import type { AgentFields, AgentSupport } from '../model/fact.ts';

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
    const lower = repository.toLowerCase();
    for (const entry of this.#entries) {
      // Regular expressions are dear and an agent's literals are in its name anyway.
      if (!entry.agent.needs.some(need => lower.includes(need.toLowerCase()))) continue;
      entry.patterns ??= entry.agent.images.map(pattern => RE2JS.compile(pattern));
      if (entry.patterns.some(pattern => pattern.matcher(repository).find())) return { agent: entry.agent, support: supportOf(entry.agent, tag) };
    }
    return undefined;
  }
}

function supportOf(agent: Agent, tag: string | undefined): AgentSupport {
  if (agent.since === 'always') return 'current';
  if (agent.since === 'never' || agent.since === 'unknown') return agent.since;
  const version = /^[vV]?(\d{1,9}(?:\.\d{1,9}){0,3})(?=$|[-+_.])/.exec(tag ?? '')?.[1];
  return version === undefined ? 'unknown' : compared(numbers(version), numbers(agent.since));
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** A tag such as `7` floats: it says nothing of versions within 7, and all of those before and after. */
function compared(tag: readonly number[], since: readonly number[]): AgentSupport {
  for (const [index, first] of since.entries()) {
    const part = tag[index];
    if (part === undefined) return since.slice(index).every(rest => rest === 0) ? 'current' : 'unknown';
    if (part !== first) return part < first ? 'outdated' : 'current';
  }
  return 'current';
}

/** The fields of a fact that tell of a recognised agent. */
export function agentFields({ agent, support }: AgentMatch): AgentFields {
  const versioned = /^\d/.test(agent.since);
  return {
    agent: agent.id,
    agentSupport: support,
    agentLevel: agent.level,
    agentTitle: agent.title,
    ...(versioned ? { agentSince: agent.since } : {}),
    agentUses: agent.uses,
    agentChange: agent.change.trim(),
  };
}

/** What a container sets: its environment variables and its words, in order. */
export interface Switches {
  readonly variables: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** A match as its container's settings leave it: one that sets a switch that makes it do without Docker is as good as a current one. */
export function configured(match: AgentMatch, { variables, words }: Switches): AgentMatch {
  if (match.support === 'never') return match;
  const on = (match.agent.configuredBy ?? []).some(one => {
    const [name = '', value] = one.split('=', 2);
    const set = variables.get(name);
    if (set !== undefined) return value === undefined || set === value;
    if (value === undefined) return words.some(word => word === name || word.startsWith(`${name}=`));
    return words.some((word, index) => word === one || (word === name && words[index + 1] === value));
  });
  return on ? { ...match, support: 'current' } : match;
}
