// From one document to its facts and the texts inside it: the one place that knows which extractor sees what.
import type { Document, TreeDocument } from '../model/document.ts';
import type { ResourceRef } from '../model/location.ts';
import { get, textAt, type ScalarNode } from '../model/tree.ts';
import { resourceOf } from '../readers/resource.ts';
import { nameMountingAgents } from './agent-mounts.ts';
import { taskContext } from './ansible/guards.ts';
import { taskFacts } from './ansible/modules.ts';
import { annotationFacts, containerFacts } from './containers.ts';
import { commandLine, wordLists } from './command-lines.ts';
import { dataUrlChild, hostFacts } from './cloud-init.ts';
import { Collector, type Context, type Extraction, type Kit } from './context.ts';
import { daemonFacts } from './daemon.ts';
import { base64Child, embeddedText, isEncoded } from './embedded.ts';
import { logFacts } from './log-pipeline.ts';
import { helmParameter } from './helm-parameters.ts';
import { patchFacts } from './json-patch.ts';
import { kubeletArgumentFile, kubeletFacts } from './kubelet.ts';
import { mimeParts } from './mime.ts';
import { looseImages } from './loose-images.ts';
import { nodeFact } from './nodes.ts';
import { isPolicy, policyFacts } from './policies.ts';
import { optionLine } from './option-lines.ts';
import { isContainer, isPodLike, readMounts, volumeFacts, type PodMounts } from './pods.ts';
import { isQuery, keepFacts, queryFacts } from './queries.ts';
import { stateFacts } from './salt.ts';
import { scriptFacts } from './script.ts';
import { settingDialect } from './setting-dialect.ts';
import { labelFacts, looseEnvFact, settingFact, textFact } from './settings.ts';
import { unitFacts } from './systemd.ts';
import { blockContext, inlineScript, isElsewhere, runsLocally, userDataText } from './terraform.ts';
import { plainLineFacts } from './text-lines.ts';
import { below, rootVisit, walk, type Visit } from './walk.ts';

/** States the facts of a document and finds the texts inside it. */
export function extract(document: Document, context: Context, kit: Kit): Extraction {
  const collect = new Collector(document, context, kit);
  if (document.form === 'script') scriptFacts(document, collect);
  else if (document.form === 'text') textFacts(collect);
  else treeFacts(document, collect);
  return collect;
}

function textFacts(collect: Collector): void {
  kubeletArgumentFile(collect);
  if (!mimeParts(collect)) plainLineFacts(collect);
}

/** Kinds whose content is about objects rather than an object: schemas and policies. */
const SCHEMAS: ReadonlySet<string> = new Set(['CustomResourceDefinition']);

function treeFacts(document: TreeDocument, collect: Collector): void {
  listFacts(rootVisit(document.root, document.rootPath), collect, document.resource?.kind);
}

/** The objects of a list, which can hold lists itself; anything else is one object. `kind` is the one that its list says. */
function listFacts(visit: Visit, collect: Collector, kind: string | undefined): void {
  const items = get(visit.node, 'items');
  if (kind?.endsWith('List') !== true || items?.kind !== 'seq') {
    objectFacts(visit, collect, kind);
    return;
  }
  const list = below(visit, 'items', items);
  const listed = kind.slice(0, -4);
  items.items.forEach((item, index) => {
    const at = { ...below(list, '', item), path: `${list.path}[${String(index)}]`, identity: `${list.identity}[]`, pattern: `${list.pattern}[]`, key: 'items' };
    listFacts(at, collect, textAt(item, 'kind') ?? (listed === '' ? undefined : listed));
  });
}

function objectFacts(visit: Visit, all: Collector, listed: string | undefined): void {
  const own = visit.parent === undefined ? all.document.resource : resourceOf(visit.node, listed);
  const isSecret = own?.kind.endsWith('Secret') === true;
  const collect = isSecret ? all.sensitive() : all;
  // Inside a secret even names are the secret's.
  const owner = all.document.artifact.sensitive ? (collect.context.owner ?? own) : (own ?? collect.context.owner);
  const scope = own === undefined ? collect.context.scope : objectScope(visit, collect, own);
  const context: Context = { ...collect.context, scope, ...(owner === undefined ? {} : { owner }) };
  if (own !== undefined) {
    if (SCHEMAS.has(own.kind)) return;
    resourceFact(visit, own, collect, context);
    if (own.kind === 'Node') nodeFact(visit, collect, context);
  }
  if (isPolicy(own, collect.document.dialect)) policyFacts(visit, settingDialect(collect, context), collect, context);
  else new TreeExtractor(collect, context).run(visit);
}

function resourceFact(visit: Visit, own: ResourceRef, collect: Collector, context: Context): void {
  const named = { ...(own.name === undefined ? {} : { name: own.name }), ...(own.namespace === undefined ? {} : { namespace: own.namespace }) };
  const place = { path: visit.path, identity: 'kind', group: context.scope };
  collect.add('resource', { kind: own.kind, apiVersion: own.apiVersion ?? '', ...named }, get(visit.node, 'kind') ?? visit.node, place, context);
}

function objectScope(visit: Visit, collect: Collector, own: { kind: string; name?: string }): string {
  const { artifact } = collect.document;
  if ((own.kind === 'ConfigMap' || own.kind === 'Secret') && own.name !== undefined) return `${artifact.bundle}|${own.kind}/${own.name}`;
  return `${collect.context.scope}|${String(visit.node.start)}`;
}

