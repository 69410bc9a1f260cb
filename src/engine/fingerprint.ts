// The identity of a finding, which survives edits elsewhere in the file, reordering and moved lines.
import { createHash } from 'node:crypto';
import type { Artifact } from '../model/artifact.ts';
import { fieldText, type Fact } from '../model/fact.ts';
import { resourceName } from '../model/location.ts';

/** A hash of rule, file, object, field (list items by their names), nesting and value; never of a line number. */
export function fingerprintOf(ruleId: string, fact: Fact): string {
  const { artifact, resource } = fact.document;
  const owner = fact.owner ?? resource;
  // A short secret could be guessed from a hash of it.
  const what = artifact.sensitive ? [fact.path, fact.kind] : [fact.identity, valueOf(fact)];
  const parts = [ruleId, artifact.uri, owner === undefined ? '' : resourceName(owner), nesting(artifact), ...what];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24);
}

/** The same on a node of that name: nodes have the same files. */
export function fingerprintOnHost(fingerprint: string, host: string): string {
  return createHash('sha256').update([host, fingerprint].join('\0')).digest('hex').slice(0, 24);
}

function nesting(artifact: Artifact): string {
  const path: string[] = [];
  for (let at = artifact; at.origin !== undefined; at = at.origin.parent) path.unshift(at.origin.field);
  return path.join(' > ');
}

function valueOf(fact: Fact): string {
  return `${fact.kind}:${['path', 'value', 'line', 'image', 'text', 'name', 'key'].map(field => fieldText(fact, field)).join('|')}`.replace(/\s+/g, ' ');
}
