// The words of a report that people read: what each effect means, how things are counted, how a place is written.
import { hasHappened, systemOf } from '../model/finding.ts';
import type { Effect, Finding, Level, Runtime } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { resourceName } from '../model/location.ts';
import { visible } from './safe-text.ts';

export interface EffectVerbs {
  /** After `3 workloads will`. */
  readonly verb: string;
  /** After `1 workload` and after `3 workloads`, where it has happened. */
  readonly present: readonly [one: string, many: string];
}

interface EffectWords extends EffectVerbs {
  /** After the message of a finding, with `when` behind it. */
  readonly sentence: string;
}

/** Worst first; the order in which effects are told. */
export const EFFECTS: Readonly<Record<Effect, EffectWords>> = {
  'node-not-ready': {
    sentence: 'The node does not become ready',
    verb: 'keep a node from becoming ready',
    present: ['keeps a node from becoming ready', 'keep a node from becoming ready'],
  },
  'component-refuses-to-start': {
    sentence: 'The component refuses to start',
    verb: 'keep a component from starting',
    present: ['keeps a component from starting', 'keep a component from starting'],
  },
  'data-lost': { sentence: 'Data is lost', verb: 'lose data', present: ['loses data', 'lose data'] },
  'pod-does-not-start': { sentence: 'The pod does not start', verb: 'not start', present: ['does not start', 'do not start'] },
  crashes: { sentence: 'It crashes', verb: 'crash', present: ['crashes', 'crash'] },
  'runs-but-fails': {
    sentence: 'It runs but silently fails',
    verb: 'run but silently fail',
    present: ['runs but silently fails', 'run but silently fail'],
  },
  'behaves-differently': { sentence: 'It behaves differently', verb: 'behave differently', present: ['behaves differently', 'behave differently'] },
  'none-yet': { sentence: 'Nothing breaks yet', verb: 'not break yet', present: ['does not break yet', 'do not break yet'] },
};

/** What becomes of the nodes of a cluster themselves, where that reads otherwise. */
export const NODE_EFFECTS: Readonly<Partial<Record<Effect, EffectVerbs>>> = {
  'node-not-ready': { verb: 'not become ready', present: ['does not become ready', 'do not become ready'] },
};

const EFFECT_RANK: ReadonlyMap<string, number> = new Map(Object.keys(EFFECTS).map((effect, rank) => [effect, rank]));
const LEVEL_RANK: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

export const RUNTIMES: Readonly<Record<Runtime, string>> = { containerd: 'containerd', 'cri-o': 'CRI-O', 'cri-dockerd': 'cri-dockerd' };

/** Orders findings worst first: by level, then by effect. */
export function compareSeverity(a: Pick<Finding, 'level' | 'effect'>, b: Pick<Finding, 'level' | 'effect'>): number {
  return LEVEL_RANK[a.level] - LEVEL_RANK[b.level] || (EFFECT_RANK.get(a.effect) ?? 0) - (EFFECT_RANK.get(b.effect) ?? 0);
}

/** What happens and when, as a sentence without its full stop. */
export function effectSentence(finding: Pick<Finding, 'effect' | 'when'>): string {
  const { sentence } = EFFECTS[finding.effect];
  if (finding.effect === 'none-yet' || finding.when === '') return sentence;
  if (!hasHappened(finding)) return `${sentence} ${visible(finding.when)}`;
  const reason = visible(finding.when.replace(/^now:?\s*/, ''));
  return `Broken now: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}${reason === '' ? '' : `, as ${reason}`}`;
}

const NUMBER = new Intl.NumberFormat('en-US');

/** `1,204`. */
export function grouped(amount: number): string {
  return NUMBER.format(amount);
}

/** `1 file`, `1,204 files`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${grouped(amount)} ${amount === 1 ? one : many}`;
}

/** The parts of a sentence's list: `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** Where a person can go to: `file:line:col`, or the object and its field where there is no file. */
export function placeOf(location: Location): string {
  const { physical } = location;
  if (physical === undefined) return objectPlace(location) ?? 'the scan as a whole';
  const at = placeInFile(location);
  return visible(at === '' ? physical.uri : `${physical.uri}:${at}`);
}

/** Something at a place, perhaps in a live cluster or on a node. */
interface InSystem {
  readonly location: Location;
  readonly cluster?: string | undefined;
  readonly host?: string | undefined;
}

/** The place of a finding or a notification; with the cluster or the node in front where there are others to take it for. */
export function findingPlace({ location, cluster, host }: InSystem, naming: boolean): string {
  if (cluster !== undefined && location.physical === undefined && objectPlace(location) === undefined) return `cluster ${visible(cluster)} as a whole`;
  return inSystem(systemOf({ cluster, host }), placeOf(location), naming);
}

/** A text about something in a cluster or on a node, with that in front where there are others. */
export function inSystem(system: string | undefined, text: string, naming: boolean): string {
  return naming && system !== undefined ? `${visible(system)}: ${text}` : text;
}

/** The place within its file: `line:col`; nothing where there is no line. */
export function placeInFile({ physical }: Location): string {
  return physical?.region === undefined ? '' : `${physical.region.startLine}:${physical.region.startColumn}`;
}

function objectPlace({ logical }: Location): string | undefined {
  const parts = [logical?.resource === undefined ? '' : resourceName(logical.resource), logical?.path ?? ''].filter(part => part !== '');
  return parts.length === 0 ? undefined : visible(parts.join(' '));
}
