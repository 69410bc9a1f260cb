// Which custom resources hold pods, as the schemas of their definitions tell.
import { list, mapping, text, type Json } from './api-object.ts';
import { isTellingGroup } from './kinds.ts';
import type { ServedKind } from './discovery.ts';

/** Properties that stand for a pod, or for a part of one. */
const EMBEDS = /"(?:containers|initContainers|hostPath|podTemplate|podTemplateSpec|podSpec|volumeMounts)":\{/;

/** A schema that leaves a part open can hold a whole pod there: `template: {x-kubernetes-preserve-unknown-fields: true}`. */
const OPEN =
  /"(?:template|spec|podSpec|podTemplate|overrides?|values|patch|manifests?)":\{(?:"(?:description|type|nullable)":(?:"(?:[^"\\]|\\.){0,2000}"|true|false),?)*"x-kubernetes-preserve-unknown-fields":true/;

/** The kind that a definition defines, in a version that is served, if rules can find something in its objects. */
export function definedKind(definition: Json): ServedKind | undefined {
  const spec = mapping(definition['spec']);
  const group = text(spec['group']);
  const names = mapping(spec['names']);
  const [kind, plural] = [text(names['kind']), text(names['plural'])];
  if (group === undefined || kind === undefined || plural === undefined || !/^[a-z0-9.-]+$/.test(`${group}${plural}`)) return undefined;
  const versions = list(spec['versions']).map(mapping);
  const served = versions.filter(version => version['served'] !== false);
  const version = text((served.find(one => one['storage'] === true) ?? served[0])?.['name']) ?? text(spec['version']);
  if (version === undefined || !/^[a-z0-9]+$/.test(version)) return undefined;
  if (!isTellingGroup(group) && !holdsPods(spec, versions)) return undefined;
  return { group, apiVersion: `${group}/${version}`, kind, plural, namespaced: spec['scope'] === 'Namespaced' };
}

/** Definitions of v1beta1 may have no schema at all, and then anything may stand in their objects. */
function holdsPods(spec: Json, versions: readonly Json[]): boolean {
  const schemas = [spec['validation'], ...versions.map(version => version['schema'])].filter(schema => schema !== undefined);
  return schemas.length === 0 || schemas.some(schema => isOpen(schema) || EMBEDS.test(JSON.stringify(schema)));
}

function isOpen(schema: unknown): boolean {
  const root = mapping(mapping(schema)['openAPIV3Schema']);
  return Object.keys(root).length === 0 || root['x-kubernetes-preserve-unknown-fields'] === true || OPEN.test(JSON.stringify(schema));
}
