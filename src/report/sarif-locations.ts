// Places in SARIF's form: percent-encoded uris, regions, and the objects and fields of a cluster.
import type { Location as SarifLocation, LogicalLocation, PhysicalLocation } from 'sarif';
import { systemOf, type Finding } from '../model/finding.ts';
import type { Location, ResourceRef } from '../model/location.ts';
import { resourceName } from '../model/location.ts';
import { visible } from './safe-text.ts';

/** The name of the folder that all uris are relative to. */
export const SOURCE_ROOT = 'SRCROOT';

const START = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** What a place is part of. */
interface Surroundings {
  /** The object to name where the place itself names none. */
  readonly owner?: ResourceRef | undefined;
  /** The live cluster, which names of objects begin with. */
  readonly cluster?: string | undefined;
  /** The node whose file it is. */
  readonly host?: string | undefined;
  /** True where the scan read clusters, so that a place without a file is no file's. */
  readonly live?: boolean;
}

/** A place. */
export function sarifLocation(location: Location, { owner, cluster, host, live = cluster !== undefined }: Surroundings = {}): SarifLocation {
  const logical = logicalLocations(location.logical?.resource ?? owner, location.logical?.path, { cluster, host });
  if (live && location.physical === undefined) return { logicalLocations: logical };
  return { physicalLocation: physicalLocation(location, owner), ...(logical.length === 0 ? {} : { logicalLocations: logical }) };
}

/** One of the places that a finding rests on; GitHub numbers them by `id`. */
export function relatedLocation({ location, message }: Finding['related'][number], index: number, { cluster, host }: Finding): SarifLocation {
  return { id: index + 1, message: { text: visible(message) }, ...sarifLocation(location, { cluster, host }) };
}

/** GitHub refuses a result without a file and a line, so an object without a file gets a path made of its name. */
function physicalLocation(location: Location, owner: ResourceRef | undefined): PhysicalLocation {
  const { physical, snippet } = location;
  const region = { ...(physical?.region ?? START), ...(snippet === undefined ? {} : { snippet: { text: visible(snippet) } }) };
  if (physical !== undefined) return { artifactLocation: { uri: encodeUri(physical.uri), uriBaseId: SOURCE_ROOT }, region };
  const resource = location.logical?.resource ?? owner;
  const parts = resource === undefined ? ['scan'] : ['objects', resource.namespace ?? '', resource.kind, resource.name ?? ''];
  const uri = encodeUri(
    parts
      .filter(part => part !== '')
      .map(part => part.replaceAll('/', '_'))
      .join('/'),
  );
  return { artifactLocation: { uri, uriBaseId: SOURCE_ROOT, description: { text: 'Not a file: a live object or the scan as a whole.' } }, region };
}

/** The object and the field; the cluster alone where there is neither, and the node, which is what tells its files from another one's. */
function logicalLocations(resource: ResourceRef | undefined, path: string | undefined, { cluster, host }: Surroundings): LogicalLocation[] {
  const system = systemOf({ cluster, host });
  const context = system === undefined ? undefined : visible(system);
  const object = resource === undefined ? context : `${context === undefined ? '' : `${context}/`}${visible(resourceName(resource))}`;
  const locations: LogicalLocation[] = [];
  if (resource !== undefined && object !== undefined) {
    locations.push({ name: visible(resource.name ?? resource.kind), fullyQualifiedName: object, kind: 'resource' });
  }
  if (path !== undefined && path !== '') {
    const field = visible(path);
    locations.push({ name: field, fullyQualifiedName: [object ?? context, field].filter(part => part !== undefined).join(' '), kind: 'property' });
  }
  if (locations.length === 0 && context !== undefined)
    locations.push({ name: context, fullyQualifiedName: context, kind: cluster === undefined ? 'host' : 'cluster' });
  return locations;
}

/** A relative path as a URI reference; `:` is encoded too, because before the first slash it would end a scheme. */
function encodeUri(path: string): string {
  const relative = path.replace(/\p{Cs}/gu, '\uFFFD').replace(/^\/+/, '');
  return encodeURI(relative).replace(/[?#:]/g, encodeURIComponent);
}
