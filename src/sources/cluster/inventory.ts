// What is kept of a cluster while its lists go by: objects that can matter, rolled up to their highest owners, and who has how many pods where.
import { createHash } from 'node:crypto';
import type { Workload } from '../../model/cluster.ts';
import type { Filter } from '../../model/filter.ts';
import type { ResourceRef } from '../../model/location.ts';
import { mapping, metadataOf, text, written, type Json, type Metadata, type OwnerReference } from './api-object.ts';
import type { ServedKind } from './discovery.ts';
import { objectUri } from './object-uri.ts';
import { originOf } from './origin.ts';

/** One object that rules may find something in. */
export interface LiveObject {
  /** Its path in a snapshot. */
  readonly uri: string;
  readonly ref: ResourceRef;
  /** As JSON, with `apiVersion` and `kind`, without what the cluster itself keeps about it. */
  readonly json: string;
  /** The highest owner, where the object stands for it: a pod of a Deployment. */
  readonly owner?: ResourceRef;
  readonly workload?: Workload;
}

/** What has been seen of an object that may own others. */
interface Seen {
  readonly ref: ResourceRef;
  readonly owner?: OwnerReference;
  readonly origin?: string;
}

interface Kept {
  readonly ref: ResourceRef;
  readonly kind: string;
  readonly uri: string;
  readonly json: string;
  readonly uid: string;
  readonly owner?: OwnerReference;
  /** Replicas now, and when it was made: which of the ReplicaSets and Jobs of an unlisted owner stand for it. */
  readonly rank: readonly [active: boolean, created: string];
}

interface Pods {
  count: number;
  readonly nodes: Set<string>;
}

/** Kinds that owners make and remake; their pods tell what is running. */
const BETWEEN: ReadonlySet<string> = new Set(['ReplicaSet', 'Job', 'ReplicationController']);

export class Inventory {
  readonly #context: string;
  readonly #filter: Filter;
  readonly #seen = new Map<string, Seen>();
  readonly #pods = new Map<string, Pods>();
  readonly #variants = new Set<string>();
  readonly #kept: Kept[] = [];
  readonly #uids = new Set<string>();
  /** How many files are called by an owner already. */
  readonly #below = new Map<string, number>();

  constructor(context: string, filter: Filter) {
    this.#context = context;
    this.#filter = filter;
  }

  /** Takes an object of a list; owners must be listed before what they own. */
  add(served: ServedKind, object: Json): void {
    const metadata = metadataOf(object);
    if (served.kind === 'Pod') this.#addPod(served, object, metadata);
    else this.#addOther(served, object, metadata);
  }

  #addOther(served: ServedKind, object: Json, metadata: Metadata): void {
    if (this.#uids.has(metadata.uid)) return;
    this.#uids.add(metadata.uid);
    const { owner, name, namespace, uid } = metadata;
    const origin = originOf(metadata);
    const ref = { apiVersion: served.apiVersion, kind: served.kind, name, ...(namespace === undefined ? {} : { namespace }) };
    this.#seen.set(uid, { ref, ...(owner === undefined ? {} : { owner }), ...(origin === undefined ? {} : { origin }) });
    const json = this.#matters(served, object, metadata);
    if (json === undefined) return;
    const rank = [Number(mapping(object['spec'])['replicas'] ?? 1) > 0, text(mapping(object['metadata'])['creationTimestamp']) ?? ''] as const;
    const below = owner !== undefined && holdsPods(json) ? { owner } : {};
    this.#kept.push({ ref, kind: served.kind, uri: this.#uri(served, metadata), json, uid, rank, ...below });
  }

  #addPod(served: ServedKind, object: Json, metadata: Metadata): void {
    if (this.#uids.has(metadata.uid)) return;
    this.#uids.add(metadata.uid);
    // The kubelet's own mark on the mirrors of static pods: the node owns them.
    const owner = metadata.owner?.kind === 'Node' ? undefined : metadata.owner;
    const top = owner === undefined ? metadata.uid : this.#topOf(owner).uid;
    const spec = mapping(object['spec']);
    if (!/^(?:Succeeded|Failed)$/.test(text(mapping(object['status'])['phase']) ?? '')) this.#count(top, text(spec['nodeName']));
    const { nodeName: _nodeName, hostname: _hostname, ...rest } = spec;
    const json = this.#matters(served, { ...object, spec: rest }, metadata);
    if (json === undefined || (owner !== undefined && !this.#isVariant(top, rest))) return;
    const origin = originOf(metadata);
    const ref = {
      apiVersion: served.apiVersion,
      kind: 'Pod',
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    };
    if (owner === undefined) this.#seen.set(metadata.uid, { ref, ...(origin === undefined ? {} : { origin }) });
    const uri = owner === undefined ? this.#uri(served, metadata) : this.#uriBelow(owner, 'pod');
    this.#kept.push({ ref, kind: 'Pod', uri, json, uid: metadata.uid, rank: [true, ''], ...(owner === undefined ? {} : { owner }) });
  }

  #matters(served: ServedKind, object: Json, metadata: Metadata): string | undefined {
    const json = JSON.stringify(written(object, served.apiVersion, served.kind));
    return this.#filter.mayMatter(json) || this.#filter.mayMatter(metadata.name) ? json : undefined;
  }

  /** Pods of one owner are alike but for what the cluster adds to each: the first of each sort stands for all. */
  #isVariant(top: string, spec: Json): boolean {
    const alike = JSON.stringify(spec).replace(/"kube-api-access-\w{5}"/g, '""');
    const key = `${top} ${createHash('sha1').update(alike).digest('base64')}`;
    if (this.#variants.has(key)) return false;
    this.#variants.add(key);
    return true;
  }

  #count(top: string, node: string | undefined): void {
    let pods = this.#pods.get(top);
    if (pods === undefined) this.#pods.set(top, (pods = { count: 0, nodes: new Set() }));
    pods.count++;
    if (node !== undefined) pods.nodes.add(node);
  }

