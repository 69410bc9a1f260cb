// What is kept of a cluster while its lists go by: objects that can matter, rolled up to their highest owners, and who has how many pods where.
import type { Workload } from '../../model/cluster.ts';
import type { Filter } from '../../model/filter.ts';
import type { ResourceRef } from '../../model/location.ts';
import { mapping, metadataOf, text, written, type Json, type Metadata, type OwnerReference } from './api-object.ts';
import type { ServedKind } from './discovery.ts';
import { besideUri, objectUri } from './object-uri.ts';
import { originOf } from './origin.ts';
import { PodCounts, type PodCount } from './pod-counts.ts';
import { digestOf, remadeOf, standIns, variantOf, type Remade } from './stand-ins.ts';

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
  readonly uri: string;
  readonly json: string;
  readonly uid: string;
  readonly owner?: OwnerReference;
  readonly remade?: Remade;
  /** Pods of the same variant of one highest owner say the same. */
  readonly variant?: string;
}

/** Kinds that Kubernetes itself makes pods of, and pods: their owners have a say in what runs. */
const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'CronJob', 'ReplicationController', 'ReplicaSet', 'Job', 'Pod']);

/** Owners that hold the whole template of what they make: what they made before says nothing of what comes. */
const TEMPLATED: ReadonlySet<string> = new Set(['Deployment', 'CronJob']);

export class Inventory {
  /** Objects that are nested too deeply to be looked at. */
  readonly tooDeep: ResourceRef[] = [];
  readonly #context: string;
  readonly #filter: Filter;
  readonly #seen = new Map<string, Seen>();
  readonly #pods = new PodCounts();
  /** The last pod of each owner, as a digest. */
  readonly #last = new Map<string, string>();
  readonly #variants = new Set<string>();
  readonly #kept: Kept[] = [];
  /** Direct owners of workloads, by their uids; those of pods by themselves. */
  readonly #owners = new Map<string, OwnerReference>();
  readonly #podOwners = new Map<string, OwnerReference>();

  constructor(context: string, filter: Filter) {
    this.#context = context;
    this.#filter = filter;
  }

  /** Takes an object, once; lists may come in any order, and side by side. */
  add(served: ServedKind, object: Json): void {
    const metadata = metadataOf(object);
    try {
      this.#add(served, object, metadata);
    } catch (error) {
      // JSON that is nested thousands of levels deep can be read and not be written.
      if (!(error instanceof RangeError)) throw error;
      this.tooDeep.push(refOf(served, metadata));
    }
  }

  #add(served: ServedKind, object: Json, metadata: Metadata): void {
    // The kubelet's own mark on the mirrors of static pods: the node owns them.
    const owner = metadata.owner?.kind === 'Node' ? undefined : metadata.owner;
    if (owner !== undefined && WORKLOADS.has(served.kind)) (served.kind === 'Pod' ? this.#podOwners : this.#owners).set(owner.uid, owner);
    if (served.kind === 'Pod') this.#addPod(served, object, metadata, owner);
    else this.#addOther(served, object, metadata, owner);
  }

  #addOther(served: ServedKind, object: Json, metadata: Metadata, owner: OwnerReference | undefined): void {
    const { uid } = metadata;
    const ref = this.#see(served, metadata, owner);
    const json = this.#matters(served, object, metadata);
    if (json === undefined) return;
    const below = owner !== undefined && holdsPods(json) ? owner : undefined;
    const remade = below === undefined ? undefined : remadeOf(served.kind, object);
    if (remade !== undefined && this.#isTemplated(below)) return;
    const uri = this.#uri(served, metadata);
    this.#kept.push({ ref, uri, json, uid, ...(below === undefined ? {} : { owner: below }), ...(remade === undefined ? {} : { remade }) });
  }

  #addPod(served: ServedKind, object: Json, metadata: Metadata, owner: OwnerReference | undefined): void {
    const { uid } = metadata;
    const { nodeName, hostname: _hostname, ...spec } = mapping(object['spec']);
    if (!/^(?:Succeeded|Failed)$/.test(text(mapping(object['status'])['phase']) ?? '')) this.#pods.add(owner?.uid ?? uid, text(nodeName));
    if (owner !== undefined && this.#isLikeLast(owner, spec, metadata)) return;
    const json = this.#matters(served, { ...object, spec }, metadata);
    if (json === undefined) return;
    const variant = owner === undefined ? undefined : this.#newVariant(owner, spec, metadata);
    if (owner !== undefined && variant === undefined) return;
    const ref = owner === undefined ? this.#see(served, metadata, owner) : refOf(served, metadata);
    const below = owner === undefined || variant === undefined ? {} : { owner, variant };
    this.#kept.push({ ref, uri: this.#uri(served, metadata), json, uid, ...below });
  }