/** Parts of live objects that say nothing a person wrote. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(['managedFields', 'status', 'openAPIV3Schema', 'kubectl.kubernetes.io/last-applied-configuration']);

/** What a patch removes or only compares: `$patch: delete`, and the value of `op: remove` and `op: test`. */
function isTakenAway({ node, key, parent }: Visit): boolean {
  if (textAt(node, '$patch') === 'delete') return true;
  return key === 'value' && /^(?:remove|test)$/.test(textAt(parent?.node, 'op') ?? '') && textAt(parent?.node, 'path') !== undefined;
}

/** One pass over a tree that calls every extractor where it applies. */
class TreeExtractor {
  readonly #collect: Collector;
  readonly #context: Context;
  readonly #dialect: string;
  readonly #sensitive: boolean;

  constructor(collect: Collector, context: Context) {
    this.#collect = collect;
    this.#context = context;
    this.#dialect = settingDialect(collect, context);
    this.#sensitive = context.owner?.kind === 'Secret';
  }

  run(visit: Visit): void {
    this.#visit(visit, this.#context, undefined);
  }

  #visit(root: Visit, context: Context, pod: PodMounts | undefined): void {
    walk(root, visit => {
      if ((NOT_WRITTEN.has(visit.key) && context.owner !== undefined) || isTakenAway(visit) || isElsewhere(visit, this.#collect)) return false;
      if (visit.key === 'secretGenerator' && !this.#collect.document.artifact.sensitive) {
        new TreeExtractor(this.#collect.sensitive(), context).run(visit);
        return false;
      }
      if (runsLocally(visit, this.#collect)) {
        new TreeExtractor(this.#collect.onWorkstation(), context).run(visit);
        return false;
      }
      if (pod === undefined && isPodLike(visit.node)) {
        // A Pod is one pod, its metadata and its spec; other objects may hold several.
        const isOwn = context.owner?.kind === 'Pod' && visit.key === 'spec' && visit.parent?.node === root.node;
        const scope = isOwn ? context.scope : `${context.scope}|${String(visit.node.start)}`;
        const stated = this.#collect.facts.length;
        this.#visit(visit, { ...context, scope }, readMounts(visit, this.#templated()));
        nameMountingAgents(this.#collect, stated);
        return false;
      }
      const script = inlineScript(visit, this.#collect, context);
      if (script !== undefined) {
        this.#collect.children.push(script);
        return false;
      }
      const inner = taskContext(visit, this.#collect, context) ?? blockContext(visit, this.#collect, context);
      if (inner !== undefined) {
        this.#visit(visit, inner, pod);
        return false;
      }
      this.#part(visit, context, pod);
      return true;
    });
  }

  #templated(): boolean {
    return this.#collect.document.artifact.guardAt !== undefined;
  }

  #part(visit: Visit, context: Context, pod: PodMounts | undefined): void {
    const { node } = visit;
    settingFact(visit, this.#dialect, this.#collect, context);
    labelFacts(visit, this.#collect, context);
    wordLists(visit, this.#collect, context);
    keepFacts(visit, this.#collect, context);
    kubeletFacts(visit, this.#collect, context);
    daemonFacts(visit, this.#collect, context);
    patchFacts(visit, this.#collect, context);
    hostFacts(visit, this.#collect, context);
    stateFacts(visit, this.#collect, context);
    if (node.kind === 'map') this.#map(visit, context, pod);
    else if (node.kind === 'scalar') this.#scalar(visit, node, context);
  }

  #map(visit: Visit, context: Context, pod: PodMounts | undefined): void {
    volumeFacts(visit, pod, this.#collect, context);
    if (isContainer(visit.node)) containerFacts(visit, pod, this.#collect, context);
    else looseImages(visit, this.#collect, context);
    logFacts(visit, this.#collect, context);
    taskFacts(visit, this.#collect, context);
    helmParameter(visit, this.#collect, context);
    if (/annotations$/i.test(visit.key)) annotationFacts(visit, this.#collect, context);
  }

  #scalar(visit: Visit, node: ScalarNode, context: Context): void {
    if (this.#isBase64(visit)) {
      const child = base64Child(visit, node, this.#collect, context);
      if (child !== undefined) this.#collect.children.push(child);
      return;
    }
    if (isQuery(visit, node)) queryFacts(visit, node, this.#collect, context);
    const child =
      isArgument(visit) || isQuery(visit, node)
        ? undefined
        : (commandLine(visit, node, this.#collect, context) ??
          userDataText(visit, node, this.#collect, context) ??
          dataUrlChild(visit, node, this.#collect, context) ??
          embeddedText(visit, this.#collect, context));
    if (child !== undefined) this.#collect.children.push(child);
    else textFact(visit, node, this.#collect, context);
    looseEnvFact(visit, node, this.#collect, context);
    unitFacts(visit, node, this.#collect, context);
    optionLine(visit, node, this.#collect, context);
  }

  #isBase64(visit: Visit): boolean {
    const top = visit.parent?.key;
    if (top === 'binaryData' || (top === 'data' && this.#sensitive)) return true;
    return /^(?:content|contents|data)$/.test(visit.key) && isEncoded(visit);
  }
}

/** Container commands are read by their own extractor. */
function isArgument(visit: Visit): boolean {
  return (
    visit.parent?.node.kind === 'seq' &&
    /^(?:command|args)$/.test(visit.key) &&
    /(?:containers|initContainers|steps|sidecars|container|script|exec|template|lifecycle)/i.test(visit.path)
  );
}