  #topOf(owner: OwnerReference): OwnerReference {
    let top = owner;
    for (let depth = 0; depth < 10; depth++) {
      const above = this.#seen.get(top.uid)?.owner;
      if (above === undefined) break;
      top = above;
    }
    return top;
  }

  #uri({ kind, group }: ServedKind, { name, namespace }: Metadata): string {
    return objectUri(this.#context, { kind, group, name, namespace });
  }

  /** Pods and what stands between them and their owners come and go by other names, so their files are called by the owner. */
  #uriBelow(owner: OwnerReference, suffix: string): string {
    const { apiVersion = '', kind, namespace, name = '' } = this.#topOf(owner);
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const stem = `${objectUri(this.#context, { kind, group, namespace, name }).slice(0, -'.yaml'.length)}.${suffix}`;
    const count = (this.#below.get(stem) ?? 0) + 1;
    this.#below.set(stem, count);
    return count === 1 ? `${stem}.yaml` : `${stem}-${String(count)}.yaml`;
  }

  /** Owners of what was listed that were not listed themselves, one of each kind. */
  unlistedOwners(): readonly ResourceRef[] {
    const owners = new Map<string, ResourceRef>();
    for (const { owner } of this.#seen.values()) {
      if (owner === undefined || owner.kind === 'Node') continue;
      const top = this.#topOf(owner);
      if (!this.#seen.has(top.uid)) owners.set(`${top.apiVersion ?? ''} ${top.kind}`, top);
    }
    return [...owners.values()];
  }

  /** The objects that can matter, sorted by their paths. */
  objects(): readonly LiveObject[] {
    return this.#withoutRemade()
      .map(kept => this.#live(kept))
      .sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
  }

  /** A ReplicaSet or a Job says nothing that its owner does not; of an owner that was not listed, those that run stand for it, else the newest. */
  #withoutRemade(): readonly Kept[] {
    const standing = new Map<string, Kept[]>();
    const rest: Kept[] = [];
    for (const kept of this.#kept) {
      const top = kept.owner === undefined ? undefined : this.#topOf(kept.owner);
      if (top === undefined || kept.kind === 'Pod' || !BETWEEN.has(kept.kind)) rest.push(kept);
      else if (!this.#seen.has(top.uid)) standing.set(top.uid, [...(standing.get(top.uid) ?? []), kept]);
    }
    const chosen = [...standing.values()].flatMap(all => {
      const active = all.filter(({ rank }) => rank[0]);
      return active.length > 0 ? active.slice(-1) : all.toSorted((a, b) => (a.rank[1] < b.rank[1] ? 1 : -1)).slice(0, 1);
    });
    return [...rest, ...chosen.map(kept => (kept.owner === undefined ? kept : { ...kept, uri: this.#uriBelow(kept.owner, kept.kind.toLowerCase()) }))];
  }

  #live({ ref, uri, json, uid, owner }: Kept): LiveObject {
    const top = owner === undefined ? undefined : this.#topOf(owner);
    const seen = this.#seen.get(top?.uid ?? uid);
    const pods = this.#pods.get(top?.uid ?? uid);
    const isWorkload = pods !== undefined || owner !== undefined || holdsPods(json);
    const workload = { pods: pods?.count ?? 0, nodes: [...(pods?.nodes ?? [])].sort(), ...(seen?.origin === undefined ? {} : { origin: seen.origin }) };
    return {
      uri,
      ref,
      json,
      ...(top === undefined ? {} : { owner: seen?.ref ?? withoutUid(top) }),
      ...(isWorkload || seen?.origin !== undefined ? { workload } : {}),
    };
  }
}

function holdsPods(json: string): boolean {
  return json.includes('"containers":[');
}

function withoutUid({ uid: _uid, ...ref }: OwnerReference): ResourceRef {
  return ref;
}