  #see(served: ServedKind, metadata: Metadata, owner: OwnerReference | undefined): ResourceRef {
    const ref = refOf(served, metadata);
    const origin = originOf(metadata);
    this.#seen.set(metadata.uid, { ref, ...(owner === undefined ? {} : { owner }), ...(origin === undefined ? {} : { origin }) });
    return ref;
  }

  #isTemplated(owner: OwnerReference | undefined): boolean {
    return TEMPLATED.has(this.#seen.get(owner?.uid ?? '')?.ref.kind ?? '');
  }

  #matters(served: ServedKind, object: Json, metadata: Metadata): string | undefined {
    const json = JSON.stringify(written(object, served.apiVersion, served.kind));
    return this.#filter.mayMatter(json) || this.#filter.mayMatter(metadata.name) ? json : undefined;
  }

  /** Most pods are the same as the one before them of their owner, to the letter: whatever that one came to, they come to nothing more. */
  #isLikeLast({ uid }: OwnerReference, spec: Json, { labels, annotations }: Metadata): boolean {
    const digest = digestOf(JSON.stringify([spec, labels, annotations]));
    if (this.#last.get(uid) === digest) return true;
    this.#last.set(uid, digest);
    return false;
  }

  /** Pods of one owner are alike but for what the cluster adds to each: the first of each sort stands for all, and has a text that tells its sort. */
  #newVariant(owner: OwnerReference, spec: Json, { labels, annotations }: Metadata): string | undefined {
    const marks = Object.entries({ ...labels, ...annotations }).filter(([key, value]) => this.#filter.mayMatter(`"${key}": "${String(value)}"`));
    const variant = variantOf([spec, marks]);
    const key = `${owner.uid} ${variant}`;
    if (this.#variants.has(key)) return undefined;
    this.#variants.add(key);
    return variant;
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

  /** Highest owners of workloads and of bare pods that were not listed themselves, one of each kind. */
  unlistedOwners(): readonly ResourceRef[] {
    const unlisted = new Map<string, ResourceRef>();
    for (const owner of [...this.#owners.values(), ...this.#podOwners.values()]) {
      const top = this.#topOf(owner);
      if (!this.#seen.has(top.uid)) unlisted.set(`${top.apiVersion ?? ''} ${top.kind}`, top);
    }
    return [...unlisted.values()];
  }

  /** The objects that can matter, sorted by their paths. */
  objects(): readonly LiveObject[] {
    const pods = this.#pods.summed(uid => {
      const owner = this.#podOwners.get(uid);
      return owner === undefined ? uid : this.#topOf(owner).uid;
    });
    // What was deleted and made anew while lists went by was seen twice.
    const byUri = new Map(this.#calledByOwners(this.#standing()).map(kept => [kept.uri, kept]));
    return [...byUri.values()].map(kept => this.#live(kept, pods)).sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
  }

  /** What the owner makes and remakes is left out where the owner says it all, or a sibling does. */
  #standing(): readonly Kept[] {
    const rest: Kept[] = [];
    const children = new Map<string, (Kept & { readonly remade: Remade })[]>();
    const variants = new Set<string>();
    for (const kept of this.#kept) {
      const { owner, remade, variant } = kept;
      if (owner !== undefined && variant !== undefined) {
        const key = `${this.#topOf(owner).uid} ${variant}`;
        if (!variants.has(key)) rest.push(kept);
        variants.add(key);
        continue;
      }
      if (owner === undefined || remade === undefined) {
        rest.push(kept);
        continue;
      }
      if (this.#isTemplated(owner)) continue;
      const siblings = children.get(owner.uid);
      if (siblings === undefined) children.set(owner.uid, [{ ...kept, remade }]);
      else siblings.push({ ...kept, remade });
    }
    return [...rest, ...[...children.values()].flatMap(standIns)];
  }

  /** Pods and what stands between them and their owners come and go by other names, so their files are called by the owner. */
  #calledByOwners(all: readonly Kept[]): readonly Kept[] {
    const counts = new Map<string, number>();
    return all.map(kept => {
      const { owner, ref, remade } = kept;
      if (owner === undefined || (ref.kind !== 'Pod' && remade === undefined)) return kept;
      const { apiVersion = '', kind, namespace, name = '' } = this.#topOf(owner);
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
      const uri = objectUri(this.#context, { kind, group, namespace, name });
      const part = ref.kind.toLowerCase();
      const count = (counts.get(`${uri} ${part}`) ?? 0) + 1;
      counts.set(`${uri} ${part}`, count);
      return { ...kept, uri: besideUri(uri, count === 1 ? part : `${part}-${String(count)}`) };
    });
  }

  #live({ ref, uri, json, uid, owner }: Kept, counts: ReadonlyMap<string, PodCount>): LiveObject {
    const top = owner === undefined ? undefined : this.#topOf(owner);
    const seen = this.#seen.get(top?.uid ?? uid);
    const pods = counts.get(top?.uid ?? uid);
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

function refOf({ apiVersion, kind }: ServedKind, { name, namespace }: Metadata): ResourceRef {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function withoutUid({ uid: _uid, ...ref }: OwnerReference): ResourceRef {
  return ref;
}
