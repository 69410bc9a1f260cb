// Names the known agent behind each path of the node that a pod mounts, so that one finding can tell of both.
import type { AgentFields, Fact, FactOf } from '../model/fact.ts';
import type { Collector } from './context.ts';

/** More agents in one pod than any real pod has. */
const MOST_AGENTS = 50;

/** Completes the hostPath facts stated since `from`, those of one pod, with the agent that mounts them. */
export function nameMountingAgents(collect: Collector, from: number): void {
  const { facts } = collect;
  const agents = facts.slice(from).filter(isAgent).slice(0, MOST_AGENTS);
  if (agents.length === 0) return;
  for (let at = from; at < facts.length; at++) {
    const fact = facts[at];
    if (fact?.kind !== 'hostPath') continue;
    const agent = agents.find(one => one.scope === fact.scope && mountedBy(fact, one));
    if (agent !== undefined) facts[at] = { ...fact, fields: { ...fact.fields, ...fieldsOf(agent) } };
  }
}

function isAgent(fact: Fact): fact is FactOf<'image'> {
  return fact.kind === 'image' && fact.fields.agent !== undefined;
}

/** Containers without a name, and mounts that are not known, may belong together. */
function mountedBy({ fields }: FactOf<'hostPath'>, agent: FactOf<'image'>): boolean {
  const { container } = agent.fields;
  return container === undefined || fields.mounts === undefined || fields.mounts.includes(container);
}

function fieldsOf({ fields }: FactOf<'image'>): AgentFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith('agent')));
}
