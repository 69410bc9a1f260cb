// Findings of a live cluster: one for each problem of a workload, with its pods, told as what it is once no node runs Docker Engine any more.
import type { Workload } from '../model/cluster.ts';
import type { Finding, Notification } from '../model/finding.ts';
import { resourceName, type Location, type ResourceRef } from '../model/location.ts';
import { DEFAULT_WHEN } from './evaluate.ts';

/** What is known of the object behind a path. */
export interface Behind {
  readonly ref: ResourceRef;
  /** The highest owner, where the object stands for it. */
  readonly owner?: ResourceRef;
  readonly workload?: Workload;
}

export interface Surroundings {
  readonly context: string;
  /** Whether no node runs Docker Engine any more. */
  readonly moved: boolean;
  /** The names of the nodes that do not run it any more. */
  readonly left: ReadonlySet<string>;
  readonly behind: (uri: string) => Behind | undefined;
  /** The path of the file that holds an object, where there is one. */
  readonly fileOf: (uri: string) => string | undefined;
}

const BROKEN_NOW = 'now: no node of the cluster runs Docker Engine any more';
const BROKEN_ON_ITS_NODES = 'now: every node that its pods run on has left Docker Engine';

/** Findings with what the cluster knows about them; what a pod only repeats of its owner is left out. */
export function rollUp(findings: readonly Finding[], around: Surroundings): readonly Finding[] {
  const told = new Set(findings.filter(finding => behindOf(finding, around)?.owner === undefined).map(problemOf));
  return findings.flatMap(finding => {
    const behind = behindOf(finding, around);
    if (behind?.owner !== undefined) {
      const problem = problemOf(finding);
      if (told.has(problem)) return [];
      told.add(problem);
    }
    return [
      {
        ...finding,
        when: whenOf(finding, behind?.workload, around),
        location: placed(finding.location, around),
        related: finding.related.map(({ location, message }) => ({ location: placed(location, around), message })),
        cluster: around.context,
        ...(behind === undefined ? {} : { owner: objectOf(behind) }),
        ...(behind?.workload === undefined ? {} : { workload: behind.workload }),
      },
    ];
  });
}

/** A notification at the place where a person finds it. */
export function placeNotification(notification: Notification, around: Surroundings): Notification {
  const { location } = notification;
  return location === undefined ? notification : { ...notification, location: placed(location, around) };
}

function whenOf({ when, effect }: Finding, workload: Workload | undefined, { moved, left }: Surroundings): string {
  if (when !== DEFAULT_WHEN || effect === 'none-yet') return when;
  if (moved) return BROKEN_NOW;
  const nodes = workload?.nodes ?? [];
  return nodes.length > 0 && nodes.every(node => left.has(node)) ? BROKEN_ON_ITS_NODES : when;
}

function behindOf({ location }: Pick<Finding, 'location'>, around: Surroundings): Behind | undefined {
  return location.physical === undefined ? undefined : around.behind(location.physical.uri);
}

/** The object that a person edits. */
function objectOf({ ref, owner }: Behind): ResourceRef {
  return owner ?? ref;
}

function problemOf({ ruleId, owner, message }: Finding): string {
  return [ruleId, owner === undefined ? '' : `${owner.apiVersion?.split('/')[0] ?? ''} ${resourceName(owner)}`, message].join('\0');
}

/** At the object of the cluster, whatever is embedded in it; in the file that holds it, where there is one. */
function placed(location: Location, around: Surroundings): Location {
  const { physical, ...rest } = location;
  const behind = behindOf({ location }, around);
  const logical = behind === undefined ? rest.logical : { ...rest.logical, resource: objectOf(behind) };
  const file = physical === undefined ? undefined : around.fileOf(physical.uri);
  return {
    ...(physical === undefined || file === undefined ? {} : { physical: { ...physical, uri: file } }),
    ...rest,
    ...(logical === undefined ? {} : { logical }),
  };
}
