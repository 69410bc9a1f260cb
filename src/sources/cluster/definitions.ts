// Which custom resources can hold what rules look for, as the schemas of their definitions tell.
import { list, mapping, text, type Json } from './api-object.ts';
import type { ServedKind } from './discovery.ts';
import { isTelling } from './telling-kinds.ts';

/** Properties that stand for a pod, or for a part of one. */
const EMBEDS = ['containers', 'initContainers', 'hostPath', 'podTemplate', 'podTemplateSpec', 'podSpec', 'volumeMounts'];

/** Properties by which nodes are set up, or something is told which runtime they have. */
const SETS_RUNTIME = [
  'containerRuntime',
  'containerRuntimeEndpoint',
  'containerManager',
  'criSocket',
  'cri',
  'defaultCRI',
  'imageType',
  'dockerConfigJson',
  'dockerSocket',
  'rancherKubernetesEngineConfig',
];
const TELLING: ReadonlySet<string> = new Set([...EMBEDS, ...SETS_RUNTIME]);

/** Where a schema leaves one of these open, a whole pod can stand there. */
const MAY_BE_OPEN = /^(?:template|spec|podSpec|podTemplate|overrides?|values|patch|manifests?)$/;

/** The kind that a definition defines, in a version that is served, if rules can find something in its objects. */
export function definedKind(definition: Json): ServedKind | undefined {
  const spec = mapping(definition['spec']);
  const group = text(spec['group']);
  const names = mapping(spec['names']);
  const [kind, plural] = [text(names['kind']), text(names['plural'])];
  if (group === undefined || kind === undefined || plural === undefined || !/^[a-z0-9.-]+$/.test(`${group}${plural}`)) return undefined;
  const versions = list(spec['versions']).map(mapping);
  const served = versions.filter(version => version['served'] !== false);
  const version = versions.length === 0 ? text(spec['version']) : text((served.find(one => one['storage'] === true) ?? served[0])?.['name']);
  if (version === undefined || !/^[a-z0-9]+$/.test(version)) return undefined;
  if (!isTelling(group, kind) && !mayHold(spec, versions)) return undefined;
  return { group, apiVersion: `${group}/${version}`, kind, plural, namespaced: spec['scope'] === 'Namespaced' };
}

/** Definitions of v1beta1 may have no schema at all, and then anything may stand in their objects. */
function mayHold(spec: Json, versions: readonly Json[]): boolean {
  const schemas = [spec['validation'], ...versions.map(version => version['schema'])].filter(schema => schema !== undefined);
  return schemas.length === 0 || schemas.some(mayHoldIn);
}

function mayHoldIn(schema: unknown): boolean {
  const root = mapping(mapping(schema)['openAPIV3Schema']);
  if (Object.keys(root).length === 0 || isOpen(root)) return true;
  // A list of what is left to see, since schemas may be nested deeper than calls can be.
  const open: Json[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const properties = Object.entries(mapping(at['properties']));
    if (properties.some(([name, property]) => TELLING.has(name) || (MAY_BE_OPEN.test(name) && isOpen(mapping(property))))) return true;
    const within = [at['items'], at['additionalProperties'], ...['items', 'allOf', 'anyOf', 'oneOf'].flatMap(word => list(at[word]))];
    for (const part of [...properties.map(([, property]) => property), ...within]) if (Object.keys(mapping(part)).length > 0) open.push(mapping(part));
  }
  return false;
}

function isOpen(schema: Json): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}
