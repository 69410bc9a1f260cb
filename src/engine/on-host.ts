// Findings of a node whose file system was read: told as that node's, at the places where a person finds them.
import type { Finding, Notification } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { fingerprintOnHost } from './fingerprint.ts';

/** What is known of the text behind a path. */
export interface HostPlace {
  /** `file`: a file of the node; `process`: a program that runs on it; `state`: anything else that is there. */
  readonly from: 'file' | 'process' | 'state';
  /** The path that a person finds it under. */
  readonly shown: string;
}

export interface HostPlaces {
  readonly host: string;
  readonly placeOf: (uri: string) => HostPlace | undefined;
}

/** Findings as the node's own; what a running program only repeats of its configuration is left out. */
export function onHost(findings: readonly Finding[], places: HostPlaces): readonly Finding[] {
  const configured = new Set(findings.filter(finding => fromOf(finding, places) !== 'process').map(problemOf));
  return findings
    .filter(finding => fromOf(finding, places) !== 'process' || !configured.has(problemOf(finding)))
    .map(finding => ({
      ...finding,
      location: placed(finding.location, places),
      related: finding.related.map(({ location, message }) => ({ location: placed(location, places), message })),
      host: places.host,
      fingerprint: fingerprintOnHost(finding.fingerprint, places.host),
    }));
}

/** A notification as the node's own. */
export function noteOnHost(notification: Notification, places: HostPlaces): Notification {
  const { location } = notification;
  return { ...notification, ...(location === undefined ? {} : { location: placed(location, places) }), host: places.host };
}

function fromOf({ location }: Finding, { placeOf }: HostPlaces): HostPlace['from'] | undefined {
  return location.physical === undefined ? undefined : placeOf(location.physical.uri)?.from;
}

/** One problem of the same rule: what it says, whoever says it. */
function problemOf({ ruleId, message }: Finding): string {
  return `${ruleId}\0${message}`;
}

/** What is no file has no lines, and no fields that a person wrote. */
function placed(location: Location, { placeOf }: HostPlaces): Location {
  const { physical } = location;
  const place = physical === undefined ? undefined : placeOf(physical.uri);
  return place === undefined || place.from === 'file' ? location : { physical: { uri: place.shown } };
}
