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
  readonly behind: (uri: string) => Behind | undefined;
  /** The path of the file that holds an object, where there is one. */
  readonly fileOf: (uri: string) => string | undefined;
}

const BROKEN_NOW = 'now: no node of the cluster runs Docker Engine any more';

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
        when: around.moved && finding.when === DEFAULT_WHEN && finding.effect !== 'none-yet' ? BROKEN_NOW : finding.when,
        location: placed(finding.location, behind, around),
        related: finding.related.map(({ location, message }) => ({ location: placed(location, undefined, around), message })),
        cluster: around.context,
        ...(behind?.workload === undefined ? {} : { workload: behind.workload }),
      },
    ];
  });
}

/** A notification at the place where a person finds it. */
export function placeNotification(notification: Notification, around: Surroundings): Notification {
  const { location } = notification;
  if (location?.physical === undefined) return notification;
  return { ...notification, location: placed(location, around.behind(location.physical.uri), around) };
}

function behindOf({ location }: Finding, around: Surroundings): Behind | undefined {
  return location.physical === undefined ? undefined : around.behind(location.physical.uri);
}

function problemOf({ ruleId, owner, message }: Finding): string {
  return [ruleId, owner === undefined ? '' : `${owner.apiVersion?.split('/')[0] ?? ''} ${resourceName(owner)}`, message].join('\0');
}

function placed({ physical, ...rest }: Location, behind: Behind | undefined, around: Surroundings): Location {
  const file = physical === undefined ? undefined : around.fileOf(physical.uri);
  if (physical !== undefined && file !== undefined) return { physical: { ...physical, uri: file }, ...rest };
  return { ...rest, logical: { ...(behind === undefined ? {} : { resource: behind.ref }), ...rest.logical } };
}
