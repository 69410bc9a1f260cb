// Findings of a node whose file system was read: told as that node's, at the places where a person finds them.
import type { Finding, Notification } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { DEFAULT_WHEN } from '../model/outcome.ts';
import { fingerprintOnHost } from './fingerprint.ts';

export interface HostPlaces {
  readonly host: string;
  /** What a path stands for: a file of the node, a program that runs on it, or anything else that is there. */
  readonly fromOf: (uri: string) => 'file' | 'process' | 'state' | undefined;
  /** Whether the kubelet uses another runtime than Docker Engine already. */
  readonly moved: boolean;
}

const MOVED_ALREADY = 'now: the kubelet uses another runtime already';
const DOCKERS_OWN = /^etc\/(?:docker\/|(?:default|sysconfig)\/docker|systemd\/system\/docker\.)/;

/** Findings as the node's own; what a running program only repeats of its configuration is left out. */
export function onHost(findings: readonly Finding[], places: HostPlaces): readonly Finding[] {
  const configured = new Set(findings.filter(finding => !isProcess(finding, places)).map(problemOf));
  return findings
    .filter(finding => !isProcess(finding, places) || !configured.has(problemOf(finding)))
    .map(finding => ({
      ...finding,
      ...(places.moved ? afterTheMove(finding) : {}),
      location: placed(finding.location, places),
      related: finding.related.map(({ location, message }) => ({ location: placed(location, places), message })),
      host: places.host,
      fingerprint: fingerprintOnHost(finding.fingerprint, places.host),
    }));
}

/** What Docker's configuration still says is at most a hint that something was forgotten; anything else has come true. */
function afterTheMove({ when, level, effect, location }: Finding): Pick<Finding, 'when' | 'level'> {
  const isDockers = location.physical !== undefined && DOCKERS_OWN.test(location.physical.uri);
  return {
    when: when === DEFAULT_WHEN && effect !== 'none-yet' ? MOVED_ALREADY : when,
    level: isDockers && level === 'error' ? 'warning' : level,
  };
}

/** A notification as the node's own. */
export function noteOnHost(notification: Notification, places: HostPlaces): Notification {
  const { location } = notification;
  return { ...notification, ...(location === undefined ? {} : { location: placed(location, places) }), host: places.host };
}

function isProcess({ location }: Finding, { fromOf }: HostPlaces): boolean {
  return location.physical !== undefined && fromOf(location.physical.uri) === 'process';
}

/** One problem of the same rule: what it says, whoever says it. */
function problemOf({ ruleId, message }: Finding): string {
  return `${ruleId}\0${message}`;
}

/** What is no file has no lines, and no fields that a person wrote. */
function placed(location: Location, { fromOf }: HostPlaces): Location {
  const uri = location.physical?.uri ?? '';
  const from = fromOf(uri);
  if (from === 'process') return { logical: { resource: { kind: 'Process', name: uri.slice(uri.lastIndexOf('/') + 1) } } };
  return from === 'state' ? { physical: { uri } } : location;
}
